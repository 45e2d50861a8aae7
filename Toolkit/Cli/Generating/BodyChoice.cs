using System.CommandLine;
using Avatars.Body;

namespace Avatars.Cli.Generating;

/// <summary>Which body model a command uses.</summary>
static class BodyChoice
{
    static readonly string Default = Path.Combine("Models", "body", "human.body");

    public static Option<string?> Option() => new("--body") { Description = $"Body file. Default: {Default} of this program." };

    /// <param name="named">Null for the default one.</param>
    /// <exception cref="FileNotFoundException">No file was named, and the default one is not there.</exception>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public static BodyModel Open(string? named) => BodyFile.Read(named ?? FindDefault()
        ?? throw new FileNotFoundException($"There is no {Default} beside this program or in a folder above. Name a body file with --body, or build one with "
            + "'avatar body build'."));

    static string? FindDefault()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, Default) is var file && File.Exists(file))
                return file;
        return null;
    }
}
