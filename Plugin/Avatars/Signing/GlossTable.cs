using System;
using System.Collections.Generic;
using System.IO;
using Avatars.Files;

namespace Avatars.Signing;

/// <summary>Words to glosses, one a line: word, tab, gloss. A line with a word alone drops it. <c>#</c> begins a comment.</summary>
/// <remarks>The built-in tables hold some function words that are usually not signed, and common inflected forms; they know no grammar.</remarks>
public sealed class GlossTable
{
    const long MaximumBytes = 32 << 20;

    readonly Dictionary<string, string> _glosses = new(StringComparer.OrdinalIgnoreCase);

    GlossTable() { }

    /// <summary>Number of words.</summary>
    public int Count => _glosses.Count;

    /// <summary>The built-in table of a spoken language (en, de, fr), or null.</summary>
    public static GlossTable? Of(string spokenLanguage)
    {
        using var stream = typeof(GlossTable).Assembly.GetManifestResourceStream($"glosses-{spokenLanguage.ToLowerInvariant()}.tsv");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), spokenLanguage);
    }

    /// <exception cref="FormatException">A line has more than two columns.</exception>
    public static GlossTable Read(string path) => Parse(WholeFile.ReadText(path, MaximumBytes), path);

    static GlossTable Parse(string text, string source)
    {
        var table = new GlossTable();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var written = line.TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(written) || written[0] == '#')
                continue;
            var columns = written.Split('\t');
            if (columns.Length > 2 || columns[0].Trim().Length == 0)
                throw new FormatException($"{source}, line {number}: a word, a tab and its gloss are expected (the word alone drops it).");
            table._glosses[columns[0].Trim()] = columns.Length > 1 ? columns[1].Trim() : "";
        }
        return table;
    }

    /// <summary>The gloss of a word; the word itself where the table lacks it, empty where it is not signed.</summary>
    public string GlossOf(string word) => _glosses.TryGetValue(word, out var gloss) ? gloss : word;
}
