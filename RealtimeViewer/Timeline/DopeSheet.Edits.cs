using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Viewer.Timeline;

sealed partial class DopeSheet
{
    const float LeastScale = 0.01f; // of selected keys

    readonly Dictionary<string, (TrackItem Track, HashSet<float> Times)> _snapshot = new(StringComparer.Ordinal);
    KeyClipboard _clipboard = KeyClipboard.Empty;

    public bool CanPaste => !_clipboard.IsEmpty;

    /// <summary>Sets keys at the present time that keep the picture: of the selected tracks, else of all; in a scene without keys, of the whole pose.
    /// </summary>
    /// <param name="pose">Of the standard humanoid, as shown now.</param>
    public void InsertKeys(ReadOnlySpan<JointTransform> pose)
    {
        if (_document is null)
            return;
        var time = Snap(Playback.Time);
        var all = _document.All<TrackItem>().Where(track => track.OwnerId == Person && track.Keys.Count > 0).ToArray();
        var chosen = all.Where(track => IsChosen(_document, track)).ToArray();
        if (all.Length == 0 || (chosen.Length == 0 && HasClips()))
            PoseKeys.Set(_document, Person, time, pose, [], "Key pose", below: Below?.Invoke(time));
        else
            _document.Set("Add keys", [.. (chosen.Length > 0 ? chosen : all).Select(track => track.With(KeyEdits.KeyAt(track, time)))]);
        Playback.Seek(time);
    }

    public void Delete()
    {
        if (_document is null)
            return;
        if (SelectedMarker.Length > 0)
            _document.Remove("Delete marker", SelectedMarker);
        else if (SelectedSign is { } sign)
            DeleteSign(sign);
        else if (SelectedBar.Length > 0)
            _document.Remove(_document.TryFind(SelectedBar) is ClipItem ? "Delete clip" : "Delete sound", SelectedBar);
        else if (_selected.Count > 0)
            _document.Apply(_document.Edit($"Delete {Count(_selected.Count)}", "", [.. ByTrack().Select(pair =>
                (pair.Track.Id, KeyEdits.Without(pair.Track, pair.Times) is { Keys.Count: > 0 } left ? left : (SceneItem?)null))]));
        Refresh();
    }

    public void Copy()
    {
        if (_document is not null && _selected.Count > 0)
            _clipboard = KeyClipboard.Copy(_document, _selected);
    }

    public void Cut()
    {
        Copy();
        Delete();
    }

    /// <summary>Pastes at the present time; the pasted keys are selected.</summary>
    public void Paste(bool isMirrored = false)
    {
        if (_document is null || _clipboard.IsEmpty)
            return;
        var pasted = _clipboard.Paste(_document, Snap(Playback.Time), isMirrored);
        _selected.Clear();
        _selected.UnionWith(pasted);
        Refresh();
    }

    public void SelectAll()
    {
        foreach (var track in _document?.All<TrackItem>() ?? [])
            foreach (var key in track.Keys)
                _selected.Add(new KeyReference(track.Id, key.Time));
    }

    /// <summary>Moves the selected keys by whole frames.</summary>
    public void Nudge(int frames)
    {
        if (_document is null || SelectedRange is not { } range)
            return;
        TakeSnapshot();
        var seconds = MathF.Max(frames / FramesPerSecond, -range.From);
        Move("", seconds);
        _snapshot.Clear();
    }

    /// <summary>Gives the selected keys another kind of tangents.</summary>
    public void SetShape(KeyShape shape)
    {
        if (_document is null || _selected.Count == 0)
            return;
        TakeSnapshot();
        ApplyToSnapshot($"{shape} tangents", "", entry => KeyEdits.Shape(entry.Track, entry.Times, shape), time => time);
        _snapshot.Clear();
    }

    /// <summary>Whether a track is selected: by itself, or its joint.</summary>
    public static bool IsChosen(PoseDocument document, TrackItem track) => document.Selection.Contains(track.Id)
        || (track.Target.Kind == TrackKind.Offset && document.Selection.Contains(TrackItem.IdOf(track.OwnerId, TrackTarget.Joint(track.Target.Bone))));

    /// <summary>The shape that all selected keys have; null where they differ, none is selected, or very many are.</summary>
    public KeyShape? SelectedShape
    {
        get
        {
            const int most = 5000; // asked for in every frame
            KeyShape? shape = null;
            if (_selected.Count > most)
                return null;
            foreach (var key in _selected)
            {
                if (_document?.TryFind(key.Track) is not TrackItem track)
                    continue;
                var own = KeyEdits.KeyAt(track, key.Time).Shape;
                if (shape is not null && shape != own)
                    return null;
                shape = own;
            }
            return shape;
        }
    }

    /// <summary>Moves the playhead to the nearest key before or after it, of all rows.</summary>
    public void GoToKey(bool isNext)
    {
        if (KeyBeside(isNext) is not { } at)
            return;
        Playback.IsPlaying = false;
        Playback.Seek(at);
        View.Reveal(Layout.Tracks, at);
    }

    /// <summary>Time of the nearest key before or after the playhead; null for none.</summary>
    public float? KeyBeside(bool isNext)
    {
        var now = Playback.Time;
        float? found = null;
        for (var i = 0; i < _rows.Count; i++)
        {
            var times = _rows[i].Times;
            var at = isNext ? _rows[i].FirstFrom(now + 1e-4f) : _rows[i].FirstFrom(now - 1e-4f) - 1;
            if (at >= 0 && at < times.Length && (found is null || (isNext ? times[at] < found : times[at] > found)))
                found = times[at];
        }
        return found;
    }

    /// <summary>Adds a marker at the present time, or removes the one that is there.</summary>
    public void ToggleMarker()
    {
        if (_document is null)
            return;
        var time = Snap(Playback.Time);
        if (_document.All<MarkerItem>().FirstOrDefault(marker => MathF.Abs(marker.Time - time) < 0.5f / FramesPerSecond) is { } there)
        {
            _document.Remove("Delete marker", there.Id);
            return;
        }
        var number = 1;
        while (_document.TryFind($"marker/{number}") is not null)
            number++;
        _document.Set("Add marker", new MarkerItem($"{number}", time, $"{number}"));
    }

    public void RenameMarker(string name)
    {
        if (_document?.TryFind(SelectedMarker) is MarkerItem marker && marker.Name != name)
            _document.Set("Rename marker", marker with { Name = name });
    }

    void MoveMarker(float time)
    {
        if (_document!.TryFind(SelectedMarker) is MarkerItem marker && marker.Time != time)
            _document.Set("Move marker", _drag, marker with { Time = time });
    }

    void SetLength(float seconds)
    {
        seconds = MathF.Max(1 / FramesPerSecond, seconds);
        if (_document!.Settings.Seconds != seconds)
            _document.Set("Scene length", _drag, _document.Settings with { Seconds = seconds });
    }

    void DragKeys(Vector2 at)
    {
        var moved = Snap(_grabbedTime + (at.X - _pressedAt.X) / View.PointsPerSecond) - _grabbedTime;
        var first = float.MaxValue;
        foreach (var (_, times) in _snapshot.Values)
            first = MathF.Min(first, times.Min());
        moved = MathF.Max(moved, -first);
        if (_isControl)
            ApplyToSnapshot($"Copy {Count(_selected.Count)}", _drag, entry => KeyEdits.With(entry.Track,
                entry.Track.Keys.Where(key => entry.Times.Contains(key.Time)).Select(key => key.At(Shifted(key.Time, moved)))), time => Shifted(time, moved));
        else
            Move(_drag, moved);
    }

    void ScaleKeys(Vector2 at)
    {
        var (first, last) = (float.MaxValue, 0f);
        foreach (var (_, times) in _snapshot.Values)
            (first, last) = (MathF.Min(first, times.Min()), MathF.Max(last, times.Max()));
        var pivot = _grab == DopeGrab.ScaleStart ? last : first;
        var target = Snap(_grabbedTime + (at.X - _pressedAt.X) / View.PointsPerSecond);
        var factor = MathF.Max(LeastScale, (target - pivot) / (_grabbedTime - pivot));
        float NewTime(float time) => OnFrame(MathF.Max(0, pivot + (time - pivot) * factor));
        ApplyToSnapshot($"Scale {Count(_selected.Count)}", _drag, entry => KeyEdits.Retime(entry.Track, entry.Times, NewTime, factor), NewTime);
    }

    void Move(string drag, float seconds) => ApplyToSnapshot($"Move {Count(_selected.Count)}", drag,
        entry => KeyEdits.Retime(entry.Track, entry.Times, time => Shifted(time, seconds)), time => Shifted(time, seconds));

    float Shifted(float time, float seconds) => OnFrame(MathF.Max(0, time + seconds));

    /// <summary>A time beside a whole frame becomes that frame's, so that the keys of a frame keep one time although sums are rounded.</summary>
    float OnFrame(float time) => TimeView.Snap(time, FramesPerSecond) is var frame && MathF.Abs(frame - time) < 1e-4f ? frame : time;

    /// <summary>Keeps tracks and selected times as they are when a drag begins, so that keys it passes over are whole again behind it.</summary>
    void TakeSnapshot()
    {
        _snapshot.Clear();
        if (_grab == DopeGrab.Keys && _selected.Count == 0 && KeysAt(_pressedAt, out var time) is { } row)
            _selected.UnionWith(KeysOf(row, time)); // Control was held: a copy of a key that was not selected
        foreach (var (track, times) in ByTrack())
            _snapshot[track.Id] = (track, times);
    }

    void ApplyToSnapshot(string label, string drag, Func<(TrackItem Track, HashSet<float> Times), TrackItem> change, Func<float, float> newTime)
    {
        var items = _snapshot.Values.Select(change).Where(item => !item.Equals(_document!.TryFind(item.Id))).ToArray();
        if (items.Length > 0)
            _document!.Set(label, drag, items);
        _selected.Clear();
        foreach (var (track, times) in _snapshot.Values)
            foreach (var time in times)
                _selected.Add(new KeyReference(track.Id, newTime(time)));
        Refresh();
    }

    IEnumerable<(TrackItem Track, HashSet<float> Times)> ByTrack()
    {
        foreach (var group in _selected.GroupBy(key => key.Track).ToArray())
            if (_document!.TryFind(group.Key) is TrackItem track)
                yield return (track, group.Select(key => key.Time).ToHashSet());
    }

    bool HasClips() => _document!.All<ClipItem>().Any(clip => clip.Person == Person);

    static string Count(int keys) => keys == 1 ? "key" : $"{keys} keys";
}
