using System.Globalization;
using System.Text.RegularExpressions;

namespace Avatars.Tests.Bindings;

/// <summary>A listing of a real package's API in Markdown, brought into the words of <see cref="MemberFormat"/>.</summary>
static partial class PublishedApi
{
    /// <exception cref="FormatException">A listing has no namespace above it.</exception>
    public static HashSet<string> Read(string path)
    {
        HashSet<string> members = new(StringComparer.Ordinal);
        var (heading, space, isListing) = ("", "", false);
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal) || line.StartsWith("### ", StringComparison.Ordinal))
                (heading, space) = (line.TrimStart('#', ' '), "");
            else if (NamespaceLine().Match(line) is { Success: true } named)
                space = named.Groups[1].Value;
            else if (line.StartsWith("```", StringComparison.Ordinal))
                isListing = !isListing;
            if (isListing && line == "```text" && heading.Length > 0 && space.Length > 0)
                members.Add($"{space}.{TypeOf(heading)}: {KindOf(heading)}");
            else if (isListing && space.Length > 0 && !line.StartsWith("```", StringComparison.Ordinal))
                Add(members, $"{space}.{TypeOf(heading)}", line);
        }
        return members;
    }

    static void Add(HashSet<string> members, string type, string line)
    {
        if (ConstantLine().Match(line) is { Success: true } constant)
            members.Add($"{type}: {constant.Groups[1].Value} = {Number(constant.Groups[2].Value)}");
        else
            members.Add($"{type}: {Plain(line)}");
    }

    /// <summary>Takes out what <see cref="MemberFormat"/> leaves out.</summary>
    static string Plain(string line)
    {
        line = Constraints().Replace(line, "");
        line = Modifiers().Replace(line, "");
        line = line.Replace("System.Numerics.", "", StringComparison.Ordinal).Replace("System.Drawing.", "", StringComparison.Ordinal)
            .Replace("@", "", StringComparison.Ordinal);
        line = Defaults().Replace(line, "");
        line = ReferenceMarks().Replace(line, "");
        return line.Trim();
    }

    /// <summary><c>interface IView : IViewProperties</c> and <c>GL members: Buffers</c> are about IView and GL.</summary>
    static string TypeOf(string heading)
    {
        var name = Words().Replace(heading, "").Split(" : ")[0];
        return name.Split(' ', ':')[0];
    }

    static string KindOf(string heading) => Words().Match(heading).Value.Replace("readonly ", "", StringComparison.Ordinal).Trim() is { Length: > 0 } kind
        ? kind : "class";

    static long Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? Convert.ToInt32(text[2..], 16) // the enums are of int
        : long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^namespace `([\w.]+)`")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(\w+) = (-?\d+|0x[0-9A-Fa-f]+)\b")]
    private static partial Regex ConstantLine();

    [GeneratedRegex(@"^((abstract |static |readonly )*(class|interface|struct|enum|delegate) )")]
    private static partial Regex Words();

    [GeneratedRegex(@" where \w+ ?: .*$")]
    private static partial Regex Constraints();

    [GeneratedRegex(@"\b(new|override|abstract|virtual|readonly|sealed|unsafe) ")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@" = [^,)]+")]
    private static partial Regex Defaults();

    /// <summary>A question mark behind anything but a value.</summary>
    [GeneratedRegex(@"(?<!\b(?:n?u?int|u?long|u?short|s?byte|bool|float|double|char|VideoMode|ImageInfo|Vector2D<int>))\?")]
    private static partial Regex ReferenceMarks();
}
