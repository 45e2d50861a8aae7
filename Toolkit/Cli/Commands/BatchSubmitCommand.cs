using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Avatars.Batches;
using Avatars.Batches.Schedulers;
using Avatars.Cli.Batches;
using Avatars.Files;

namespace Avatars.Cli.Commands;

/// <summary>avatar batch submit: gives the open shards of a batch to a cluster.</summary>
static class BatchSubmitCommand
{
    public static Command Create()
    {
        var slurm = new Option<bool>("--slurm") { Description = "Writes a job array of Slurm into the batch's folder and submits it." };
        var kubernetes = new Option<string?>("--kubernetes") { Description = "Writes an indexed job for Kubernetes, .yaml; 'kubectl apply -f' starts it." };
        var workers = new Option<int?>("--workers")
        {
            Description = "Tasks of the array or pods of the job, which share the shards. Default: one for each shard, as many as the site allows.",
        };
        var throttle = new Option<int>("--throttle") { Description = "Workers at a time; 0 for no limit." };
        var time = new Option<string?>("--time") { Description = "Slurm: time of a worker, such as 4:00:00; one that is not done is queued again." };
        var memory = new Option<string?>("--memory") { Description = "Of a worker, such as 4G (Kubernetes: 4Gi)." };
        var processors = new Option<int?>("--processors") { Description = "Processors of a worker." };
        var partition = new Option<string?>("--partition") { Description = "Slurm's partition. Default: the site's." };
        var account = new Option<string?>("--account") { Description = "Slurm's account. Default: the user's." };
        var launcher = new Option<string?>("--launcher")
        {
            Description = "Words before the command of a worker: xvfb-run -a for data sets on machines without a display, or a container's run command.",
        };
        var attempts = new Option<int?>("--attempts") { Description = "As of 'avatar batch run'." };
        var image = new Option<string>("--image")
        {
            Description = "Kubernetes: container image with the avatar command.", DefaultValueFactory = _ => "avatar",
        };
        var claim = new Option<string>("--claim")
        {
            Description = "Kubernetes: persistent volume claim that holds manifest, inputs and the batch's folder.", DefaultValueFactory = _ => "avatar-batch",
        };
        var mount = new Option<string?>("--mount")
        {
            Description = "Kubernetes: where the volume is, here and in the pods. Default: the manifest's folder.",
        };
        var batch = new BatchArguments();
        var command = new Command("submit", "Gives the open shards of a planned batch to a cluster.")
        {
            slurm, kubernetes, workers, throttle, time, memory, processors, partition, account, launcher, attempts, image, claim, mount,
        };
        batch.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(slurm) == parsed.GetValue(kubernetes) is not null)
                throw new ArgumentException("Give --slurm, or --kubernetes FILE.");
            if (parsed.GetValue(workers) is < 1 || parsed.GetValue(throttle) < 0 || parsed.GetValue(processors) is < 1)
                throw new ArgumentException("--workers and --processors are 1 or more, --throttle 0 or more.");
            var yaml = parsed.GetValue(kubernetes) is { } named ? Path.GetFullPath(named) : null;
            var (manifest, folder) = batch.Open(parsed);
            var plan = BatchPlan.Read(folder, manifest, BatchArguments.Version);
            var open = BatchStatus.Of(folder, plan).Open;
            if (open.Count == 0)
            {
                Console.WriteLine("Nothing is open: 'avatar batch status' tells more.");
                return;
            }
            if (yaml is not null)
                WriteKubernetes(yaml);
            else
                SubmitSlurm();

            string[] Worker(int count, params string[] program) =>
            [
                .. parsed.GetValue(launcher)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], .. program, "batch", "run", manifest, "--out",
                folder.Path, "--workers", $"{count}", .. parsed.GetValue(attempts) is { } most ? (string[])["--attempts", $"{most}"] : [],
            ];

            void SubmitSlurm()
            {
                var count = Math.Min(parsed.GetValue(workers) ?? plan.Shards.Count, Slurm.MostTasks());
                int[] indices = [.. open.Select(index => index % count).Distinct().Order()];
                var array = new SlurmArray($"avatar-{NameOf(manifest)}", count, indices, parsed.GetValue(throttle), Worker(count, ThisProgram()))
                {
                    Time = parsed.GetValue(time), Memory = parsed.GetValue(memory), Processors = parsed.GetValue(processors),
                    Partition = parsed.GetValue(partition), Account = parsed.GetValue(account), Logs = folder.Logs,
                };
                Directory.CreateDirectory(folder.Logs);
                var script = Path.Combine(folder.Path, "worker.sh");
                WholeFile.Write(script, Encoding.UTF8.GetBytes(array.Script()));
                var job = Slurm.Submit(script);
                SubmittedJobs.Add(folder, job);
                Console.WriteLine($"{script}: job {job}, {indices.Length} tasks for {open.Count} shards");
            }

            void WriteKubernetes(string file)
            {
                var count = parsed.GetValue(workers) ?? plan.Shards.Count;
                var mounted = Path.GetFullPath(parsed.GetValue(mount) ?? Path.GetDirectoryName(manifest)!);
                foreach (var path in new[] { manifest, folder.Path })
                    if (Path.GetRelativePath(mounted, path).StartsWith("..", StringComparison.Ordinal))
                        throw new ArgumentException($"'{path}' is not in '{mounted}', which the pods see. Name a folder above both with --mount.");
                var job = new KubernetesJob($"avatar-{NameOf(manifest)}", count, parsed.GetValue(throttle) is > 0 and var most ? most : count,
                    parsed.GetValue(image)!, parsed.GetValue(claim)!, mounted, Worker(count, "avatar"))
                {
                    Memory = parsed.GetValue(memory), Processors = parsed.GetValue(processors),
                };
                WholeFile.Write(file, Encoding.UTF8.GetBytes(job.Yaml()));
                Console.WriteLine($"{file}: {count} pods. Start them with: kubectl apply -f {file}");
            }
        });
        return command;
    }

    /// <summary>The program of this process: its own file, with the runtime before it where it is started so.</summary>
    static string[] ThisProgram()
    {
        var assembly = typeof(BatchSubmitCommand).Assembly.Location;
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, assembly] : [process];
    }

    /// <summary>A name that every scheduler takes.</summary>
    static string NameOf(string manifest) =>
        Regex.Replace(Path.GetFileNameWithoutExtension(manifest).ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-') is { Length: > 0 } name
            ? name[..Math.Min(name.Length, 40)].TrimEnd('-') : "batch";
}
