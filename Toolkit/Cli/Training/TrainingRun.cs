using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Datasets.Pairs;
using Avatars.Files;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;

namespace Avatars.Cli.Training;

/// <summary>How a recipe runs on this machine.</summary>
/// <param name="Assets">Folder of the character assets.</param>
/// <param name="Weights">Folder of pretrained evaluators; null where there is none.</param>
/// <param name="Threads">Of each process; null lets PyTorch decide.</param>
sealed record TrainingMachine(string Assets, string? Weights, string Device, int? Threads, int Processes);

/// <summary>
/// Runs a recipe from nothing to packages: builds, renders, trains, packs, evaluates, quantises, and writes down in model.json what was done. Each step is
/// the command of that name; a step whose inputs have not changed is skipped.
/// </summary>
/// <param name="project">The folder with Training/ in it.</param>
/// <param name="output">Where everything is written.</param>
/// <param name="commands">The program's own commands.</param>
sealed class TrainingRun(Recipe recipe, JsonArray stages, string project, string output, TrainingMachine machine, RootCommand commands)
{
    /// <summary>Exceptions and signals are the entry point's.</summary>
    static readonly InvocationConfiguration Configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    readonly FinishedSteps _steps = new(Path.Combine(output, "steps"));
    readonly Dictionary<string, JsonObject> _data = new(StringComparer.Ordinal);
    CancellationToken _interrupt;

    public string Package => In("package");

    public string EightBitPackage => In("package-8bit");

    /// <summary>Runs the remaining steps.</summary>
    /// <param name="secondsLeft">Until the budget is used up; null for no end.</param>
    /// <param name="stop">A signal or the end of the budget: training stops at its next step, rendering after a shard; no other step begins.</param>
    /// <param name="interrupt">A signal: the other steps, which begin anew in the next run, stop too.</param>
    /// <returns>The thresholds that were missed.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped; a rerun continues with the remaining steps.</exception>
    public async Task<string[]> Run(Func<double?> secondsLeft, CancellationToken stop, CancellationToken interrupt)
    {
        _interrupt = interrupt;
        WholeFile.Write(In("recipe.json"), Encoding.UTF8.GetBytes(Resolved().ToJsonString(Indented) + "\n"));
        _steps.Run("build", string.Join('\n', recipe.Package.Command("")), [In("start")], () => Invoke(recipe.Package.Command(In("start"))));
        CompareAssets();
        foreach (var data in recipe.Data)
        {
            stop.ThrowIfCancellationRequested();
            await Render(data, stop).ConfigureAwait(false);
        }
        var trained = Train(secondsLeft, stop);
        var last = (string)trained[^1]["key"]!;
        var packed = _steps.Run("pack", $"{last}\n{recipe.Precision}", [In("packed")],
            () => Invoke(["model", "pack", "--in", LastPackage(trained.Count), "--precision", recipe.Precision, "--out", In("packed")]));
        stop.ThrowIfCancellationRequested();
        Evaluate("evaluation", packed, In("packed"));
        if (recipe.Quantisation is { } quantisation)
        {
            stop.ThrowIfCancellationRequested();
            var command = quantisation.Command(In("packed"), FolderOf(quantisation.Data), In("quantised"));
            var inputs = $"{packed}\n{DigestOf(quantisation.Data)}\n{string.Join('\n', quantisation.Command("", "", ""))}";
            var quantised = _steps.Run("quantise", inputs, [In("quantised")], () => Invoke(command));
            stop.ThrowIfCancellationRequested();
            Evaluate("evaluation-8bit", quantised, In("quantised"));
        }
        return Publish(trained);
    }

    void CompareAssets()
    {
        if (recipe.AssetsSha256.Length > 0 && SceneHash.OfAssets(machine.Assets) is var found
            && !string.Equals(recipe.AssetsSha256, found, StringComparison.OrdinalIgnoreCase))
            Console.WriteLine($"The assets in '{machine.Assets}' are not those that the recipe was written with (assetsSha256 is {found}, "
                + $"not {recipe.AssetsSha256}): the pictures will differ.");
    }

    async Task Render(RecipeData data, CancellationToken stop)
    {
        var folder = FolderOf(data.Name);
        var command = commands.Parse(Printed(data.Command(machine.Assets, folder)));
        var code = await command.InvokeAsync(Configuration, stop).ConfigureAwait(false);
        if (code != 0)
            throw new InvalidOperationException($"The data set '{data.Name}' could not be rendered.");
        var manifest = DatasetManifest.Open(folder);
        var scenes = SceneHash.OfFirst(manifest.Pairs);
        if (data.ScenesSha256 is { Length: > 0 } expected && !string.Equals(expected, scenes, StringComparison.OrdinalIgnoreCase))
            Console.WriteLine($"{data.Name}: these scenes are not those that the recipe was written with (scenesSha256 is {scenes}, "
                + $"not {expected}): another version of the renderer or other assets.");
        _data[data.Name] = new JsonObject
        {
            ["name"] = data.Name,
            ["pairs"] = data.Count,
            ["seed"] = data.Seed,
            ["sha256"] = Hash(string.Join('\n', manifest.Shards.Select(shard => shard.Sha256))),
            ["scenesSha256"] = scenes,
        };
    }

    List<JsonObject> Train(Func<double?> secondsLeft, CancellationToken stop)
    {
        var plan = In("plan.json");
        WholeFile.Write(plan, Encoding.UTF8.GetBytes(new JsonObject
        {
            ["recipe"] = Path.GetFullPath(recipe.File),
            ["package"] = In("start"),
            ["out"] = In("stages"),
            ["data"] = Texts(recipe.Data.Select(data => (data.Name, FolderOf(data.Name)))),
            ["packages"] = Texts(recipe.Packages.Select(package => (package.Key, Path.Combine(project, package.Value)))),
            ["machine"] = new JsonObject { ["device"] = machine.Device, ["threads"] = machine.Threads, ["weights"] = machine.Weights },
        }.ToJsonString(Indented) + "\n"));
        var (records, progress) = (new List<JsonObject>(), new TrainingProgress());
        var isDone = new Trainer(Path.Combine(project, "Training")).Run(plan, machine.Processes, secondsLeft(), what =>
        {
            progress.Receive(what);
            if ((string?)what["event"] == "done")
                records.Add(what);
        }, stop);
        if (!isDone)
            throw new OperationCanceledException("The training was stopped at a checkpoint.");
        foreach (var record in records)
            record.Remove("event");
        return records;
    }

    void Evaluate(string name, string inputs, string model)
    {
        var evaluation = recipe.Evaluation;
        var report = In(name + ".json");
        string[] all = [inputs, .. evaluation.Data.Select(DigestOf), .. evaluation.Command("", evaluation.Data, "")];
        _steps.Run(name, string.Join('\n', all), [report, In(name + ".png")],
            () => Invoke(evaluation.Command(model, evaluation.Data.Select(FolderOf), report)));
    }

    /// <summary>Writes the packages with a record of all that was done.</summary>
    string[] Publish(List<JsonObject> trained)
    {
        var (whole, eightBits) = (Report("evaluation"), recipe.Quantisation is null ? null : Report("evaluation-8bit"));
        var reached = recipe.Acceptance.Select(threshold => (Threshold: threshold, Value: threshold.In(threshold.InEightBits ? eightBits! : whole)));
        string[] missed = [.. reached.Where(one => !(one.Value >= one.Threshold.Least))
            .Select(one => FormattableString.Invariant($"{one.Threshold}, and it is {one.Value:0.####}"))];
        var (commit, isModified) = Commit();
        var record = new TrainingRecord(recipe.Name, commit, isModified, IsAccepted: missed.Length == 0)
        {
            Resolved = Resolved(),
            Data = new JsonArray([.. recipe.Data.Select(data => _data[data.Name].DeepClone())]),
            Stages = new JsonArray([.. trained.Select(stage => stage.DeepClone())]),
            Figures = new JsonObject { ["float"] = whole["rows"]!.DeepClone(), ["8bit"] = eightBits?["rows"]!.DeepClone() },
        };
        Write(In("packed"), Package, record);
        if (eightBits is not null)
            Write(In("quantised"), EightBitPackage, record);
        return missed;
    }

    void Write(string from, string folder, TrainingRecord record)
    {
        var package = ModelPackage.Open(from);
        var manifest = package.Manifest with
        {
            Training = record,
            Provenance = $"Trained by 'avatar train' with the recipe '{recipe.Name}', commit {record.Commit}. " +
                "Everything that was done: the field 'training'.",
        };
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        package.Replace(folder, new Dictionary<string, ModelBuilding.Quantization.PlainModel>(), manifest);
        Console.WriteLine(folder);
    }

    JsonObject Report(string name) => JsonNode.Parse(File.ReadAllText(In(name + ".json")))!.AsObject();

    /// <summary>The recipe with every option of its stages.</summary>
    JsonObject Resolved()
    {
        var json = JsonNode.Parse(File.ReadAllText(recipe.File))!.AsObject();
        json["stages"] = stages.DeepClone();
        return json;
    }

    (string Commit, bool IsModified) Commit()
    {
        try
        {
            return (Git("rev-parse", "HEAD"), Git("status", "--porcelain").Length > 0);
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return ("unknown", true);
        }
    }

    string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", project, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException("This is no git repository.");
    }

    void Invoke(string[] command)
    {
        var running = commands.Parse(Printed(command)).InvokeAsync(Configuration, _interrupt);
        if (running.GetAwaiter().GetResult() != 0)
            throw new InvalidOperationException($"'avatar {command[0]}' failed.");
    }

    static string[] Printed(string[] command)
    {
        Console.WriteLine($"avatar {string.Join(' ', command)}");
        return command;
    }

    /// <summary>Named by its settings, so that another recipe in the same folder renders again.</summary>
    string FolderOf(string data)
    {
        var found = recipe.Data.First(one => one.Name == data);
        return Path.Combine(output, "data", $"{found.Name}-{Hash(string.Join('\n', found.Command("", "")))[..8]}");
    }

    string DigestOf(string data) => (string)_data[data]["sha256"]!;

    string LastPackage(int stageCount) => Path.Combine(In("stages"), $"{stageCount:00}-{(string)stages[^1]!["name"]!}", "package");

    static JsonObject Texts(IEnumerable<(string Name, string Text)> entries) =>
        new(entries.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Name, entry.Text)));

    string In(string name) => Path.Combine(output, name);

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
