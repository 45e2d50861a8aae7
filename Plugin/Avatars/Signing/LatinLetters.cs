using System;
using System.Collections.Generic;
using System.Text;

namespace Avatars.Signing;

/// <summary>Latin letters with marks: composed from letter and combining mark, and without the mark. Works where the runtime has no Unicode tables for
/// normalisation, as in invariant mode.</summary>
static class LatinLetters
{
    static readonly Dictionary<(char Letter, char Mark), char> Composed = [];
    static readonly Dictionary<char, string> Plain = new()
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ı'] = "i", ['ð'] = "d", ['þ'] = "th", ['ħ'] = "h",
    };

    static LatinLetters()
    {
        foreach (var (mark, letters, plain) in new[]
        {
            ('\u0300', "àèìòùǹ", "aeioun"), ('\u0301', "áéíóúýćĺńŕśź", "aeiouyclnrsz"), ('\u0302', "âêîôûĉĝĥĵŝŵŷ", "aeioucghjswy"), ('\u0303', "ãñõĩũ",
                "anoiu"),
            ('\u0304', "āēīōū", "aeiou"), ('\u0306', "ăĕğĭŏŭ", "aegiou"), ('\u0307', "ċėġż", "cegz"), ('\u0308', "äëïöüÿ", "aeiouy"), ('\u030a', "åů", "au"),
            ('\u030b', "őű", "ou"), ('\u030c', "čďěňřšťžǎ", "cdenrstza"), ('\u0327', "çģķļņŗşţ", "cgklnrst"), ('\u0328', "ąęįų", "aeiu"), ('\u0326', "șț",
                "st"),
        })
            for (var i = 0; i < letters.Length; i++)
            {
                Composed[(plain[i], mark)] = letters[i];
                Composed[(char.ToUpperInvariant(plain[i]), mark)] = char.ToUpperInvariant(letters[i]);
                Plain[letters[i]] = plain[i].ToString();
            }
    }

    /// <summary>Letters followed by combining marks as single letters, as far as they are known; spaces around are cut.</summary>
    public static string Compose(string text)
    {
        text = text.Trim();
        var at = 0;
        while (at < text.Length && text[at] is < '\u0300' or > '\u036f')
            at++;
        if (at == text.Length)
            return text;
        var composed = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (composed.Length > 0 && Composed.TryGetValue((composed[^1], letter), out var one))
                composed[^1] = one;
            else
                composed.Append(letter);
        return composed.ToString();
    }

    /// <summary>A lower-case text without marks, hyphens and apostrophes: é to e, ß to ss.</summary>
    public static string WithoutMarks(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (Plain.TryGetValue(letter, out var letters))
                plain.Append(letters);
            else if (letter is not ('-' or '\'' or '’' or '_' or '.' or '/' or (>= '\u0300' and <= '\u036f')))
                plain.Append(letter);
        return plain.ToString();
    }
}
