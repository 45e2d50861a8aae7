using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Avatars.Files;

/// <summary>Text from files and libraries, made fit for a message: one line, no control characters, a bounded length.</summary>
public static class ErrorLine
{
    /// <summary>The most characters of a whole message; a longer one is shortened in the middle, since the remedy is at the end.</summary>
    public const int MaximumLength = 800;

    const string Gap = " ... ";
    static readonly Regex ParameterName = new(@" \(Parameter '\w+'\)", RegexOptions.CultureInvariant);
    static readonly Regex LineBreaks = new(@"\s*[\r\n\u0085\u2028\u2029]\s*", RegexOptions.CultureInvariant);

    /// <summary>The message of an exception on one line, without the parameter names that .NET appends.</summary>
    public static string Of(Exception error) => Printable(ParameterName.Replace(Shortened(error.Message, MaximumLength * 4), ""), MaximumLength);

    /// <summary>A piece of an input in single quotes, for use inside a message.</summary>
    /// <param name="maximum">Characters before the middle is left out.</param>
    public static string Quote(string text, int maximum = 80) => $"'{Printable(text, maximum)}'";

    /// <summary>The text with line breaks as spaces, control and formatting characters and lone surrogates as \uXXXX, and its middle left out above
    /// <paramref name="maximum"/>.</summary>
    public static string Printable(string text, int maximum)
    {
        var line = LineBreaks.Replace(Shortened(text, maximum * 2).Trim(), " ");
        var printable = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsSurrogatePair(line, i))
                printable.Append(line[i]).Append(line[++i]);
            else if (IsHidden(line[i]))
                printable.Append("\\u").Append(((int)line[i]).ToString("x4", CultureInfo.InvariantCulture));
            else
                printable.Append(line[i]);
        }
        return Shortened(printable.ToString(), maximum);
    }

    /// <summary>Control characters, those that change the direction of writing or are invisible, and half characters.</summary>
    static bool IsHidden(char letter) => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;

    static string Shortened(string text, int maximum)
    {
        if (text.Length <= maximum)
            return text;
        var tail = Math.Max(0, (maximum - Gap.Length) / 3);
        var head = Math.Max(0, maximum - Gap.Length - tail);
        if (head > 0 && char.IsHighSurrogate(text[head - 1]))
            head--;
        var from = text.Length - tail;
        if (from < text.Length && char.IsLowSurrogate(text[from]))
            from++;
        return text[..head] + Gap + text[from..];
    }
}
