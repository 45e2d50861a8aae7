using System.Numerics;
using Avatars.Animation;
using Avatars.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>One value of a track over time.</summary>
/// <param name="Index">Of the channel in its track.</param>
sealed record CurveChannel(TrackItem Track, int Index, string Name, AnimationCurve Curve, UiColor Color);

/// <summary>What a press in the curves takes hold of.</summary>
enum CurveGrab
{
    None,
    Playhead,
    Key,
    InTangent,
    OutTangent,
}

/// <summary>
/// The curves of the selected tracks, without a window: keys are dragged in time and value, tangents by their handles. Time, playhead and selected tracks
/// are those of the dope sheet.
/// </summary>
sealed class CurveSheet(DopeSheet sheet)
{
    public const float HandleLength = 46; // points

    const int MostChannels = 24;
    const float Reach = 7; // points
    const float DragAfter = 3; // points

    readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    List<CurveChannel> _channels = [];
    int _version = -1;
    PoseDocument? _document;
    (string Track, int Channel, float Time)? _selected;
    CurveGrab _grab;
    Vector2 _pressedAt;
    float _startTime, _startValue;
    TrackItem? _startTrack;
    bool _isDragged;
    string _drag = "";
    int _drags;

    /// <summary>Where the curves are drawn; set before events are handed in.</summary>
    public Box Area { get; set; }

    public IReadOnlyList<CurveChannel> Channels => _channels;

    /// <summary>The value at the lower and upper edge.</summary>
    public float Low { get; private set; } = -1;

    /// <inheritdoc cref="Low"/>
    public float High { get; private set; } = 1;

    public CurveGrab Held => _grab;

    public bool IsSelected(CurveChannel channel, float time) => _selected == (channel.Track.Id, channel.Index, time);

    public bool IsHidden(CurveChannel channel) => _hidden.Contains(IdOf(channel));

    public void ToggleHidden(CurveChannel channel)
    {
        if (!_hidden.Add(IdOf(channel)))
            _hidden.Remove(IdOf(channel));
    }

    /// <summary>Brings the curves up to date with the document and its selection; once a frame, and before events.</summary>
    public void Show()
    {
        var document = sheet.Document;
        if (ReferenceEquals(document, _document) && document?.Version == _version)
            return;
        var before = _channels.Select(IdOf).ToArray();
        (_document, _version) = (document, document?.Version ?? -1);
        _channels = document is null ? [] : [.. Shown(document).SelectMany(ChannelsOf).Take(MostChannels)
            .Select((channel, i) => channel with { Color = Theme.Series[i % Theme.Series.Length] })];
        if (!before.SequenceEqual(_channels.Select(IdOf)))
            Fit();
        if (_selected is { } selected && (document?.TryFind(selected.Track) is not TrackItem track || !track.Keys.Any(key => key.Time == selected.Time)))
            _selected = null;
    }

    /// <summary>Shows the whole range of values.</summary>
    public void Fit()
    {
        var (low, high) = (float.MaxValue, float.MinValue);
        foreach (var channel in _channels)
            foreach (var key in channel.Curve.Keys)
                (low, high) = (MathF.Min(low, key.Value), MathF.Max(high, key.Value));
        if (low > high)
            (low, high) = (-1, 1);
        var margin = MathF.Max((high - low) * 0.15f, 0.05f);
        (Low, High) = (low - margin, high + margin);
    }

    public float YAt(float value) => Area.Bottom - (value - Low) / (High - Low) * Area.Height;

    public float ValueAt(float y) => Low + (Area.Bottom - y) / Area.Height * (High - Low);

    public float XAt(float time) => sheet.View.XAt(Area, time);

    /// <summary>The ends of the selected key's tangent handles; null for none selected.</summary>
    public (CurveChannel Channel, Vector2 Key, Vector2 In, Vector2 Out)? Handles
    {
        get
        {
            if (_selected is not { } selected)
                return null;
            foreach (var channel in _channels)
                if (channel.Track.Id == selected.Track && channel.Index == selected.Channel && !IsHidden(channel))
                    foreach (var key in channel.Curve.Keys)
                        if (key.Time == selected.Time)
                        {
                            var at = new Vector2(XAt(key.Time), YAt(key.Value));
                            return (channel, at, at - Direction(key.InTangent), at + Direction(key.OutTangent));
                        }
            return null;
        }
    }

    public CurveGrab GrabAt(Vector2 at)
    {
        if (!Area.Contains(at))
            return CurveGrab.None;
        if (Handles is { } handles)
        {
            if (Vector2.Distance(at, handles.Out) <= Reach)
                return CurveGrab.OutTangent;
            if (Vector2.Distance(at, handles.In) <= Reach)
                return CurveGrab.InTangent;
        }
        return KeyAt(at) is not null ? CurveGrab.Key : CurveGrab.Playhead;
    }

    public void Press(Vector2 at)
    {
        Show();
        (_grab, _pressedAt, _isDragged) = (GrabAt(at), at, false);
        _drag = $"curves-{++_drags}";
        if (_grab == CurveGrab.Playhead)
            _selected = null;
        if (_grab == CurveGrab.Key)
        {
            var (channel, key) = KeyAt(at)!.Value;
            _selected = (channel.Track.Id, channel.Index, key.Time);
            (_startTime, _startValue) = (key.Time, key.Value);
        }
        if (_selected is { } selected)
            _startTrack = _document!.TryFind(selected.Track) as TrackItem;
    }

    /// <param name="isStraight">A key moves in time or in value only, a handle turns without the one on the other side.</param>
    public void Drag(Vector2 at, bool isStraight = false)
    {
        if (_grab == CurveGrab.None || _document is null || (!_isDragged && Vector2.Distance(at, _pressedAt) <= DragAfter))
            return;
        _isDragged = true;
        switch (_grab)
        {
            case CurveGrab.Playhead: PanTo(at); break;
            case CurveGrab.Key: DragKey(at, isStraight); break;
            default: DragHandle(at, isStraight); break;
        }
        Show();
    }

    public void Release(Vector2 at, bool isStraight = false)
    {
        if (_isDragged)
        {
            Drag(at, isStraight);
            _document?.EndDrag();
        }
        else if (_grab == CurveGrab.Playhead)
        {
            sheet.Playback.IsPlaying = false;
            sheet.Playback.Seek(sheet.SnapTime(sheet.View.TimeAt(Area, at.X)));
        }
        (_grab, _isDragged) = (CurveGrab.None, false);
    }

    /// <summary>Zooms the values about a height.</summary>
    public void WheelValues(float y, float notches)
    {
        var value = ValueAt(y);
        var factor = MathF.Pow(1.25f, -notches);
        if ((High - Low) * factor is < 1e-3f or > 1e5f)
            return;
        (Low, High) = (value + (Low - value) * factor, value + (High - value) * factor);
    }

    /// <summary>Moves what is shown.</summary>
    public void Pan(Vector2 moved)
    {
        sheet.View.Pan(moved.X);
        var values = moved.Y / Area.Height * (High - Low);
        (Low, High) = (Low + values, High + values);
    }

    /// <summary>Tracks in the document's selection; without one, those of selected keys; else all that are few.</summary>
    TrackItem[] Shown(PoseDocument document)
    {
        var all = document.All<TrackItem>().Where(track => track.Keys.Count > 0 && track.Target.Channels > 0).ToArray();
        var selected = all.Where(track => DopeSheet.IsChosen(document, track)).ToArray();
        if (selected.Length == 0)
            selected = [.. all.Where(track => sheet.Selected.Any(key => key.Track == track.Id))];
        return selected.Length > 0 ? selected : all;
    }

    static IEnumerable<CurveChannel> ChannelsOf(TrackItem track)
    {
        var curves = track.Curves();
        for (var i = 0; i < curves.Length; i++)
            yield return new CurveChannel(track, i, $"{DopeRows.NameOf(track.Target)}: {NameOf(track.Target, i)}", curves[i],
                Theme.Text);
    }

    static string NameOf(TrackTarget target, int channel) => target.Kind switch
    {
        TrackKind.Joint or TrackKind.Offset => channel switch { 0 => "twist", 1 => "sideways", _ => "bend" },
        TrackKind.HipsPosition or TrackKind.HipsOffset => $"{"xyz"[channel]}",
        TrackKind.Gaze => channel switch { < 3 => $"{"xyz"[channel]}", 3 => "head", _ => "eyes" },
        TrackKind.Camera => channel switch { < 3 => $"{"xyz"[channel]}", < 6 => $"target {"xyz"[channel - 3]}", _ => "view angle" },
        TrackKind.Expression => "weight",
        _ => $"angle {channel + 1}",
    };

    static string IdOf(CurveChannel channel) => $"{channel.Track.Id}#{channel.Index}";

    (CurveChannel Channel, Keyframe Key)? KeyAt(Vector2 at)
    {
        (CurveChannel, Keyframe)? nearest = null;
        var least = Reach;
        foreach (var channel in _channels)
        {
            if (IsHidden(channel))
                continue;
            foreach (var key in channel.Curve.Keys)
                if (Vector2.Distance(at, new Vector2(XAt(key.Time), YAt(key.Value))) is var distance && distance <= least)
                    (nearest, least) = ((channel, key), distance);
        }
        return nearest;
    }

    /// <summary>From a key along its tangent, points.</summary>
    Vector2 Direction(float tangent)
    {
        var slope = tangent * Area.Height / (High - Low) / sheet.View.PointsPerSecond; // points up per point to the right
        return float.IsFinite(slope) ? Vector2.Normalize(new Vector2(1, -slope)) * HandleLength : new Vector2(0, -HandleLength);
    }

    void DragKey(Vector2 at, bool isStraight)
    {
        var (id, channel, _) = _selected!.Value;
        var moved = at - _pressedAt;
        if (isStraight)
            moved = MathF.Abs(moved.X) > MathF.Abs(moved.Y) ? moved with { Y = 0 } : moved with { X = 0 };
        var newTime = sheet.SnapTime(_startTime + moved.X / sheet.View.PointsPerSecond);
        var value = _startValue - moved.Y / Area.Height * (High - Low);
        if (_startTrack!.Target.Kind == TrackKind.Expression)
            value = Math.Clamp(value, 0, 1);
        var changed = moved.Y != 0 ? KeyEdits.SetValue(_startTrack, _startTime, channel, value) : _startTrack;
        if (newTime != _startTime)
            changed = KeyEdits.Retime(changed, [_startTime], _ => newTime);
        if (!changed.Equals(_document!.TryFind(id)))
            _document.Set("Move curve key", _drag, changed);
        _selected = (id, channel, newTime);
    }

    void DragHandle(Vector2 at, bool isStraight)
    {
        if (Handles is not { } handles)
            return;
        var toPointer = (at - handles.Key) * (_grab == CurveGrab.InTangent ? -1 : 1);
        var slope = -toPointer.Y / MathF.Max(toPointer.X, 0.5f); // a handle stays on its side
        var tangent = slope * (High - Low) / Area.Height * sheet.View.PointsPerSecond;
        var (id, channel, time) = _selected!.Value;
        var track = (TrackItem)_document!.TryFind(id)!;
        var key = handles.Channel.Curve.Keys.First(each => each.Time == time);
        var (inTangent, outTangent) = !isStraight ? (tangent, tangent) : _grab == CurveGrab.InTangent ? (tangent, key.OutTangent) : (key.InTangent, tangent);
        _document.Set("Tangent", _drag, KeyEdits.SetTangents(track, time, channel, inTangent, outTangent));
    }

    /// <summary>Drags beside keys move what is shown.</summary>
    void PanTo(Vector2 at)
    {
        Pan(at - _pressedAt);
        _pressedAt = at;
    }
}
