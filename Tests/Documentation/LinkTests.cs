using System.Text.RegularExpressions;
using Avatars.Fixtures;

namespace Avatars.Documentation;

/// <summary>Links, anchors, pictures and paths of the pages lead to what is there.</summary>
public sealed partial class LinkTests
{
    static readonly string[] PictureEndings = [".png", ".jpg", ".webp", ".svg", ".gif", ".mp4"];

    [GeneratedRegex(@"(?<picture>!?)\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(Plugin|Toolkit|Samples|Models|Tests|Training|Documentation|RealtimeViewer|Shaders|Bindings)/[\w./~-]+$")]
    private static partial Regex RepositoryPath();

    static IEnumerable<(PageLine Line, string Target)> Links() =>
        from page in Page.All
        from line in page.Lines
        where !line.IsCode
        from Match link in Link().Matches(line.Text)
        where !link.Groups["target"].Value.Contains("://", StringComparison.Ordinal)
        select (line, link.Groups["target"].Value);

    static string FileOf(PageLine line, string target) =>
        target.StartsWith('#') ? line.Page.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(line.Page.Path)!, target.Split('#')[0]));

    [Test]
    public void Links_lead_to_files_and_headings()
    {
        var dead = new List<string>();
        foreach (var (line, target) in Links())
        {
            var file = FileOf(line, target);
            if (!Path.Exists(file))
                dead.Add($"{line.Place}: there is no '{target}'.");
            else if (target.Contains('#', StringComparison.Ordinal) && Page.All.FirstOrDefault(page => page.Path == file) is var page
                && page?.Anchors().Contains(target.Split('#')[1]) != true)
                dead.Add($"{line.Place}: '{target}' names a heading that is not there.");
        }
        Assert.That(Links().Count(), Is.GreaterThan(20));
        Assert.That(dead, Is.Empty, string.Join('\n', dead));
    }

    [Test]
    public void Every_page_of_the_documentation_can_be_reached_from_the_README()
    {
        var reached = new HashSet<string> { Path.Combine(SharedFolders.Repository, "README.md") };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(Links().Where(link => reached.Contains(link.Line.Page.Path)).Select(link => FileOf(link.Line, link.Target)).ToArray());
        }
        var lost = Page.All.Where(page => page.Name.StartsWith("Documentation/", StringComparison.Ordinal) && !reached.Contains(page.Path))
            .Select(page => page.Name);
        Assert.That(lost, Is.Empty);
    }

    [Test]
    public void Every_picture_of_the_documentation_is_shown_by_a_page()
    {
        var shown = Links().Select(link => FileOf(link.Line, link.Target)).ToHashSet();
        var pictures = Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, "Documentation"), "*", SearchOption.AllDirectories)
            .Where(file => PictureEndings.Contains(Path.GetExtension(file))).ToArray();
        Assert.That(pictures, Is.Not.Empty);
        Assert.That(pictures.Where(file => !shown.Contains(file)).Select(file => Path.GetRelativePath(SharedFolders.Repository, file)), Is.Empty);
    }

    /// <summary>NN and NAME in a path stand for anything.</summary>
    [Test]
    public void Paths_of_the_repository_exist()
    {
        var missing =
            from page in Page.Current
            from span in page.InlineCode()
            where RepositoryPath().IsMatch(span.Text) && !IsThere(span.Text)
            select $"{span.Line.Place}: there is no '{span.Text}'.";
        Assert.That(missing, Is.Empty, string.Join('\n', missing));
    }

    static bool IsThere(string path)
    {
        var full = Path.Combine(SharedFolders.Repository, path.TrimEnd('/'));
        if (Path.Exists(full))
            return true;
        var pattern = Path.GetFileName(full).Replace("NN", "*", StringComparison.Ordinal).Replace("NAME", "*", StringComparison.Ordinal);
        return pattern.Contains('*', StringComparison.Ordinal) && Directory.Exists(Path.GetDirectoryName(full))
            && Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(full)!, pattern).Any();
    }
}
