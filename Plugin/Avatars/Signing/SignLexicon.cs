using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Signing;

/// <summary>One row of a lexicon.</summary>
/// <param name="Path">Of the <c>.pose</c> or SiGML file or the scene, whole.</param>
/// <param name="StartSeconds">Of the part that is the sign.</param>
/// <param name="EndSeconds">0 is the file's end.</param>
/// <param name="Priority">Smaller is taken first.</param>
/// <param name="Line">Of the index, or of the sign in its SiGML file.</param>
public sealed record LexiconEntry(string Word, string Gloss, string Path, string SpokenLanguage, string SignedLanguage, float StartSeconds, float EndSeconds,
    int Priority, int Line)
{
    internal Sign? Sign { get; init; }
}

/// <summary>
/// Signs by word and gloss: a folder with <c>index.csv</c> and <c>.pose</c> files (the form of spoken-to-signed) or scenes, or a folder of SiGML and
/// scenes, or a SiGML file. Paths stay inside the folder.
/// </summary>
public sealed class SignLexicon
{
    const long MaximumIndexBytes = 64 << 20;
    const int MaximumRows = 500_000, MostWarnings = 1000;

    readonly Dictionary<string, List<LexiconEntry>> _words = new(StringComparer.OrdinalIgnoreCase), _glosses = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, (AnimationClip Clip, bool IsMirrored)> _clips = new(StringComparer.Ordinal);
    readonly List<LexiconEntry> _entries = [];
    readonly List<string> _warnings = [];

    SignLexicon(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Recordings of which the left hand does the signing are mirrored, so that all signs have the same dominant hand.</summary>
    public bool MirrorsLeftHanded { get; set; }

    public IReadOnlyList<LexiconEntry> Entries => _entries;

    /// <summary>A line for each row that was left out.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Opens a lexicon; <c>.pose</c> files are read when they are needed.</summary>
    /// <param name="path">A folder, a SiGML file, or one recording or scene, named as its word.</param>
    /// <param name="signedLanguage">Only rows of this language; empty for all.</param>
    /// <exception cref="FormatException">The index is damaged, or there is neither an index nor SiGML.</exception>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    public static SignLexicon Open(string path, string signedLanguage = "")
    {
        var lexicon = new SignLexicon(path);
        if (File.Exists(path) && (SceneFile.IsScene(path) || Path.GetExtension(path).Equals(".pose", StringComparison.OrdinalIgnoreCase)))
            lexicon.AddRecording(path);
        else if (File.Exists(path))
            lexicon.AddSigml(path);
        else if (!Directory.Exists(path))
            throw new FileNotFoundException($"There is no lexicon '{path}'. Name a folder with index.csv and .pose files, or SiGML.", path);
        else if (File.Exists(Path.Combine(path, "index.csv")))
            lexicon.AddIndex(Path.Combine(path, "index.csv"), signedLanguage);
        else
        {
            string[] files = [.. WholeFolder.FilesBelow(path, "*.sigml"), .. WholeFolder.FilesBelow(path, "*" + SceneFile.Ending)];
            Array.Sort(files, StringComparer.Ordinal);
            foreach (var file in files)
                try
                {
                    if (SceneFile.IsScene(file))
                        lexicon.AddScene(path, file);
                    else
                        lexicon.AddSigml(file);
                }
                catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
                {
                    lexicon._warnings.Add(ErrorLine.Of(error));
                }
            if (files.Length == 0)
                throw new FormatException($"{path}: the folder has no index.csv, no .sigml file and no scene (*{SceneFile.Ending}). Give a lexicon's folder.");
        }
        return lexicon;
    }

    /// <summary>Notes a warning; of an index of a hundred thousand broken rows the first thousand are enough.</summary>
    void Warn(FormattableString warning)
    {
        if (_warnings.Count < MostWarnings)
            _warnings.Add(FormattableString.Invariant(warning));
        else if (_warnings.Count == MostWarnings)
            _warnings.Add($"There are more than {MostWarnings:N0} warnings; the others are not listed.");
    }

    /// <summary>A lexicon that somebody else made reads nothing but its own files.</summary>
    static void RequireInside(string file, string folder)
    {
        if (!RealPath.IsWithin(file, folder))
            throw new FormatException($"{file}: this is a link that leads outside of the lexicon's folder. Copy the file there.");
    }

    void AddSigml(string file)
    {
        var document = SigmlFile.Read(file);
        var language = document.SignedLanguage;
        foreach (var sign in document.Signs)
        {
            var name = sign.Gloss.Length > 0 ? sign.Gloss : Path.GetFileNameWithoutExtension(file);
            if (!sign.IsPlayable)
                Warn($"{file}, line {sign.Line}: {ErrorLine.Quote(name, 40)} cannot be shown and is left out.");
            else
                Add(new LexiconEntry(name, name, file, "", language, 0, 0, 0, sign.Line) { Sign = sign });
        }
    }

    void AddRecording(string file)
    {
        var ending = SceneFile.IsScene(file) ? SceneFile.Ending : ".pose";
        var name = Path.GetFileName(file)[..^ending.Length];
        Add(new LexiconEntry(name, name.ToUpperInvariant(), Path.GetFullPath(file), "", "", 0, 0, 0, 0));
    }

    /// <summary>A scene without an index stands for the gloss that it is named after; <c>house-2</c> is a variant of <c>house</c> with priority 2.</summary>
    void AddScene(string folder, string file)
    {
        if (!RealPath.IsWithin(file, folder))
        {
            Warn($"{ErrorLine.Quote(file, 120)} is a link that leads outside of the lexicon's folder and is left out.");
            return;
        }
        var name = Path.GetFileName(file)[..^SceneFile.Ending.Length];
        var priority = 0;
        if (name.LastIndexOf('-') is > 0 and var dash && int.TryParse(name[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < 1000)
            (name, priority) = (name[..dash], number);
        if (name.Length > 0)
            Add(new LexiconEntry(name, name.ToUpperInvariant(), file, "", "", 0, 0, priority, 0));
    }

    void AddIndex(string index, string signedLanguage)
    {
        RequireInside(index, Folder);
        var rows = CsvRows.Parse(WholeFile.ReadText(index, MaximumIndexBytes), index, MaximumRows);
        if (rows.Count == 0)
            throw new FormatException($"{index}: the index is empty. Its first line names the columns: {string.Join(",", Columns)}.");
        var columns = rows[0].Fields.Select(name => name.Trim().ToLowerInvariant()).ToList();
        int At(string name) => columns.IndexOf(name);
        if (At("path") < 0 || At("words") < 0 && At("glosses") < 0)
            throw new FormatException($"{index}, line 1: the columns 'path' and 'words' or 'glosses' are missing. A header such as "
                + $"{string.Join(",", Columns)} is expected.");
        foreach (var (fields, line) in rows.Skip(1))
        {
            string Field(string name) => At(name) is >= 0 and var at && at < fields.Count ? fields[at].Trim() : "";
            int Number(string name)
            {
                var text = Field(name);
                if (text.Length == 0)
                    return 0;
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1e9)
                    return (int)value;
                Warn($"{index}, line {line}: {name} '{ErrorLine.Printable(text, 20)}' is no number; 0 is taken.");
                return 0;
            }
            if (fields.Count == 1 && fields[0].Trim().Length == 0)
                continue;
            if (signedLanguage.Length > 0 && Field("signed_language") is { Length: > 0 } language && !IsLanguage(language, signedLanguage))
                continue;
            if (PathOf(index, Field("path"), line) is not { } file)
                continue;
            var (start, end) = (Number("start"), Number("end"));
            if (start < 0 || end != 0 && end <= start)
            {
                Warn($"{index}, line {line}: the sign ends at {end} ms and begins at {start} ms; the whole file is taken.");
                (start, end) = (0, 0);
            }
            Add(new LexiconEntry(Field("words"), Field("glosses"), file, Field("spoken_language"), Field("signed_language"), start / 1000f, end / 1000f,
                Number("priority"), line));
        }
    }

    /// <summary>The columns of an index.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["path", "spoken_language", "signed_language", "start", "end", "words", "glosses", "priority"];

    /// <summary>The same language, or its back-up: slf for ise, ssr for fsl.</summary>
    static bool IsLanguage(string entry, string wanted) => entry.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        || (wanted.ToLowerInvariant(), entry.ToLowerInvariant()) is ("slf", "ise") or ("ssr", "fsl");

    string? PathOf(string index, string written, int line)
    {
        if (written.Length == 0)
            Warn($"{index}, line {line}: the row has no path and is left out.");
        else if (written.Contains('\0', StringComparison.Ordinal))
            Warn($"{index}, line {line}: {ErrorLine.Quote(written, 60)} is no file name; the row is left out.");
        else if (written.Contains("://", StringComparison.Ordinal))
            Warn($"{index}, line {line}: {ErrorLine.Quote(written, 60)} is an address; only its folder's files are read. Download it there.");
        else
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
            var file = Path.GetFullPath(Path.Combine(folder, written.Replace('\\', '/')));
            if (!file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                Warn($"{index}, line {line}: {ErrorLine.Quote(written, 60)} lies outside of the lexicon's folder and is left out.");
            else if (!File.Exists(file))
                Warn($"{index}, line {line}: there is no file {ErrorLine.Quote(written, 60)}; the row is left out.");
            else if (!RealPath.IsWithin(file, folder))
                Warn($"{index}, line {line}: {ErrorLine.Quote(written, 60)} is a link that leads outside of the lexicon's folder and is left out.");
            else
                return file;
        }
        return null;
    }

    void Add(LexiconEntry entry)
    {
        _entries.Add(entry);
        Under(_words, entry.Word, entry);
        Under(_glosses, entry.Gloss, entry);
    }

    static void Under(Dictionary<string, List<LexiconEntry>> index, string key, LexiconEntry entry)
    {
        key = LatinLetters.Compose(key);
        if (key.Length == 0)
            return;
        if (!index.TryGetValue(key, out var list))
            index[key] = list = [];
        list.Add(entry);
    }

    /// <summary>The best entry: the word among words, the word among glosses, the gloss among glosses; an exact match before one without case, then the
    /// smaller priority. Marks such as a final <c>^</c> or <c>*</c> are tried as written, then without.</summary>
    /// <returns>Null when there is none.</returns>
    public LexiconEntry? Find(string word, string gloss) => All(word, gloss) is { Count: > 0 } found ? found[0] : null;

    /// <summary>All entries that fit, best first: variants to choose among.</summary>
    public IReadOnlyList<LexiconEntry> All(string word, string gloss)
    {
        foreach (var (index, key) in new[] { (_words, word), (_glosses, word), (_glosses, gloss), (_words, gloss), (_glosses, Unmarked(gloss)),
            (_words, Unmarked(word)) })
            if (key.Length > 0 && index.TryGetValue(LatinLetters.Compose(key), out var found))
                return [.. found.OrderBy(entry => (ReferenceEquals(index, _words) ? entry.Word : entry.Gloss) == key ? 0 : 1).ThenBy(entry => entry.Priority)];
        return [];
    }

    /// <summary>A gloss without variant marks: <c>HOUSE#1^</c> to <c>HOUSE</c>.</summary>
    static string Unmarked(string gloss)
    {
        var end = gloss.IndexOfAny(['#', '(', '^', '*'], Math.Min(1, gloss.Length));
        var plain = end > 0 ? gloss[..end] : gloss;
        return plain.Length > 3 && plain[2] == ':' && plain[..2] is "PT" or "DS" ? plain[3..] : plain;
    }

    /// <summary>The sign of an entry, on the standard humanoid.</summary>
    /// <param name="text">The word that it stands for.</param>
    /// <exception cref="FormatException">The recording is damaged or shows no person.</exception>
    public SigningItem Load(LexiconEntry entry, string text)
    {
        var gloss = entry.Gloss.Length > 0 ? entry.Gloss : entry.Word;
        if (entry.Sign is { } sign)
            return new NotatedSign(sign, gloss, text);
        var key = $"{entry.Path}|{entry.StartSeconds}|{entry.EndSeconds}";
        if (!_clips.TryGetValue(key, out var found))
        {
            var clip = Recording.Read(entry.Path, entry.StartSeconds, entry.EndSeconds);
            var isLeft = MirrorsLeftHanded && Recording.IsLeftHanded(clip, StandardHumanoid.Map);
            _clips[key] = found = (isLeft ? Recording.Mirrored(clip, StandardHumanoid.Map) : clip, isLeft);
        }
        return new RecordedSign(found.Clip, gloss, text) { Entry = entry, IsMirrored = found.IsMirrored };
    }
}
