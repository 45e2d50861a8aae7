using System.CommandLine;
using System.Text.RegularExpressions;

namespace Avatars.Documentation;

/// <summary>Commands and options on the pages are those of the programs.</summary>
public sealed partial class CommandTests
{
    [GeneratedRegex("""[^\s"]+|"[^"]*"|""")]
    private static partial Regex Word();

    [GeneratedRegex(@"--[a-z][a-z0-9-]*")]
    private static partial Regex Option();

    /// <summary>The program that a line starts, and its arguments; null for other lines.</summary>
    static (RootCommand Root, string[] Arguments)? Call(string line)
    {
        var words = Word().Matches(line.Split(" #")[0]).Select(word => word.Value.Trim('"')).Where(word => word.Length > 0).ToArray();
        return words switch
        {
            ["./avatar" or "avatar", .. var arguments] => (CommandLines.Avatar, arguments),
            ["./run.sh", .. var arguments] => (CommandLines.Viewer, arguments),
            ["dotnet", "run", "--project", "RealtimeViewer", "-c", "Release", "--", .. var arguments] => (CommandLines.Viewer, arguments),
            _ => null,
        };
    }

    [Test]
    public void Commands_in_code_blocks_are_understood_to_the_last_value()
    {
        var calls = Page.Current.SelectMany(page => page.Lines).Where(line => line.IsCode).Select(line => (Line: line, Call: Call(line.Text)))
            .Where(pair => pair.Call is not null).ToArray();
        Assert.That(calls, Has.Length.GreaterThan(20));
        var wrong =
            from pair in calls
            from error in pair.Call!.Value.Root.Parse(pair.Call.Value.Arguments).Errors
            select $"{pair.Line.Place}: {error.Message}";
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
    }

    [Test]
    public void Commands_in_sentences_and_tables_have_names_that_exist()
    {
        var wrong =
            from page in Page.Current
            from span in page.InlineCode()
            let call = Call(span.Text)
            where call is not null
            let error = CommandLines.WrongName(call.Value.Root, call.Value.Arguments)
            where error is not null
            select $"{span.Line.Place}: {error} (`{span.Text}`).";
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
    }

    [Test]
    public void Options_in_sentences_and_tables_exist()
    {
        var wrong =
            from page in Page.Current
            from span in page.InlineCode()
            where span.Text.StartsWith("--", StringComparison.Ordinal)
            from Match option in Option().Matches(span.Text)
            where option.Value != "--help" && !CommandLines.OptionNames.Contains(option.Value)
            select $"{span.Line.Place}: no command has '{option.Value}'.";
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
    }

    [Test]
    public void Every_command_and_option_stands_in_the_reference() => CommandReference.RequireCurrent();

    [TestCase("generate --sorce x"), TestCase("videos"), TestCase("model build2 --out x"), TestCase("dataset")]
    public void A_wrong_name_is_noticed(string line)
    {
        var (root, arguments) = Call("./avatar " + line)!.Value;
        Assert.That(CommandLines.WrongName(root, arguments) is not null || root.Parse(arguments).Errors.Count > 0, Is.True);
    }
}
