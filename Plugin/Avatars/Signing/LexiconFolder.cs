using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Avatars.Files;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Signing.Editing;

namespace Avatars.Signing;

/// <summary>Makes and checks lexicons of recordings.</summary>
public static class LexiconFolder
{
    const string Index = "index.csv";

    /// <summary>Adds a recording: copies it into the folder and writes a row of the index. The part in which the hands are raised is the sign.</summary>
    /// <param name="folder">Made when it is not there.</param>
    /// <param name="recording">A <c>.pose</c> file or a scene; a scene that plays clips is kept with keys in their place.</param>
    /// <returns>The row.</returns>
    /// <exception cref="FormatException">The recording is damaged or shows no person.</exception>
    public static LexiconEntry Add(string folder, string recording, string word, string gloss, string spokenLanguage, string signedLanguage, int priority)
    {
        if (word.Trim().Length == 0)
            throw new ArgumentException("The sign has no word. Give the word that it stands for.", nameof(word));
        var clip = Recording.Read(recording, 0, 0);
        var (start, end) = Recording.Active(clip, StandardHumanoid.Map);
        var bytes = PortableScene.Read(recording);
        var name = FreeName(folder, word, SceneFile.IsScene(recording) ? SceneFile.Ending : ".pose");
        WholeFile.Write(Path.Combine(folder, name), bytes);
        var index = Path.Combine(folder, Index);
        var text = new StringBuilder(File.Exists(index) ? WholeFile.ReadText(index, 64 << 20).TrimEnd('\r', '\n') : string.Join(',',
            SignLexicon.Columns)).Append('\n');
        string[] fields = [name, spokenLanguage, signedLanguage, Milliseconds(start), Milliseconds(end), word, gloss,
            priority.ToString(CultureInfo.InvariantCulture)];
        var columns = text.ToString().Split('\n')[0].TrimEnd('\r').Split(',').Select(column => column.Trim().ToLowerInvariant()).ToList();
        var row = columns.Select(column => ((List<string>)[.. SignLexicon.Columns]).IndexOf(column) is >= 0 and var at ? Quoted(fields[at]) : "");
        text.Append(string.Join(',', row)).Append('\n');
        WholeFile.Write(index, Encoding.UTF8.GetBytes(text.ToString()));
        return new LexiconEntry(word, gloss, Path.Combine(folder, name), spokenLanguage, signedLanguage, start, end, priority, 0);
    }

    static string Milliseconds(float seconds) => ((int)MathF.Round(seconds * 1000)).ToString(CultureInfo.InvariantCulture);

    static string Quoted(string field) => field.IndexOfAny([',', '"', '\n', '\r']) < 0 ? field : $"\"{field.Replace("\"", "\"\"",
        StringComparison.Ordinal)}\"";

    static string FreeName(string folder, string word, string ending)
    {
        var plain = new StringBuilder();
        foreach (var letter in LatinLetters.WithoutMarks(word.ToLowerInvariant()))
            plain.Append(letter is >= 'a' and <= 'z' or >= '0' and <= '9' ? letter : '_');
        var stem = plain.ToString().Trim('_') is { Length: > 0 } kept ? kept[..Math.Min(40, kept.Length)] : "sign";
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? stem + ending : FormattableString.Invariant($"{stem}-{number}{ending}");
            if (!File.Exists(Path.Combine(folder, name)))
                return name;
        }
    }

    /// <summary>What is wrong with the recordings of a lexicon, a line each: those that cannot be read, and hands that are not seen.</summary>
    public static IEnumerable<(LexiconEntry Entry, string Finding, bool IsBroken)> Check(SignLexicon lexicon)
    {
        foreach (var entry in lexicon.Entries)
        {
            string? failure = null;
            var findings = new List<string>();
            try
            {
                if (lexicon.Load(entry, entry.Word) is RecordedSign recorded)
                {
                    findings.AddRange(Recording.Findings(entry.Path));
                    if (Recording.IsLeftHanded(recorded.Clip, StandardHumanoid.Map))
                        findings.Add("the left hand does the signing; --one-hand mirrors it.");
                }
            }
            catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException)
            {
                failure = ErrorLine.Of(error);
            }
            if (failure is not null)
                yield return (entry, failure, true);
            foreach (var finding in findings)
                yield return (entry, finding, false);
        }
    }
}
