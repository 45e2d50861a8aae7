using System.CommandLine;
using System.Diagnostics;
using Avatars.Cli.Training;

namespace Avatars.Cli.Commands;

/// <summary>avatar train: a recipe from nothing to model packages.</summary>
static class TrainCommand
{
    const int UnfinishedCode = 3; // exit code of a run that was stopped and can go on
    const int LongestBudget = 50_000; // minutes: what a timer can wait

    /// <param name="commands">Those that the steps of a recipe are.</param>
    public static Command Create(RootCommand commands)
    {
        var recipe = new Argument<string>("recipe") { Description = "Recipe to run: a .json file, or the name of one in Training/recipes." };
        var output = new Option<string>("--out")
        {
            Description = "Folder to write: data, checkpoints, pictures and, at the end, package and package-8bit.",
            Required = true,
        };
        var budget = new Option<double?>("--budget")
        {
            Description = $"Minutes after which it stops at a checkpoint, with exit code {UnfinishedCode}; --resume goes on.",
        };
        var resume = new Option<bool>("--resume") { Description = "Continues a run in its folder. Steps whose inputs have not changed are skipped." };
        var assets = new Option<string?>("--assets")
        {
            Description = "Folder that holds 'makehuman', 'motion' and 'signing'. Default: the folder in AVATAR_ASSETS, or ../shared/assets next to the "
                + "project.",
        };
        var device = new Option<string>("--device") { Description = "Where PyTorch trains: cpu or cuda.", DefaultValueFactory = _ => "cpu" };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        var threads = new Option<int?>("--threads") { Description = "Threads of each training process, 1 to 1024. Default: PyTorch's choice." };
        var processes = new Option<int>("--processes")
        {
            Description = "Processes that train a stage together, each on its share of a batch, 1 to 64. On a CPU, one for each core with --threads 1 "
                + "is fastest.",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("train", "Runs a recipe: renders, trains, packs, quantises and evaluates; the packages record how they were made.")
        {
            recipe, output, budget, resume, assets, device, threads, processes,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var minutes = parsed.GetValue(budget);
            if (minutes is { } given && !(given is >= 0 and <= LongestBudget) || parsed.GetValue(threads) is < 1 or > 1024
                || parsed.GetValue(processes) is < 1 or > 64)
                throw new ArgumentException($"--budget must be 0 to {LongestBudget} minutes, --threads 1 to 1024 and --processes 1 to 64.");
            var project = FindProject();
            var read = Recipe.Read(FindRecipe(project, parsed.GetValue(recipe)!));
            var stages = new Trainer(Path.Combine(project, "Training")).Check(read.File);
            var folder = Path.GetFullPath(parsed.GetValue(output)!);
            if (!parsed.GetValue(resume) && Path.Exists(folder) && (File.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any()))
                throw new IOException($"'{folder}' is there already. Give --resume to go on with a run in it, or choose another --out.");
            var weights = Shared(project, "AVATAR_WEIGHTS", "weights");
            var machine = new TrainingMachine(parsed.GetValue(assets) ?? Shared(project, "AVATAR_ASSETS", "assets"),
                Directory.Exists(weights) ? weights : null,
                parsed.GetValue(device)!, parsed.GetValue(threads), parsed.GetValue(processes));
            if (!Directory.Exists(machine.Assets))
                throw new DirectoryNotFoundException($"'{machine.Assets}', the folder of character assets, is not there. Name it with --assets.");
            Directory.CreateDirectory(folder);
            return await Run(new TrainingRun(read, stages, project, folder, machine, commands), minutes, stop).ConfigureAwait(false);
        });
        return command;
    }

    static async Task<int> Run(TrainingRun run, double? minutes, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (minutes is { } given)
            over.CancelAfter(TimeSpan.FromMinutes(given));
        try
        {
            double? SecondsLeft() => minutes is { } budget ? Math.Max(0, budget * 60 - clock.Elapsed.TotalSeconds) : null;
            var missed = await run.Run(SecondsLeft, over.Token, stop).ConfigureAwait(false);
            foreach (var threshold in missed)
                await Console.Error.WriteLineAsync($"avatar: the recipe asks for {threshold}.").ConfigureAwait(false);
            return missed.Length == 0 ? 0 : 1;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"Stopped after {clock.Elapsed.TotalMinutes:0.0} minutes. Go on with the same command and --resume.");
            return UnfinishedCode;
        }
    }

    static string FindRecipe(string project, string given)
    {
        var folder = Path.Combine(project, "Training", "recipes");
        if (File.Exists(given) || given.Contains('/', StringComparison.Ordinal) || given.EndsWith(".json", StringComparison.Ordinal))
            return given;
        if (File.Exists(Path.Combine(folder, given + ".json")))
            return Path.Combine(folder, given + ".json");
        var known = Directory.EnumerateFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        throw new FileNotFoundException($"There is no recipe '{given}'. Name a .json file, or one of {string.Join(", ", known)}.");
    }

    static string FindProject()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Training", "train.py")))
                return folder.FullName;
        throw new DirectoryNotFoundException("Training/train.py was not found above this program. Run it from a clone of the project.");
    }

    static string Shared(string project, string variable, string name) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : Path.GetFullPath(Path.Combine(project, "..", "shared", name));
}
