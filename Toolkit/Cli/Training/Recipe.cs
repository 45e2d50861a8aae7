using System.Text.Json.Nodes;
using Avatars.Files;
using Avatars.ModelBuilding.Packages;

namespace Avatars.Cli.Training;

/// <summary>Everything that is done from nothing to a model package. The options of the training stages are Python's to check.</summary>
/// <param name="File">For messages.</param>
/// <param name="AssetsSha256">Of the assets that it was written with, see <see cref="Datasets.Pairs.SceneHash.OfAssets"/>; empty if unknown.</param>
/// <param name="Data">Rendered in this order.</param>
/// <param name="Packages">Folders of other packages by the names that stages give them, relative to the project's folder.</param>
/// <param name="Precision">How the float package stores its weights: fp16 or fp32.</param>
/// <param name="Quantisation">Null for no package in 8 bits.</param>
sealed record Recipe(string File, string Name, string Description, string AssetsSha256, RecipePackage Package, IReadOnlyList<RecipeData> Data,
    IReadOnlyDictionary<string, string> Packages, string Precision, RecipeQuantisation? Quantisation, RecipeEvaluation Evaluation,
    IReadOnlyList<RecipeThreshold> Acceptance)
{
    const int FormatVersion = 1, MaximumBytes = 1 << 20;

    /// <exception cref="FormatException">A field is unknown, missing, of the wrong type or out of range; the message names file, field and remedy.</exception>
    public static Recipe Read(string file)
    {
        using var json = JsonText.Read(file, MaximumBytes, "Correct the recipe there.");
        var root = new RecipeObject(json.RootElement, file, "");
        root.Integer("formatVersion", FormatVersion, FormatVersion);
        root.Long("seed", 0, int.MaxValue, 7); // the stages'
        root.Text("comment", "none");
        root.Copy("stages");
        var data = Array.ConvertAll(root.Objects("data"), RecipeData.Read);
        if (data.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw root.Wrong("data", $"two sets are named '{twice.Key}'", "Name them differently");
        var known = data.Select(one => one.Name).ToArray();
        var packages = root.OptionalObject("packages")?.AllTexts() ?? [];
        var quantisation = root.OptionalObject("quantise") is { } quantise ? RecipeQuantisation.Read(quantise, known) : null;
        var recipe = new Recipe(file, root.Text("name"), root.Text("description"), root.Sha256("assetsSha256"), RecipePackage.Read(root.Object("package")),
            data, packages, PrecisionOf(root.OptionalObject("pack")), quantisation, RecipeEvaluation.Read(root.Object("evaluate"), known),
            Array.ConvertAll(root.Objects("acceptance"), RecipeThreshold.Read));
        root.RequireNothingElse();
        foreach (var threshold in recipe.Acceptance)
            if (!recipe.Evaluation.Steps.Contains(threshold.Steps) || threshold.InEightBits && recipe.Quantisation is null)
                throw root.Wrong("acceptance", $"a threshold is for {threshold.Steps} steps{(threshold.InEightBits ? " in 8 bits" : "")}, which the "
                    + "recipe does not evaluate",
                    "Add them to evaluate.steps and quantise, or remove the threshold");
        return recipe;
    }

    static string PrecisionOf(RecipeObject? pack)
    {
        var precision = pack?.OneOf("precision", "fp16", "fp16", "fp32") ?? "fp16";
        pack?.RequireNothingElse();
        return precision;
    }
}

/// <summary>Arguments of `avatar model build`.</summary>
sealed record RecipePackage(string System, string Size, long Seed)
{
    public static RecipePackage Read(RecipeObject json)
    {
        var package = new RecipePackage(json.OneOf("system", null, ModelBlueprint.Systems), json.OneOf("size", null, ModelBlueprint.Sizes),
            json.Long("seed", 0, long.MaxValue, 0));
        json.RequireNothingElse();
        return package;
    }

    public string[] Command(string folder) => ["model", "build", "--system", System, "--size", Size, "--seed", $"{Seed}", "--out", folder];
}

/// <summary>Arguments of `avatar dataset render`.</summary>
/// <param name="Bodies">none, true or fitted: whether pairs hold the target's textured body.</param>
/// <param name="HasPhotographs">Backgrounds are photographs of the folder in AVATAR_PHOTOGRAPHS.</param>
/// <param name="ScenesSha256">Of the scenes when the recipe was written, see <see cref="Datasets.Pairs.SceneHash.OfFirst"/>; empty if unknown.</param>
sealed record RecipeData(string Name, string Split, int Count, long Seed, int Size, string Identities, double OtherFraming, double Signing, string Licence,
    string Bodies, bool HasPhotographs, string ScenesSha256)
{
    const string Photographs = "AVATAR_PHOTOGRAPHS";

    public static RecipeData Read(RecipeObject json)
    {
        var data = new RecipeData(json.Text("name"), json.OneOf("split", null, "train", "test"), json.Integer("count", 1, 100_000_000),
            json.Long("seed", 0, long.MaxValue), json.Integer("size", 64, 1024, 256), json.OneOf("identities", "any", "any", "seen"),
            json.Number("otherFraming", 0, 1, 0), json.Number("signing", 0, 1, 0), json.OneOf("licence", "CC0-1.0", "CC0-1.0", "any"),
            json.OneOf("bodies", "none", "none", "true", "fitted"), json.OneOf("photographs", "no", "no", "yes") == "yes",
            json.Sha256("scenesSha256"));
        if (data.Name.Length > 60 || !data.Name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw json.Wrong("name", $"is \"{data.Name}\"", "Give a short name of letters, digits, - and _");
        json.Text("comment", "none");
        json.RequireNothingElse();
        return data;
    }

    public string[] Command(string assets, string folder) =>
    [
        "dataset", "render", "--assets", assets, "--split", Split, "--count", $"{Count}", "--seed", $"{Seed}", "--size", $"{Size}", "--identities", Identities,
        "--other-framing", FormattableString.Invariant($"{OtherFraming}"), "--signing", FormattableString.Invariant($"{Signing}"),
        "--licence", Licence, "--bodies", Bodies, .. HasPhotographs ? ["--photographs", PhotographFolder()] : Array.Empty<string>(), "--out", folder,
    ];

    string PhotographFolder() => Environment.GetEnvironmentVariable(Photographs) is { Length: > 0 } folder ? folder
        : throw new DirectoryNotFoundException($"The set '{Name}' of the recipe has photographs as backgrounds, and {Photographs} names no folder. "
            + "Set it to a folder of JPEG or PNG photographs, or change the recipe's \"photographs\" to \"no\".");
}

/// <summary>Arguments of `avatar model quantize`.</summary>
/// <param name="Networks">Only these networks; empty means all networks of a frame.</param>
sealed record RecipeQuantisation(string Data, int Calibration, int[] Steps, double SignalToNoise, double InnerSignalToNoise, string[] Networks)
{
    public static RecipeQuantisation Read(RecipeObject json, string[] data)
    {
        var quantisation = new RecipeQuantisation(json.OneOf("data", null, data), json.Integer("calibration", 1, 10_000, 32),
            json.Integers("steps", 1, 1000, [1, 4]), json.Number("signalToNoise", 0, 120, 39), json.Number("innerSignalToNoise", 0, 120, 25),
            json.Texts("networks", []));
        json.RequireNothingElse();
        return quantisation;
    }

    public string[] Command(string model, string pairs, string folder) =>
    [
        "model", "quantize", "--model", model, "--pairs", pairs, "--calibration", $"{Calibration}", "--steps", .. Steps.Select(steps => $"{steps}"),
        "--signal-to-noise", FormattableString.Invariant($"{SignalToNoise}"), "--inner-signal-to-noise", FormattableString.Invariant($"{InnerSignalToNoise}"),
        .. Networks.Length > 0 ? ["--networks", .. Networks] : Array.Empty<string>(), "--out", folder,
    ];
}

/// <summary>Arguments of `avatar evaluate`.</summary>
/// <param name="Count">Pairs of each set, at most.</param>
sealed record RecipeEvaluation(string[] Data, int[] Steps, int Count)
{
    public static RecipeEvaluation Read(RecipeObject json, string[] data)
    {
        var evaluation = new RecipeEvaluation(json.Texts("data", null), json.Integers("steps", 1, 1000, [1]),
            json.Integer("count", 1, int.MaxValue, int.MaxValue));
        if (evaluation.Data.FirstOrDefault(name => !data.Contains(name)) is { } unknown)
            throw json.Wrong("data", $"'{unknown}' is not defined in the recipe", $"Known: {string.Join(", ", data)}");
        json.RequireNothingElse();
        return evaluation;
    }

    public string[] Command(string model, IEnumerable<string> pairs, string report) =>
    [
        "evaluate", "--model", model, "--pairs", .. pairs, "--steps", .. Steps.Select(steps => $"{steps}"), "--count", $"{Count}", "--report", report,
    ];
}

/// <summary>A figure of the evaluation that must be reached.</summary>
/// <param name="Region">all, person or hands.</param>
/// <param name="Metric">As the report names it: psnr, ssim, ssim_256.</param>
sealed record RecipeThreshold(bool InEightBits, int Steps, string Region, string Metric, double Least)
{
    public static RecipeThreshold Read(RecipeObject json)
    {
        var threshold = new RecipeThreshold(json.OneOf("package", "float", "float", "8bit") == "8bit", json.Integer("steps", 1, 1000, 1),
            json.OneOf("region", "all", "all", "person", "hands"), json.OneOf("metric", null, "psnr", "ssim", "ssim_256"), json.Number("least", 0, 1000));
        json.RequireNothingElse();
        return threshold;
    }

    /// <summary>The report's figure, or not a number where there is none.</summary>
    public double In(JsonObject report)
    {
        var name = ModelEvaluation.PairEvaluation.NameOf(new() { Steps = Steps });
        var row = report["rows"]!.AsArray().FirstOrDefault(row => (string?)row!["name"] == name);
        return (double?)row?[Region]?[Metric] ?? double.NaN;
    }

    public override string ToString() =>
        FormattableString.Invariant($"{(InEightBits ? "8 bits" : "float")}, {Steps} steps, {Region}, {Metric}: at least {Least}");
}
