using System;
using System.Text;

namespace Avatars.PoseMaps;

/// <summary>Python's json module writes NaN and Infinity as bare words, which are not JSON.</summary>
static class PythonNumbers
{
    static readonly string[] Words = ["-Infinity", "Infinity", "-NaN", "NaN", "-nan", "nan", "-inf", "inf"];

    /// <summary>The text with null instead of these words, filled up with spaces, so that offsets stay the same. Strings are unchanged.</summary>
    public static string ToNull(string text)
    {
        if (Array.TrueForAll(Words, word => text.IndexOf(word, StringComparison.Ordinal) < 0))
            return text;
        var result = new StringBuilder(text.Length);
        var isString = false;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (isString && letter == '\\' && i + 1 < text.Length)
                result.Append(letter).Append(text[++i]);
            else if (letter == '"')
            {
                isString = !isString;
                result.Append(letter);
            }
            else if (!isString && letter is '-' or 'I' or 'N' or 'n' or 'i' && WordAt(text, i) is { } word)
            {
                result.Append("null".PadRight(word.Length));
                i += word.Length - 1;
            }
            else
                result.Append(letter);
        }
        return result.ToString();
    }

    static string? WordAt(string text, int start)
    {
        foreach (var word in Words)
            if (string.CompareOrdinal(text, start, word, 0, word.Length) == 0
                && (start + word.Length == text.Length || !char.IsLetterOrDigit(text[start + word.Length])))
                return word;
        return null;
    }
}
