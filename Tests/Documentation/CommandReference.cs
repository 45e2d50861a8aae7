using System.Collections;
using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text;
using Avatars.Fixtures;

namespace Avatars.Documentation;

/// <summary>Documentation/commands.md, written from the commands themselves.</summary>
static class CommandReference
{
    /// <summary>Set to 1, the test writes the page in the place of comparing it.</summary>
    const string WriteVariable = "AVATAR_WRITE_REFERENCE";

    const int LineCharacters = 150;

    static readonly string File = Path.Combine(SharedFolders.Repository, "Documentation", "commands.md");

    public static void RequireCurrent()
    {
        var text = Text();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            System.IO.File.WriteAllText(File, text);
        Assert.That(System.IO.File.ReadAllText(File).Replace("\r", "", StringComparison.Ordinal), Is.EqualTo(text),
            $"Documentation/commands.md differs from the commands. Write it anew: {WriteVariable}=1 dotnet test Tests/Documentation -c Release");
    }

    static string Text()
    {
        var text = new StringBuilder($"""
            # Commands

            Every command and option. The page is written from the commands themselves by `Tests/Documentation`, which fails when they differ.

            `./avatar COMMAND --help` prints the same. An option takes its value after a space or `=`. Paths are relative to the folder
            that the command is run in. A failure prints one line on standard error and exits with 1; `./avatar train` exits with 3 when its budget is
            over. Ctrl-C leaves nothing half-written.

            """.ReplaceLineEndings("\n"));
        var commands = CommandLines.AllOf(CommandLines.Avatar).Where(command => command != CommandLines.Avatar && command.Action is not null).ToArray();
        text.Append("\n| command | what it does |\n| --- | --- |\n");
        foreach (var command in commands)
            text.Append(CultureInfo.InvariantCulture, $"| [`{PathOf(command)}`](#{PathOf(command).Replace(' ', '-')}) | {command.Description} |\n");
        foreach (var command in commands)
            Append(text, PathOf(command), command, command.Description!);
        Append(text, "The viewer", CommandLines.Viewer,
            "`./run.sh` opens it where there is a display. Without one `./run.sh` runs `./avatar video` with the same arguments, which then have to be "
                + "options of that command.");
        return text.ToString();
    }

    static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
        ? $"{PathOf(parent)} {command.Name}" : $"avatar {command.Name}";

    static void Append(StringBuilder text, string title, Command command, string description)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{Wrapped(description)}\n\n")
            .Append("| option | takes | default | what it is |\n| --- | --- | --- | --- |\n");
        foreach (var argument in command.Arguments)
            Row($"`{argument.Name.ToUpperInvariant()}`", argument.ValueType, [], "required", argument.Description);
        foreach (var option in command.Options.Where(option => !option.Hidden && option.Name is not ("--help" or "--version")))
            Row(string.Join(" or ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}`")), option.ValueType,
                [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)],
                option.Required ? "required" : DefaultOf(option), option.Description);

        void Row(string name, Type type, string[] values, string standard, string? what) =>
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Kind(type, values)} | {standard} ")
                .Append(CultureInfo.InvariantCulture, $"| {what?.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }

    static string Wrapped(string text)
    {
        var (lines, length) = (new StringBuilder(), 0);
        foreach (var word in text.Split(' '))
        {
            var isOver = length > 0 && length + 1 + word.Length > LineCharacters;
            lines.Append(length == 0 ? "" : isOver ? "\n" : " ").Append(word);
            length = isOver || length == 0 ? word.Length : length + 1 + word.Length;
        }
        return lines.ToString();
    }

    static string Kind(Type type, string[] values)
    {
        if (type.IsArray)
            return Kind(type.GetElementType()!, values) + "; several";
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(bool) ? "nothing"
            : values.Length > 0 ? string.Join(", ", values)
            : type == typeof(string) ? "text"
            : type == typeof(float) || type == typeof(double) ? "number"
            : "whole number";
    }

    /// <summary>Empty for what the description says, and for what depends on the machine.</summary>
    static string DefaultOf(Option option)
    {
        if (!option.HasDefaultValue || option.ValueType == typeof(bool))
            return "";
        return option.GetDefaultValue() switch
        {
            null or int.MaxValue => "",
            string path when Path.IsPathRooted(path) => "",
            string text => text,
            IEnumerable items => string.Join(' ', items.Cast<object>()),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }
}
