using System.Text.RegularExpressions;
using Avatars.Fixtures;

namespace Avatars.Documentation;

/// <summary>A line of a page, and what it is.</summary>
/// <param name="Language">Of fenced code; empty elsewhere.</param>
/// <param name="Block">Number of the fenced block.</param>
sealed record PageLine(Page Page, int Number, string Text, bool IsCode, string Language, int Block)
{
    /// <summary>Where the line is, for messages.</summary>
    public string Place => $"{Page.Name}:{Number}";
}

/// <summary>A Markdown file of the repository. Code is fenced, or indented by four spaces.</summary>
sealed partial class Page
{
    static readonly string[] Folders = ["Documentation", "Training", "Samples", "Plugin", "Models", "Toolkit", "Tests", "Bindings"];

    Page(string path)
    {
        Path = path;
        Name = System.IO.Path.GetRelativePath(SharedFolders.Repository, path).Replace('\\', '/');
        Lines = [.. Read()];
    }

    /// <summary>All pages of the repository.</summary>
    public static IReadOnlyList<Page> All { get; } = [.. Directory.EnumerateFiles(SharedFolders.Repository, "*.md")
        .Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(System.IO.Path.Combine(SharedFolders.Repository, folder), "*.md",
            SearchOption.AllDirectories)))
        .Order(StringComparer.Ordinal).Select(path => new Page(path))];

    /// <summary>Pages that describe the present: all but the log of changes and the log of experiments.</summary>
    public static IEnumerable<Page> Current => All.Where(page => page.Name is not ("CHANGELOG.md" or "Training/RESULTS.md"));

    public string Path { get; }

    /// <summary>Path from the repository's folder, with slashes.</summary>
    public string Name { get; }

    public IReadOnlyList<PageLine> Lines { get; }

    /// <summary>The anchors that links may name, as GitHub makes them of headings.</summary>
    public HashSet<string> Anchors()
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Lines.Where(line => !line.IsCode && Heading().IsMatch(line.Text)))
        {
            var slug = NotInAnchors().Replace(Heading().Replace(line.Text, "").ToLowerInvariant(), "").Trim().Replace(' ', '-');
            for (var (name, again) = (slug, 1); !anchors.Add(name); name = $"{slug}-{again++}")
            {
            }
        }
        return anchors;
    }

    /// <summary>What stands between backticks in prose and tables.</summary>
    public IEnumerable<(PageLine Line, string Text)> InlineCode() =>
        from line in Lines
        where !line.IsCode
        from Match span in Backticks().Matches(line.Text)
        select (line, span.Groups[1].Value);

    /// <summary>Fenced code of one language: where each block begins, and its text.</summary>
    public IEnumerable<(string Place, string Text)> Blocks(string language) =>
        from line in Lines.Where(line => line.Language == language)
        group line by line.Block into block
        select (block.First().Place, string.Join('\n', block.Select(line => line.Text)));

    IEnumerable<PageLine> Read()
    {
        var (number, fence, language, block, isBlank, wasIndented) = (0, false, "", 0, true, false);
        foreach (var text in File.ReadLines(Path))
        {
            number++;
            if (text.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fence = !fence;
                block++;
                language = fence ? text.Trim()[3..] : "";
                continue;
            }
            var isIndented = !fence && text.StartsWith("    ", StringComparison.Ordinal) && (isBlank || wasIndented);
            (isBlank, wasIndented) = (string.IsNullOrWhiteSpace(text), isIndented);
            yield return new(this, number, text, fence || isIndented, language, block);
        }
    }

    [GeneratedRegex(@"^#{1,6}\s+")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();
}
