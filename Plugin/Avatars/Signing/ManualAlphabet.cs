using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Avatars.Signing;

/// <summary>A manual alphabet: letters and letter groups as signs. Immutable.</summary>
public sealed class ManualAlphabet
{
    /// <summary>Letters of the longest word that is spelled.</summary>
    internal const int LongestWord = 200;

    static readonly Dictionary<string, string> BuiltIn = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ase"] = "ase", ["asl"] = "ase", ["gsg"] = "gsg", ["dgs"] = "gsg", ["sgg"] = "gsg", ["asq"] = "gsg", ["fsl"] = "fsl", ["lsf"] = "fsl",
            ["ssr"] = "fsl",
        ["bfi"] = "bfi", ["bsl"] = "bfi", ["asf"] = "bfi", ["nzs"] = "bfi",
    };

    readonly Dictionary<string, Sign> _letters = new(StringComparer.Ordinal);
    readonly int _longest;

    ManualAlphabet(string language, IEnumerable<Sign> signs)
    {
        Language = language;
        foreach (var sign in signs)
            if (sign.Gloss.Length > 0 && sign.IsPlayable)
            {
                _letters.TryAdd(Folded(sign.Gloss), Placed(sign));
                _longest = Math.Max(_longest, Folded(sign.Gloss).Length);
            }
    }

    /// <summary>ISO 639-3 code of the signed language.</summary>
    public string Language { get; }

    /// <summary>Letters and letter groups, in lower case.</summary>
    public IReadOnlyCollection<string> Letters => _letters.Keys;

    /// <summary>Signed languages with an alphabet: ase (American), gsg (German), fsl (French), bfi (British, two-handed, a trial).</summary>
    public static IReadOnlyList<string> Languages { get; } = ["ase", "gsg", "fsl", "bfi"];

    /// <summary>The alphabet of a signed language, or of one that uses the same.</summary>
    /// <exception cref="ArgumentException">There is none for it.</exception>
    public static ManualAlphabet Of(string language) => TryOf(language) ?? throw new ArgumentException(
        $"There is no manual alphabet for '{language}'. Known: {string.Join(", ", Languages)}. Give a file of your own as the alphabet.", nameof(language));

    /// <inheritdoc cref="Of(string)"/>
    /// <returns>Null where there is none.</returns>
    public static ManualAlphabet? TryOf(string language)
    {
        if (!BuiltIn.TryGetValue(language, out var code))
            return null;
        using var stream = typeof(ManualAlphabet).Assembly.GetManifestResourceStream($"alphabet-{code}.sigml")
            ?? throw new InvalidOperationException($"The alphabet '{code}' is missing in this build of the assembly.");
        using var reader = new StreamReader(stream);
        return new ManualAlphabet(code, SigmlFile.Parse(reader.ReadToEnd(), $"alphabet-{code}.sigml").Signs);
    }

    /// <summary>An alphabet from a SiGML file: one sign a letter, the letter as its gloss.</summary>
    /// <exception cref="FormatException">The file is no SiGML, or has no letter that can be shown.</exception>
    public static ManualAlphabet Read(string path)
    {
        var document = SigmlFile.Read(path);
        var alphabet = new ManualAlphabet(document.SignedLanguage, document.Signs);
        return alphabet._letters.Count > 0 ? alphabet
            : throw new FormatException($"{path}: no letter of it can be shown. Give signs whose glosses are letters.");
    }

    /// <summary>An alphabet of signs whose glosses are letters.</summary>
    internal static ManualAlphabet Of(SignDocument document) => new(document.SignedLanguage, document.Signs);

    /// <summary>Letters beside the shoulder where a sign names no place.</summary>
    static Sign Placed(Sign sign)
    {
        foreach (var part in sign.Parts)
            if (part.Initial is { Place: null, Pair: null, IsPlaceSplit: false })
                part.Initial.Place = new SignPlace { Name = "letters" };
        return sign;
    }

    /// <summary>The letters of a word: the longest group of the alphabet that occurs is taken first, then what is left and right of it.</summary>
    /// <param name="unknown">The first character that the alphabet lacks; empty for a word that is too long.</param>
    /// <returns>Null when a character is unknown: then the whole word is.</returns>
    public IReadOnlyList<SpelledLetter>? Spell(string word, out string unknown)
    {
        unknown = "";
        var folded = Folded(word);
        if (folded.Length > LongestWord)
            return null;
        var keys = new List<string>();
        if (!Split(folded, keys, ref unknown) && !Split(LatinLetters.WithoutMarks(folded), Cleared(keys), ref unknown))
            return null;
        var letters = new List<SpelledLetter>();
        for (var i = 0; i < keys.Count; i++)
            letters.Add(new SpelledLetter(_letters[keys[i]], keys[i].ToUpperInvariant(), word, i > 0 && keys[i] == keys[i - 1], i == keys.Count - 1));
        return letters.Count == 0 ? null : letters;
    }

    static List<string> Cleared(List<string> keys)
    {
        keys.Clear();
        return keys;
    }

    bool Split(string text, List<string> keys, ref string unknown)
    {
        if (text.Length == 0)
            return true;
        for (var length = Math.Min(_longest, text.Length); length > 0; length--)
            for (var at = 0; at + length <= text.Length; at++)
                if (_letters.ContainsKey(text.Substring(at, length)))
                {
                    if (!Split(text[..at], keys, ref unknown))
                        return false;
                    keys.Add(text.Substring(at, length));
                    return Split(text[(at + length)..], keys, ref unknown);
                }
        unknown = StringInfo.GetNextTextElement(text);
        return false;
    }

    static string Folded(string text) => LatinLetters.Compose(text).ToLowerInvariant();
}
