using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.Posing;

/// <summary>Copied keys: tracks by owner and target, with times from the earliest key. Immutable.</summary>
public sealed class KeyClipboard
{
    readonly (string Owner, TrackTarget Target, TrackKey[] Keys)[] _tracks;

    KeyClipboard((string, TrackTarget, TrackKey[])[] tracks) => _tracks = tracks;

    public static KeyClipboard Empty { get; } = new([]);

    public bool IsEmpty => _tracks.Length == 0;

    /// <summary>Copies keys; those that the document lacks are left out.</summary>
    public static KeyClipboard Copy(PoseDocument document, IEnumerable<KeyReference> keys)
    {
        var byTrack = keys.GroupBy(key => key.Track, key => key.Time).ToDictionary(group => group.Key, group => group.ToHashSet());
        var found = new List<(TrackItem Track, TrackKey[] Keys)>();
        foreach (var track in document.All<TrackItem>())
            if (byTrack.TryGetValue(track.Id, out var times) && track.Keys.Where(key => times.Contains(key.Time)).ToArray() is { Length: > 0 } copied)
                found.Add((track, copied));
        if (found.Count == 0)
            return Empty;
        var first = found.Min(track => track.Keys[0].Time);
        return new KeyClipboard([.. found.Select(track => (track.Track.OwnerId, track.Track.Target,
            Array.ConvertAll(track.Keys, key => key.At(key.Time - first))))]);
    }

    /// <summary>Puts the keys into the document, the earliest one at a time, as one edit.</summary>
    /// <param name="isMirrored">Left becomes right.</param>
    /// <returns>The keys that are there now.</returns>
    public IReadOnlyList<KeyReference> Paste(PoseDocument document, float time, bool isMirrored = false)
    {
        var items = new List<SceneItem>();
        var pasted = new List<KeyReference>();
        foreach (var (owner, target, keys) in _tracks)
        {
            var to = isMirrored ? KeyEdits.Mirror(target) : target;
            var track = document.Track(owner, to) ?? new TrackItem(owner, to, []);
            var moved = Array.ConvertAll(keys, key => (isMirrored ? KeyEdits.Mirror(target, key) : key).At(key.Time + time));
            items.Add(KeyEdits.With(track, moved));
            pasted.AddRange(moved.Select(key => new KeyReference(track.Id, key.Time)));
        }
        if (items.Count > 0)
            document.Set(isMirrored ? "Paste keys mirrored" : "Paste keys", [.. items]);
        return pasted;
    }
}
