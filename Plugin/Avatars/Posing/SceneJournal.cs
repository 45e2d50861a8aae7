using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using Avatars.Files;

namespace Avatars.Posing;

/// <summary>
/// Keeps what was edited since the last save in a file beside the scene, so that a crash loses at most <see cref="Interval"/>. Each line is one
/// change of items, as JSON. Disposing writes what waits; <see cref="Saved"/> empties the journal.
/// </summary>
public sealed class SceneJournal : IDisposable
{
    public const string Ending = ".journal";

    /// <summary>Largest journal that is read, bytes.</summary>
    const long MaximumBytes = 1L << 30;

    readonly PoseDocument _document;
    readonly string _path;
    readonly Dictionary<string, (SceneItem? Written, SceneItem? Now)> _waiting = new(StringComparer.Ordinal);
    readonly object _lock = new();
    readonly Timer _timer;
    FileStream? _file;
    string _base;
    Exception? _error;

    /// <param name="scenePath">The scene's file; it need not exist yet.</param>
    public SceneJournal(PoseDocument document, string scenePath)
    {
        (_document, _path, _base) = (document, scenePath + Ending, HashOf(scenePath));
        document.Changed += Note;
        _timer = new Timer(_ => Flush(), null, Interval, Interval);
    }

    /// <summary>Changes wait at most so long in memory.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Why the journal cannot be written, for the user to read; null while it can.</summary>
    public string? Problem => _error is { } error ? $"'{_path}' cannot be written, so that a crash would lose unsaved work: {error.Message} Save the scene "
        + "elsewhere." : null;

    /// <summary>Opens a scene with its journal: what a crashed program had not saved is there again.</summary>
    /// <param name="recovered">Number of journal lines that were applied; more than 0 leaves the document modified.</param>
    /// <param name="warnings">Sentences about a journal that could not be used wholly.</param>
    /// <inheritdoc cref="SceneFile.Read"/>
    public static PoseDocument Open(string scenePath, out int recovered, ICollection<string>? warnings = null)
    {
        var journal = scenePath + Ending;
        var document = File.Exists(scenePath) || !File.Exists(journal) ? SceneFile.Read(scenePath) : new PoseDocument();
        recovered = File.Exists(journal) ? Replay(document, scenePath, journal, warnings) : 0;
        return document;
    }

    /// <summary>Call after the scene was saved: the journal begins anew.</summary>
    public void Saved(string scenePath)
    {
        lock (_lock)
        {
            _waiting.Clear();
            _base = HashOf(scenePath);
            _file?.Dispose();
            _file = null;
            File.Delete(_path);
        }
    }

    /// <summary>Writes what waits.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
                return;
            try
            {
                var line = new StringBuilder("{\"changes\":[");
                foreach (var pair in _waiting)
                    Append(line, pair.Key, pair.Value.Written, pair.Value.Now);
                line[^1] = ']';
                Begin();
                var bytes = Encoding.UTF8.GetBytes(line.Append("}\n").ToString());
                _file!.Write(bytes, 0, bytes.Length);
                _file.Flush(flushToDisk: false); // the system keeps it when the process dies
                _waiting.Clear();
                _error = null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
            {
                _error = error;
            }
        }
    }

    public void Dispose()
    {
        _document.Changed -= Note;
        _timer.Dispose();
        Flush();
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    void Note(SceneEdit edit)
    {
        lock (_lock)
            foreach (var change in edit.Changes)
                _waiting[change.Id] = (_waiting.TryGetValue(change.Id, out var waiting) ? waiting.Written : change.Before, change.After);
    }

    void Begin()
    {
        if (_file is not null)
            return;
        RequireInside(_path);
        _file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        // A line that a crash cut off is dropped, so that the next one begins a line.
        var end = _file.Length;
        for (; end > 0; end--)
        {
            _file.Position = end - 1;
            if (_file.ReadByte() == '\n')
                break;
        }
        _file.SetLength(end);
        _file.Position = end;
        if (end > 0)
            return;
        var head = Encoding.UTF8.GetBytes($"{{\"journal\":{SceneFile.Version},\"of\":\"{_base}\"}}\n");
        _file.Write(head, 0, head.Length);
    }

    /// <summary>Tracks of many keys are written as the keys that differ.</summary>
    static void Append(StringBuilder line, string id, SceneItem? written, SceneItem? now)
    {
        if (now is null)
            line.Append("{\"remove\":").Append(SceneItemJson.Quote(id)).Append("},");
        else if (now is TrackItem track && written is TrackItem before)
        {
            line.Append("{\"track\":").Append(SceneItemJson.Quote(track.OwnerId)).Append(",\"target\":").Append(SceneItemJson.Quote(track.Target.ToString()))
                .Append(",\"keys\":[");
            var (i, k) = (0, 0);
            var removed = new List<string>();
            var isFirst = true;
            while (i < before.Keys.Count || k < track.Keys.Count)
            {
                var old = i < before.Keys.Count ? before.Keys[i] : null;
                var key = k < track.Keys.Count ? track.Keys[k] : null;
                if (old is not null && (key is null || old.Time < key.Time))
                {
                    removed.Add(SceneItemJson.Number(old.Time));
                    i++;
                    continue;
                }
                if (old is null || key!.Time < old.Time || !key.Equals(old))
                {
                    line.Append(isFirst ? "" : ",").Append(SceneItemJson.Key(key!));
                    isFirst = false;
                }
                if (old is not null && old.Time == key!.Time)
                    i++;
                k++;
            }
            line.Append("],\"without\":[").Append(string.Join(",", removed)).Append("]},");
        }
        else
            line.Append("{\"item\":").Append(SceneItemJson.Write(now, isOneLine: true)).Append("},");
    }

    /// <summary>A folder from elsewhere may hold a link in the journal's place: nothing is read or written through it.</summary>
    static void RequireInside(string journal)
    {
        if (File.Exists(journal) && !RealPath.IsWithin(journal, Path.GetDirectoryName(Path.GetFullPath(journal))!))
            throw new FormatException($"{journal}: this is a link that leads out of the scene's folder. Delete it.");
    }

    static int Replay(PoseDocument document, string scenePath, string journal, ICollection<string>? warnings)
    {
        RequireInside(journal);
        var text = Encoding.UTF8.GetString(WholeFile.Read(journal, MaximumBytes));
        var lines = text.Split('\n');
        var applied = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            try
            {
                using var json = JsonText.Parse(Encoding.UTF8.GetBytes(lines[i]), $"{journal}, line {i + 1}", "");
                var field = new SceneField(json.RootElement, $"{journal}, line {i + 1}");
                if (i == 0)
                {
                    if (field.Number("journal") > SceneFile.Version)
                        throw field.Wrong("the journal is of a newer version. Update Avatar");
                    if (field.Text("of") != HashOf(scenePath))
                    {
                        var aside = journal + ".other";
                        File.Delete(aside);
                        File.Move(journal, aside);
                        warnings?.Add($"{journal} belongs to another state of the scene and was not applied; it is kept as '{aside}'.");
                        return 0;
                    }
                    continue;
                }
                var changes = new List<(string, SceneItem?)>();
                foreach (var change in field.List("changes"))
                    changes.Add(Change(document, change, field.Place));
                document.Apply(document.Edit("Recovered", "", changes.ToArray()));
                applied++;
            }
            catch (Exception error) when (error is FormatException or ArgumentException)
            {
                // The last line may have been cut in the middle by the crash.
                warnings?.Add(i == lines.Length - 1 ? $"{journal}: the last change was cut off and is lost."
                    : $"{error.Message} What follows in the journal was not applied.");
                break;
            }
        }
        return applied;
    }

    static (string Id, SceneItem? After) Change(PoseDocument document, JsonElement element, string place)
    {
        var field = new SceneField(element, place);
        if (field.Element("remove") is not null)
            return (field.Text("remove"), null);
        if (field.Element("item") is { } json)
        {
            var item = SceneItemReading.Read(json, place, SceneFile.Version);
            return (item.Id, item);
        }
        var owner = field.Text("track");
        var target = TrackTarget.Parse(field.Text("target"));
        var keys = new SortedDictionary<float, TrackKey>();
        foreach (var key in document.Track(owner, target)?.Keys ?? [])
            keys[key.Time] = key;
        foreach (var time in field.Numbers("without"))
            keys.Remove(time);
        foreach (var key in field.List("keys"))
        {
            var read = SceneItemReading.Key(key, place, target, SceneFile.Version);
            keys[read.Time] = read;
        }
        return (TrackItem.IdOf(owner, target), new TrackItem(owner, target, [.. keys.Values]));
    }

    static string HashOf(string path)
    {
        if (!File.Exists(path))
            return "";
        using var sha = SHA256.Create();
        using var stream = WholeFile.Open(path, long.MaxValue);
        return BitConverter.ToString(sha.ComputeHash(stream)).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
    }
}
