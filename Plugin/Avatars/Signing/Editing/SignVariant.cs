using System;
using System.Collections.Generic;
using System.IO;
using Avatars.Files;
using Avatars.Posing;

namespace Avatars.Signing.Editing;

/// <summary>One of the ways in which a gloss can be signed.</summary>
/// <param name="Name">For people to read.</param>
/// <param name="Lexicon">Null with <paramref name="Entry"/>: fingerspelled.</param>
public sealed record SignVariant(string Name, SignLexicon? Lexicon, LexiconEntry? Entry)
{
    /// <summary>What lexicons have for a gloss, best first within each, then fingerspelling.</summary>
    public static IReadOnlyList<SignVariant> Of(SignItem sign, IReadOnlyList<SignLexicon> lexicons)
    {
        var variants = new List<SignVariant>();
        var gloss = sign.Gloss.TrimStart('#');
        foreach (var lexicon in lexicons)
            foreach (var entry in lexicon.All(sign.Text.Length > 0 ? sign.Text : gloss, gloss))
                variants.Add(new SignVariant(NameOf(lexicon, entry), lexicon, entry));
        variants.Add(new SignVariant("Fingerspelled", null, null));
        return variants;
    }

    /// <summary>The glosses with another variant in the place of one, as long as it needs; those behind it move.</summary>
    /// <param name="signs">Of the person.</param>
    /// <param name="sign">One of them.</param>
    /// <exception cref="FormatException">The variant cannot be shown.</exception>
    /// <exception cref="IOException">Its recording cannot be read or copied.</exception>
    public IReadOnlyList<SignItem> In(PoseDocument document, IReadOnlyList<SignItem> signs, SignItem sign, SignSources sources)
    {
        var word = sign.Text.Length > 0 ? sign.Text : sign.Gloss.TrimStart('#');
        IReadOnlyList<SigningItem> items;
        if (Lexicon is not null && Entry is not null)
            items = [Lexicon.Load(Entry, word)];
        else
        {
            var language = GlossTrack.SettingsOf(document, sign.Person).Language;
            var alphabet = ManualAlphabet.TryOf(language) ?? throw new FormatException($"There is no manual alphabet for '{language}'.");
            items = alphabet.Spell(word, out var unknown)
                ?? throw new FormatException($"{ErrorLine.Quote(word, 40)} cannot be spelled: the alphabet has no {ErrorLine.Quote(unknown, 8)}.");
        }
        var made = GlossTrack.NewGlosses(document, sign.Person, items, sources)[0];
        return GlossEdits.Replace(signs, made with { Sign = sign.Sign, Id = sign.Id }, made.Seconds);
    }

    static string NameOf(SignLexicon lexicon, LexiconEntry entry)
    {
        var gloss = entry.Gloss.Length > 0 ? entry.Gloss : entry.Word;
        var file = Path.GetFileName(entry.Path);
        return FormattableString.Invariant($"{gloss}: {Path.GetFileName(lexicon.Folder)}/{file}{(entry.Sign is not null ? $", line {entry.Line}" : "")}");
    }
}
