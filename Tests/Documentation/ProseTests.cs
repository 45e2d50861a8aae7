using System.Text.RegularExpressions;
using Avatars.Fixtures;

namespace Avatars.Documentation;

/// <summary>The form of the pages, and what they quote from the sources.</summary>
public sealed partial class ProseTests
{
    const int ReadmeLines = 150;
    const int LineCharacters = 160;

    static readonly string[] SourceEndings = [".cs", ".sh", ".py", ".targets"];

    /// <summary>What the program says is in these folders.</summary>
    static readonly Lazy<string> Program = new(() => TextOf("Plugin", "Toolkit", "RealtimeViewer", "Training"));

    /// <summary>Text of all source files, one after the other.</summary>
    static string TextOf(params string[] folders) => string.Join('\n', folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, folder), "*", SearchOption.AllDirectories))
        .Where(file => SourceEndings.Contains(Path.GetExtension(file))).Select(file => LiteralBreak().Replace(File.ReadAllText(file), "")));

    /// <summary>Where a string literal is continued on the next line.</summary>
    [GeneratedRegex("""(?<!\\)"\s*\+?\s*\n\s*\+?\s*\$?"(?!")""")]
    private static partial Regex LiteralBreak();

    [GeneratedRegex("AVATAR_[A-Z_]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\| `([^`]+)` \|")]
    private static partial Regex Symptom();

    [Test]
    public void The_README_is_short() => Assert.That(File.ReadLines(Path.Combine(SharedFolders.Repository, "README.md")).Count(),
        Is.LessThanOrEqualTo(ReadmeLines));

    [Test]
    public void Lines_of_prose_are_short()
    {
        var longLines =
            from page in Page.Current
            from line in page.Lines
            where !line.IsCode && line.Text.Length > LineCharacters && !line.Text.StartsWith('|')
            select $"{line.Place}: {line.Text.Length} characters";
        Assert.That(longLines, Is.Empty, string.Join('\n', longLines));
    }

    [Test]
    public void No_page_holds_both_sides_of_a_merge()
    {
        string[] marks = ["<<<<<<<", "=======", ">>>>>>>"];
        var marked =
            from page in Page.All
            from line in page.Lines
            where marks.Any(mark => line.Text.Contains(mark, StringComparison.Ordinal))
            select line.Place;
        Assert.That(marked, Is.Empty);
    }

    /// <summary>What stands between backticks is checked line by line.</summary>
    [Test]
    public void Code_in_sentences_ends_on_its_line()
    {
        var broken =
            from page in Page.Current
            from line in page.Lines
            where !line.IsCode && line.Text.Count(letter => letter == '`') % 2 != 0
            select $"{line.Place}: a backtick without its partner.";
        Assert.That(broken, Is.Empty, string.Join('\n', broken));
    }

    [Test]
    public void CSharp_on_pages_is_quoted_from_samples_that_compile()
    {
        var samples = Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, "Samples"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).ToArray();
        var blocks = Page.Current.Where(page => page.Name != ScriptingTests.PageName).SelectMany(page => page.Blocks("csharp")).ToArray();
        Assert.That(blocks, Is.Not.Empty);
        foreach (var (place, text) in blocks)
            Assert.That(samples.Any(sample => sample.Replace("\r", "", StringComparison.Ordinal)
                .Contains(text, StringComparison.Ordinal)), $"{place}: this code stands in no file of Samples:\n{text}");
    }

    [Test]
    public void Variables_of_the_environment_are_read_somewhere()
    {
        var sources = Program.Value + TextOf("Tests");
        var unknown =
            from page in Page.Current
            from line in page.Lines
            from Match variable in Variable().Matches(line.Text)
            where !sources.Contains(variable.Value, StringComparison.Ordinal)
            select $"{line.Place}: nothing reads {variable.Value}.";
        Assert.That(unknown, Is.Empty, string.Join('\n', unknown));
    }

    [TestCase("Plugin/Avatars"), TestCase("Plugin/Avatars.Diffusion")]
    public void The_architecture_page_names_the_modules_of(string assembly)
    {
        var row = Page.All.Single(page => page.Name == "Documentation/architecture.md")
            .Lines.Single(line => line.Text.StartsWith($"| `{assembly}` |", StringComparison.Ordinal));
        var modules = Directory.GetDirectories(Path.Combine(SharedFolders.Repository, assembly)).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name is not ("Compatibility" or "bin" or "obj"));
        Assert.That(row.Text.Split('|')[3].Split(',', StringSplitOptions.TrimEntries), Is.EquivalentTo(modules), row.Place);
    }

    /// <summary>Three dots stand for what the program fills in.</summary>
    [Test]
    public void Messages_in_the_troubleshooting_page_are_the_programs()
    {
        var page = Page.All.Single(page => page.Name == "Documentation/troubleshooting.md");
        var messages = page.Lines.Select(line => (line, Symptom().Match(line.Text))).Where(pair => pair.Item2.Success).ToArray();
        Assert.That(messages, Has.Length.GreaterThan(10));
        var unknown =
            from pair in messages
            from part in pair.Item2.Groups[1].Value.Split("...", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            where !Program.Value.Contains(part, StringComparison.Ordinal)
            select $"{pair.line.Place}: no source says '{part}'.";
        Assert.That(unknown, Is.Empty, string.Join('\n', unknown));
    }
}
