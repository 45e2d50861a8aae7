using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Avatars.Signing;

/// <summary>A word of a text on its way to a sign.</summary>
/// <param name="Word">As written; empty for a pause.</param>
/// <param name="Gloss">What to look up; the word where no table changes it.</param>
/// <param name="IsSpelled">Always fingerspelled.</param>
/// <param name="IsPause">The end of a sentence.</param>
public sealed record GlossToken(string Word, string Gloss, bool IsSpelled, bool IsPause);

/// <summary>Text or glosses to what is signed: signs of lexicons where they have the word, fingerspelling for the rest.</summary>
/// <remarks>This is no translator: words stay in their order. A table or an external program may give glosses instead.</remarks>
public sealed class TextToSigns
{
    /// <summary>Most words of one film.</summary>
    public const int MaximumWords = 20_000;

    const float SentencePause = 0.35f; // seconds at rest

    readonly ManualAlphabet _alphabet;
    readonly IReadOnlyList<SignLexicon> _lexicons;
    readonly GlossTable? _table;

    /// <param name="lexicons">Searched in this order.</param>
    /// <param name="table">Words to glosses; null looks words up as they are.</param>
    public TextToSigns(ManualAlphabet alphabet, IReadOnlyList<SignLexicon>? lexicons = null, GlossTable? table = null)
    {
        _alphabet = alphabet;
        _lexicons = lexicons ?? [];
        _table = table;
    }

    /// <summary>Splits a text into words and sentence ends. <c>#WORD</c>, <c>FS:WORD</c> and <c>W-O-R-D</c> are fingerspelled.</summary>
    /// <exception cref="FormatException">There are too many words.</exception>
    public static IReadOnlyList<GlossToken> Tokens(string text, GlossTable? table = null)
    {
        var tokens = new List<GlossToken>();
        foreach (var raw in text.Split([' ', '\t', '\r', '\n', '\u00a0', '\u2003', '\u3000'], StringSplitOptions.RemoveEmptyEntries))
        {
            var isEnd = raw[^1] is '.' or '!' or '?' or ';' or ':' or '…' or '。' or '؟' or '।';
            var word = raw.Trim('.', ',', '!', '?', ';', ':', '…', '"', '“', '”', '„', '«', '»', '(', ')', '[', ']', '{', '}', '。', '،', '؟', '।', '*', '<',
                '>');
            if (word.Length > 0)
            {
                if (tokens.Count >= MaximumWords)
                    throw new FormatException($"The text has more than {MaximumWords:N0} words. Cut it into several films.");
                tokens.Add(TokenOf(word, table));
            }
            if (isEnd && tokens.Count > 0 && !tokens[^1].IsPause)
                tokens.Add(new GlossToken("", "", false, true));
        }
        tokens.RemoveAll(token => !token.IsPause && token.Gloss.Length == 0);
        while (tokens.Count > 0 && tokens[^1].IsPause)
            tokens.RemoveAt(tokens.Count - 1);
        return tokens;
    }

    static GlossToken TokenOf(string word, GlossTable? table)
    {
        if (word[0] == '#' && word.Length > 1)
            return new GlossToken(word[1..], word[1..], true, false);
        if (word.StartsWith("FS:", StringComparison.OrdinalIgnoreCase) && word.Length > 3)
            return new GlossToken(word[3..], word[3..], true, false);
        if (word.Length >= 5 && word.Split('-') is { Length: > 2 } letters && letters.All(letter => new StringInfo(letter).LengthInTextElements == 1))
            return new GlossToken(string.Concat(letters), string.Concat(letters), true, false);
        return new GlossToken(word, table is null ? word : table.GlossOf(word), false, false);
    }

    /// <summary>What to sign for a text.</summary>
    /// <param name="notices">Receives a sentence for each word that is left out or shown otherwise than looked up.</param>
    /// <exception cref="FormatException">Nothing of the text can be shown.</exception>
    public IReadOnlyList<SigningItem> Items(string text, IList<string> notices) => Items(Tokens(text, _table), notices);

    /// <inheritdoc cref="Items(string, IList{string})"/>
    public IReadOnlyList<SigningItem> Items(IReadOnlyList<GlossToken> tokens, IList<string> notices)
    {
        var items = new List<SigningItem>();
        foreach (var token in tokens)
        {
            if (token.IsPause)
            {
                if (items.Count > 0 && items[^1] is not SigningPause)
                    items.Add(new SigningPause(SentencePause));
                continue;
            }
            if (!token.IsSpelled && Found(token, notices) is { } sign)
                items.Add(sign);
            else if (_alphabet.Spell(token.Word, out var unknown) is { } letters)
                items.AddRange(letters);
            else
                notices.Add($"{Files.ErrorLine.Quote(token.Word, 40)} is left out: no lexicon has it, and "
                    + (unknown.Length == 0 ? $"it has more than {ManualAlphabet.LongestWord} letters."
                    : $"the alphabet '{_alphabet.Language}' has no {Files.ErrorLine.Quote(unknown, 8)}."));
        }
        if (!items.Any(item => item is not SigningPause))
            throw new FormatException(tokens.Count == 0 ? "There is nothing to sign: the text has no word. Give at least one word or gloss."
                : $"Nothing of the text can be signed: {notices.FirstOrDefault() ?? "no word was found."} Give a lexicon that has the words, or an alphabet "
                    + "of their script.");
        return items;
    }

    SigningItem? Found(GlossToken token, IList<string> notices)
    {
        foreach (var lexicon in _lexicons)
            if (lexicon.Find(token.Word, token.Gloss) is { } entry)
                try
                {
                    return lexicon.Load(entry, token.Word);
                }
                catch (Exception error) when (error is FormatException or System.IO.IOException or UnauthorizedAccessException or NotSupportedException)
                {
                    notices.Add($"{Files.ErrorLine.Quote(token.Word, 40)}: its sign cannot be read and the word is spelled: {Files.ErrorLine.Of(error)}");
                    return null;
                }
        return null;
    }
}
