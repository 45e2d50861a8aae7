using Avatars.Fixtures;

namespace Avatars.Architecture;

/// <summary>Lines of source files stay under 160 characters (CONTRIBUTING.md).</summary>
public sealed class LineLengthTests
{
    const int Limit = 160;

    static readonly string[] Folders =
        ["Plugin", "Toolkit", "RealtimeViewer", "Samples", "Tests", "Bindings", "Shaders", "Training"];

    static readonly string[] Endings = [".cs", ".py", ".vert", ".frag", ".glsl", ".sh"];

    static IEnumerable<string> Sources() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, folder), "*", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(SharedFolders.Repository, "*.sh"))
        .Where(path => Endings.Contains(Path.GetExtension(path)));

    [Test]
    public void Lines_are_short()
    {
        var sources = Sources().ToArray();
        Assert.That(sources.Select(Path.GetExtension).Distinct(), Is.SupersetOf(new[] { ".cs", ".py", ".vert", ".frag", ".sh" }));
        var longLines = from path in sources
                        from line in File.ReadLines(path).Select((text, i) => (Text: text, Number: i + 1))
                        where line.Text.Length >= Limit
                        select $"{Path.GetRelativePath(SharedFolders.Repository, path)}:{line.Number}: {line.Text.Length} characters";
        Assert.That(longLines, Is.Empty, "break these lines");
    }
}
