using Avatars.Fixtures;

namespace Avatars.Architecture;

/// <summary>Lines of C# sources stay under 160 characters (CONTRIBUTING.md).</summary>
public sealed class LineLengthTests
{
    const int Limit = 160;

    /// <summary>Folders with longer lines. The list only shrinks: a folder without any is removed from it.</summary>
    static readonly string[] Unfinished =
    [
        "Plugin/Avatars.Diffusion/", "Toolkit/Avatars.ModelBuilding/", "Tests/Avatars.Diffusion.Tests/", "Tests/Avatars.ModelBuilding.Tests/",
    ];

    static IEnumerable<string> LongLines() =>
        from folder in new[] { "Plugin", "Toolkit", "RealtimeViewer", "Samples", "Tests", "Bindings" }
        from path in Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, folder), "*.cs", SearchOption.AllDirectories)
        let file = Path.GetRelativePath(SharedFolders.Repository, path).Replace('\\', '/')
        from line in File.ReadLines(path).Select((text, i) => (Text: text, Number: i + 1))
        where line.Text.Length >= Limit
        select $"{file}:{line.Number}: {line.Text.Length} characters";

    [Test]
    public void Lines_are_short()
    {
        var lines = LongLines().Where(line => !Unfinished.Any(folder => line.StartsWith(folder, StringComparison.Ordinal)));
        Assert.That(lines, Is.Empty, "break these lines");
    }

    [Test]
    public void The_list_of_unfinished_folders_shrinks() =>
        Assert.That(Unfinished.Where(folder => !LongLines().Any(line => line.StartsWith(folder, StringComparison.Ordinal))), Is.Empty,
            "remove these folders from the list");
}
