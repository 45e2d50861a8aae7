using System.Numerics;
using Avatars.Posing;

namespace Avatars.Viewer.Timeline;

/// <summary>What a press of the pointer takes hold of.</summary>
enum DopeGrab
{
    None,
    Playhead,
    LoopRange,
    LoopStart,
    LoopEnd,

    /// <summary>The scene's length.</summary>
    End,
    Marker,
    Keys,

    /// <summary>The first of the selected keys, which scales them about the last.</summary>
    ScaleStart,
    ScaleEnd,

    /// <summary>A clip or sign as a whole.</summary>
    Bar,
    BarStart,
    BarEnd,

    /// <summary>Selects the keys in a rectangle.</summary>
    Box,
}

sealed partial class DopeSheet
{
    const float Reach = 6; // points around a handle
    const float DragAfter = 3; // points
    public const float ScaleHandleOffset = 12; // points outside the first and last selected key

    readonly HashSet<KeyReference> _selectedBefore = [];
    DopeGrab _grab;
    Vector2 _pressedAt;
    Vector2 _pointer;
    float _grabbedTime; // of the key or handle that was taken
    bool _isDragged;
    bool _isShift, _isControl;
    string _drag = "";
    int _drags;

    /// <summary>What is held now.</summary>
    public DopeGrab Held => _grab;

    /// <summary>The rectangle that is being drawn; null for none.</summary>
    public (Vector2 From, Vector2 To)? Rubber => _grab == DopeGrab.Box && _isDragged ? (_pressedAt, _pointer) : null;

    /// <summary>What a press would take hold of.</summary>
    public DopeGrab GrabAt(Vector2 at)
    {
        if (_document is null)
            return DopeGrab.None;
        if (Layout.Ruler.Contains(at))
            return GrabInRuler(at);
        if (!Layout.Tracks.Contains(at))
            return DopeGrab.None;
        if (ScaleHandles is { } handles && at.Y < Layout.TrackOf(0, Scroll).Bottom)
        {
            if (MathF.Abs(at.X - handles.Start) <= Reach)
                return DopeGrab.ScaleStart;
            if (MathF.Abs(at.X - handles.End) <= Reach)
                return DopeGrab.ScaleEnd;
        }
        if (BarAt(at, out var grab) is not null)
            return grab;
        return KeysAt(at, out _) is not null ? DopeGrab.Keys : DopeGrab.Box;
    }

    /// <summary>Where the handles are that scale the selected keys; null for fewer than two times.</summary>
    public (float Start, float End)? ScaleHandles => SelectedRange is { } range && range.To > range.From
        ? (View.XAt(Layout.Tracks, range.From) - ScaleHandleOffset, View.XAt(Layout.Tracks, range.To) + ScaleHandleOffset) : null;

    /// <param name="isShift">Adds to the selection.</param>
    /// <param name="isControl">Takes in and out of the selection; a drag of keys copies them.</param>
    public void Press(Vector2 at, bool isShift = false, bool isControl = false)
    {
        if (_document is null)
            return;
        (_pressedAt, _pointer, _isDragged, _isShift, _isControl) = (at, at, false, isShift, isControl);
        if (Layout.Names.Contains(at))
        {
            PressName(at);
            return;
        }
        _grab = GrabAt(at);
        _drag = $"dope-sheet-{++_drags}";
        _selectedBefore.Clear();
        _selectedBefore.UnionWith(_selected);
        if (_grab is DopeGrab.Keys or DopeGrab.Box or DopeGrab.Marker)
            SelectedBar = "";
        switch (_grab)
        {
            case DopeGrab.Playhead:
                Scrub(at);
                break;
            case DopeGrab.Keys:
                PressKeys(at);
                break;
            case DopeGrab.ScaleStart or DopeGrab.ScaleEnd when SelectedRange is { } range:
                _grabbedTime = _grab == DopeGrab.ScaleStart ? range.From : range.To;
                break;
            case DopeGrab.LoopStart or DopeGrab.LoopEnd:
                _grabbedTime = _grab == DopeGrab.LoopStart ? Playback.LoopTo : Playback.LoopFrom; // the end that stays
                break;
            case DopeGrab.Bar or DopeGrab.BarStart or DopeGrab.BarEnd:
                PressBar(at);
                break;
            case DopeGrab.Marker:
                SelectedMarker = MarkerAt(at)!.Id;
                _selected.Clear();
                break;
        }
    }

    /// <summary>The pointer moves while pressed.</summary>
    public void Drag(Vector2 at)
    {
        _pointer = at;
        if (_grab == DopeGrab.None || _document is null)
            return;
        if (!_isDragged)
        {
            if (Vector2.Distance(at, _pressedAt) <= DragAfter && _grab != DopeGrab.Playhead)
                return;
            _isDragged = true;
            TakeSnapshot();
        }
        var time = Snap(View.TimeAt(Layout.Tracks, at.X));
        switch (_grab)
        {
            case DopeGrab.Playhead: Scrub(at); break;
            case DopeGrab.LoopRange: Playback.SetLoopRange(Snap(View.TimeAt(Layout.Tracks, _pressedAt.X)), time); break;
            case DopeGrab.LoopStart: Playback.SetLoopRange(MathF.Min(time, _grabbedTime), _grabbedTime); break;
            case DopeGrab.LoopEnd: Playback.SetLoopRange(_grabbedTime, MathF.Max(time, _grabbedTime)); break;
            case DopeGrab.End: SetLength(time); break;
            case DopeGrab.Marker: MoveMarker(time); break;
            case DopeGrab.Bar or DopeGrab.BarStart or DopeGrab.BarEnd: DragBar(at); break;
            case DopeGrab.Keys: DragKeys(at); break;
            case DopeGrab.ScaleStart or DopeGrab.ScaleEnd: ScaleKeys(at); break;
            case DopeGrab.Box: SelectInRubber(); break;
        }
    }

    public void Release(Vector2 at)
    {
        if (_document is null)
            return;
        if (_isDragged)
            Drag(at);
        else if (_grab == DopeGrab.LoopRange)
            Scrub(at);
        else if (_grab == DopeGrab.Box && !_isShift && !_isControl)
            Deselect();
        else if (_grab == DopeGrab.Keys)
            ClickKeys(at);
        if (_isDragged)
        {
            if (_grabbedItem is SignItem sign && _grab is DopeGrab.Bar or DopeGrab.BarStart or DopeGrab.BarEnd)
                Signs?.EndDrag(sign.Person, SignLabel, _drag);
            _document.EndDrag();
        }
        (_grab, _isDragged) = (DopeGrab.None, false);
        _snapshot.Clear();
    }

    /// <summary>Over the tracks the wheel zooms, with Shift it moves in time; over the names, and with Control, it scrolls the rows.</summary>
    public void Wheel(Vector2 at, float notches, bool isShift, bool isControl)
    {
        if (Layout.Names.Contains(at) || isControl)
            ScrollBy(-notches * DopeLayout.RowHeight * 2);
        else if (isShift)
            View.Pan(notches * 60);
        else
            View.Zoom(Layout.Tracks, at.X, notches);
    }

    /// <summary>Moves what is shown, with the middle button.</summary>
    public void Pan(Vector2 moved)
    {
        View.Pan(moved.X);
        ScrollBy(-moved.Y);
    }

    void Deselect()
    {
        _selected.Clear();
        SelectedMarker = "";
    }

    DopeGrab GrabInRuler(Vector2 at)
    {
        if (!Layout.MarkerStrip.Contains(at))
            return DopeGrab.Playhead;
        bool Near(float time) => MathF.Abs(View.XAt(Layout.Tracks, time) - at.X) <= Reach;
        if (MarkerAt(at) is not null)
            return DopeGrab.Marker;
        if (Playback.HasLoopRange && Near(Playback.LoopFrom))
            return DopeGrab.LoopStart;
        if (Playback.HasLoopRange && Near(Playback.LoopTo))
            return DopeGrab.LoopEnd;
        return Near(Playback.Length) ? DopeGrab.End : DopeGrab.LoopRange;
    }

    MarkerItem? MarkerAt(Vector2 at)
    {
        MarkerItem? nearest = null;
        var least = Reach;
        foreach (var marker in _document!.All<MarkerItem>())
            if (MathF.Abs(View.XAt(Layout.Tracks, marker.Time) - at.X) is var distance && distance <= least)
                (nearest, least) = (marker, distance);
        return nearest;
    }

    /// <summary>The row and time of the key at a position.</summary>
    DopeRow? KeysAt(Vector2 at, out float time)
    {
        time = 0;
        var index = Layout.RowAt(at.Y, Scroll);
        if (index < 0 || index >= _rows.Count)
            return null;
        var row = _rows[index];
        var (least, found) = (Reach, false);
        for (var i = row.FirstFrom(View.TimeAt(Layout.Tracks, at.X - Reach)); i < row.Times.Length; i++)
        {
            var distance = MathF.Abs(View.XAt(Layout.Tracks, row.Times[i]) - at.X);
            if (View.XAt(Layout.Tracks, row.Times[i]) > at.X + Reach)
                break;
            if (distance <= least)
                (least, time, found) = (distance, row.Times[i], true);
        }
        return found ? row : null;
    }

    IEnumerable<KeyReference> KeysOf(DopeRow row, float time)
    {
        foreach (var id in row.Tracks)
            if (_document!.TryFind(id) is TrackItem track && track.Keys.Any(key => key.Time == time))
                yield return new KeyReference(id, time);
    }

    void PressName(Vector2 at)
    {
        var index = Layout.RowAt(at.Y, Scroll);
        if (index < 0 || index >= _rows.Count)
            return;
        var row = _rows[index];
        if (row.CanOpen && at.X < Layout.Names.X + 22)
            Toggle(row);
        else if (row.Tracks.Count > 0)
        {
            string[] ids = _isShift || _isControl ? [.. _document!.Selection.Union(row.Tracks)] : [.. row.Tracks];
            if (!_document!.Selection.SequenceEqual(ids))
                _document.Set("Select", "select", new SelectionItem(ids));
        }
    }

    void PressKeys(Vector2 at)
    {
        var row = KeysAt(at, out _grabbedTime)!;
        SelectedMarker = "";
        if (IsSelected(row, _grabbedTime) || _isControl)
            return; // a drag takes all that is selected; a click without one selects on release
        if (!_isShift)
            _selected.Clear();
        _selected.UnionWith(KeysOf(row, _grabbedTime));
    }

    void ClickKeys(Vector2 at)
    {
        if (KeysAt(at, out var time) is not { } row)
            return;
        var keys = KeysOf(row, time).ToArray();
        if (_isControl && keys.All(_selected.Contains))
            _selected.ExceptWith(keys);
        else
        {
            if (!_isShift && !_isControl)
                _selected.Clear();
            _selected.UnionWith(keys);
        }
    }

    void SelectInRubber()
    {
        _selected.Clear();
        if (_isShift || _isControl)
            _selected.UnionWith(_selectedBefore);
        var (low, high) = (Vector2.Min(_pressedAt, _pointer), Vector2.Max(_pressedAt, _pointer));
        var from = View.From + (low.X - Layout.Tracks.X) / View.PointsPerSecond;
        var to = View.From + (high.X - Layout.Tracks.X) / View.PointsPerSecond;
        for (var i = Math.Max(0, Layout.RowAt(low.Y, Scroll)); i < _rows.Count && i <= Layout.RowAt(high.Y, Scroll); i++)
            foreach (var id in _rows[i].Tracks)
                if (_document!.TryFind(id) is TrackItem track)
                    foreach (var key in track.Keys)
                        if (key.Time >= from && key.Time <= to)
                            _selected.Add(new KeyReference(id, key.Time));
    }

    void Scrub(Vector2 at)
    {
        Playback.IsPlaying = false;
        Playback.Seek(Snap(View.TimeAt(Layout.Tracks, at.X)));
    }
}
