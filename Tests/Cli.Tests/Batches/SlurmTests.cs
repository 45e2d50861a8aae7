using System.Diagnostics;
using System.Text.RegularExpressions;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests.Batches;

/// <summary>A batch on a real Slurm cluster of four nodes, whose workers and nodes are taken away while it runs.</summary>
public sealed class SlurmTests
{
    const int Stills = 150, Maps = 50, PerShard = 10, Seed = 21;
    const double KilledShare = 0.3;

    TemporaryFolder _folder = new();

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        SmallBatch.Write(_folder, Stills, Maps);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Killed_workers_and_lost_nodes_change_no_byte()
    {
        using var cluster = new SlurmCluster(_folder["cluster"], nodes: 4);
        Avatar(cluster, "plan", "single", "--items-per-shard", $"{PerShard}");
        Avatar(cluster, "run", "single");
        Avatar(cluster, "collect", "single");
        Avatar(cluster, "plan", "cluster-run", "--items-per-shard", $"{PerShard}");
        var submitted = Avatar(cluster, "submit", "cluster-run", "--slurm", "--attempts", "20", "--throttle", "4", "--time", "1:00:00");
        Assert.That(submitted, Does.Contain("20 tasks for 20 shards"));
        var job = submitted.Split("job ")[1].Split(',')[0];

        var (killed, seen, random) = (0, new HashSet<string>(), new Random(Seed));
        var (clock, isDrained, isDown) = (Stopwatch.StartNew(), false, false);
        while (cluster.Ask("squeue", "-h", "-j", job, "-o", "%T").Trim().Length > 0)
        {
            Assert.That(clock.Elapsed, Is.LessThan(HangGuard.Patience), "the job hangs");
            foreach (var worker in WorkersIn("cluster-run").Where(seen.Add))
                if (random.NextDouble() < KilledShare)
                {
                    Thread.Sleep(random.Next(300));
                    killed += Kill(int.Parse(worker.Split('-')[^2]));
                }
            if (!isDrained && seen.Count >= 5)
            {
                isDrained = true;
                cluster.Ask("scontrol", "update", "nodename=node2", "state=drain", "reason=maintenance");
            }
            if (!isDown && seen.Count >= 9)
            {
                isDown = true; // its job is killed and queued again by Slurm itself
                cluster.Ask("scontrol", "update", "nodename=node3", "state=down", "reason=lost");
            }
            Thread.Sleep(50);
        }

        Assert.That(isDrained && isDown, Is.True);
        Assert.That(killed, Is.GreaterThanOrEqualTo(3), "or the test tests nothing");
        var restarts = Regex.Matches(cluster.Ask("scontrol", "show", "job", "-o", job), "Restarts=([0-9]+)").Sum(match => int.Parse(match.Groups[1].Value));
        TestContext.Out.WriteLine($"{seen.Count} workers seen, {killed} killed, {restarts} queued again, {clock.Elapsed.TotalSeconds:0} s");
        Assert.That(restarts, Is.GreaterThanOrEqualTo(3), "workers that were killed were queued again");
        var status = Avatar(cluster, "status", "cluster-run");
        Assert.That(status, Does.Contain("200 of 200 items finished, 0 open, 0 in quarantine; 20 of 20 shards done").And.Contain("COMPLETED 20")
            .And.Contain("squeue"), status);
        Avatar(cluster, "collect", "cluster-run");
        Assert.That(Results("cluster-run"), Is.EqualTo(Results("single")));
        Assert.That(Results("single"), Has.Count.EqualTo(2 * (Stills + Maps) + 1), "a picture and a record for each item, and the index");
        Assert.That(File.ReadLines(_folder["cluster-run/index.jsonl"]).Count(), Is.EqualTo(Stills + Maps));
        Assert.That(Avatar(cluster, "submit", "cluster-run", "--slurm"), Does.Contain("Nothing is open"));
    }

    [Test]
    public void An_array_respects_the_limit_of_the_site_and_its_workers_share_the_shards()
    {
        using var cluster = new SlurmCluster(_folder["cluster"], nodes: 4);
        Avatar(cluster, "plan", "out", "--items-per-shard", "1");
        var submitted = Avatar(cluster, "submit", "out", "--slurm", "--throttle", "1", "--time", "1:00:00", "--memory", "500M", "--processors", "1");
        Assert.That(submitted, Does.Contain("101 tasks for 200 shards"), "MaxArraySize of the cluster is 101");
        var job = submitted.Split("job ")[1].Split(',')[0];
        var known = cluster.Ask("scontrol", "show", "job", "-o", job);
        foreach (var fact in new[] { "ArrayTaskThrottle=1", "TimeLimit=01:00:00", "MinMemoryNode=500M", "CPUs/Task=1", "Requeue=1" })
            Assert.That(known, Does.Contain(fact));
        cluster.Ask("scancel", job);
        var script = File.ReadAllText(_folder["out/worker.sh"]);
        Assert.That(script, Does.Contain("--array=0-100%1\n").And.Contain("--workers 101"));
        var (code, _, errors) = CommandLine.RunWith(cluster.Variable, "batch", "submit", _folder["manifest.jsonl"], "--out", _folder["out"], "--slurm",
            "--partition", "nowhere");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("sbatch refused").And.Contain("nvalid partition"));
        (code, _, errors) = CommandLine.RunWith(cluster.Variable, "batch", "submit", _folder["manifest.jsonl"], "--out", _folder["out"], "--slurm",
            "--memory", "900G");
        Assert.That(code, Is.EqualTo(1), "no node has so much");
        Assert.That(errors, Does.Contain("sbatch refused").And.Contain("emory"));
    }

    [Test]
    public void Accounting_tells_of_tasks_that_ended()
    {
        using var cluster = new SlurmCluster(_folder["cluster"], nodes: 2, hasAccounting: true);
        Avatar(cluster, "plan", "out", "--items-per-shard", "100");
        var job = Avatar(cluster, "submit", "out", "--slurm").Split("job ")[1].Split(',')[0];
        Wait(cluster, job);
        Assert.That(Avatar(cluster, "status", "out"), Does.Contain("200 of 200 items finished").And.Contain($"Slurm job {job}: COMPLETED 2 (sacct)"));
        Avatar(cluster, "plan", "late", "--items-per-shard", "100");
        job = Avatar(cluster, "submit", "late", "--slurm").Split("job ")[1].Split(',')[0];
        cluster.Ask("scancel", job);
        Wait(cluster, job);
        Assert.That(Avatar(cluster, "status", "late"), Does.Contain("CANCELLED ").And.Contain("(sacct)"));
    }

    /// <summary>Until the queue has no task of a job, and the accounting knows.</summary>
    static void Wait(SlurmCluster cluster, string job)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(200))
        {
            var states = cluster.Ask("sacct", "-X", "-n", "-P", "-j", job, "-o", "State");
            if (cluster.Ask("squeue", "-h", "-j", job, "-o", "%T").Trim().Length == 0 && states.Length > 0 && !Regex.IsMatch(states, "RUNNING|PENDING"))
                return;
            Assert.That(clock.Elapsed, Is.LessThan(HangGuard.Patience), "the job hangs");
        }
    }

    string Avatar(SlurmCluster cluster, string command, string folder, params string[] more)
    {
        var (code, output, errors) = CommandLine.RunWith(cluster.Variable,
            ["batch", command, _folder["manifest.jsonl"], "--out", _folder[folder], .. more]);
        Assert.That(code, Is.Zero, $"{command}: {output}{errors}{Logs(folder)}");
        return output;
    }

    IEnumerable<string> WorkersIn(string folder) =>
        Directory.Exists(_folder[folder + "/work"]) ? Directory.GetDirectories(_folder[folder + "/work"]).Select(path => Path.GetFileName(path)!) : [];

    static int Kill(int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-KILL", $"{process}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
        return kill.ExitCode == 0 ? 1 : 0;
    }

    string Logs(string folder) => !Directory.Exists(_folder[folder + "/log"]) ? ""
        : string.Join('\n', Directory.GetFiles(_folder[folder + "/log"], "slurm-*").Select(File.ReadAllText));

    SortedDictionary<string, string> Results(string folder) => new(
        Directory.GetFiles(_folder[folder + "/files"], "*", SearchOption.AllDirectories).Append(_folder[folder + "/index.jsonl"])
            .ToDictionary(file => Path.GetRelativePath(_folder[folder], file), file => Convert.ToHexString(File.ReadAllBytes(file))), StringComparer.Ordinal);
}
