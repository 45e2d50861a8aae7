using System.CommandLine;
using Avatars.Batches;

namespace Avatars.Cli.Batches;

/// <summary>A kind of item and the command that makes it.</summary>
/// <param name="Command">Words of the command.</param>
/// <param name="Formats">Endings of the file that the field "format" chooses from, the first by default; empty where a folder is written.</param>
/// <param name="Needs">Fields of which one must be there, for each.</param>
/// <param name="Outputs">The options that name the results, from item and folder.</param>
sealed record CommandKind(string Name, string[] Command, string[] Formats, string[][] Needs,
    Func<BatchItem, string, string[]> Outputs)
{
    const string FormatField = "format";

    public static readonly CommandKind[] All =
    [
        new("film", ["video"], ["mp4", "webm", "mov"], [["motion", "scene"], ["source", "scene"]], static (item, folder) =>
            ["--out", FileIn(item, folder, "film", "mp4")]),
        new("signing", ["sign"], ["mp4", "webm", "mov", "pose", "png"], [["text"]], static (item, folder) =>
            ["--out", FileIn(item, folder, "signing", "mp4"), "--subtitles", Path.Combine(folder, "signing.vtt")]),
        new("stills", ["generate"], [], [["pose", "scene"], ["source", "scene"]], static (_, folder) => ["--out", folder]),
        new("pose-map", ["pose-map"], ["png", "jpg"], [["keypoints"]], static (item, folder) => ["--out", FileIn(item, folder, "pose-map", "png")]),
        new("dataset", ["dataset", "render"], [], [], static (_, folder) => ["--out", folder]),
        new("evaluation", ["evaluate"], [], [["pairs", "photos"]], static (_, folder) => ["--report", Path.Combine(folder, "report.json")]),
    ];

    /// <summary>Options that the batch sets, or that read what no file holds.</summary>
    static readonly string[] Excluded = ["out", "report", "subtitles", "eaf", "live", "help", "version"];

    /// <summary>Fields whose values are files or folders.</summary>
    public static readonly HashSet<string> AlwaysFiles = ["source", "source-pose", "motion", "keypoints", "model", "bones", "body", "pairs", "photos",
        "photographs", "sequences", "assets", "evaluators", "metrics", "compare", "beside", "lexicon"];

    /// <summary>Those with a moment behind '@', where one is given.</summary>
    public static readonly HashSet<string> FilesWithMoment = ["pose", "scene"];

    /// <summary>Fields that hold a file or something else: a colour, a sentence.</summary>
    public static readonly HashSet<string> MaybeFiles = ["background", "text"];

    public Command Find(RootCommand root) => Command.Aggregate((Command)root, static (command, word) => command.Subcommands.First(one => one.Name == word));

    /// <summary>Fields by name: the command's options and arguments.</summary>
    public IReadOnlyDictionary<string, FieldKind> FieldsOf(Command command)
    {
        var fields = command.Options.Where(option => !option.Hidden).Select(option => (Name: option.Name.TrimStart('-'), option.ValueType))
            .Concat(command.Arguments.Select(argument => (Name: argument.Name.ToLowerInvariant(), argument.ValueType)))
            .Where(field => !Excluded.Contains(field.Name)).ToDictionary(field => field.Name, field => KindOf(field.ValueType), StringComparer.Ordinal);
        if (Formats.Length > 0)
            fields[FormatField] = FieldKind.One;
        return fields;
    }

    /// <summary>Each value with its option, in one word, so that a value that begins with '-' stays one.</summary>
    public IEnumerable<string> OptionsOf(ItemField field) => field.Name == "text" || field.Name == FormatField && Formats.Length > 0 ? []
        : field.Values.Select(value => $"--{field.Name}={value}");

    /// <summary>What comes behind the options.</summary>
    public static IEnumerable<string> ArgumentsOf(BatchItem item) => item.Values("text") is { Count: > 0 } text ? ["--", text[0]] : [];

    /// <exception cref="ItemFieldException">A field is missing, or the format is not known.</exception>
    public void Check(BatchItem item)
    {
        foreach (var fields in Needs)
            if (fields.All(field => item.Values(field).Count == 0))
                throw new ItemFieldException(fields[0], $"it is missing. A {Name} needs {string.Join(" or ", fields)}.");
        if (Formats.Length > 0 && item.Values(FormatField) is [var format] && !Formats.Contains(format))
            throw new ItemFieldException(FormatField, $"'{format}' is not possible. Known: {string.Join(", ", Formats)}.");
    }

    static FieldKind KindOf(Type type) => type == typeof(bool) ? FieldKind.Switch : type.IsArray ? FieldKind.Several : FieldKind.One;

    static string FileIn(BatchItem item, string folder, string name, string usual) =>
        Path.Combine(folder, $"{name}.{(item.Values(FormatField) is [var format] ? format : usual)}");
}
