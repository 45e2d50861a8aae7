using System.Numerics;
using Avatars.Posing;
using Avatars.Signing.Editing;

namespace Avatars.Viewer.Timeline;

/// <summary>Clips and signs as blocks: moved as a whole, trimmed at their ends.</summary>
sealed partial class DopeSheet
{
    const float BarEdge = 6; // points at either end that trim

    SceneItem? _grabbedItem; // as it was when the drag began
    IReadOnlyList<SignItem> _grabbedSigns = []; // of its person

    /// <summary>The block at a position, and the part of it.</summary>
    DopeBar? BarAt(Vector2 at, out DopeGrab grab)
    {
        grab = DopeGrab.Box;
        var index = Layout.RowAt(at.Y, Scroll);
        if (index < 0 || index >= _rows.Count)
            return null;
        foreach (var bar in _rows[index].Bars)
        {
            var (from, to) = (View.XAt(Layout.Tracks, bar.Start), View.XAt(Layout.Tracks, bar.End));
            if (at.X < from - BarEdge / 2 || at.X > to + BarEdge / 2)
                continue;
            if (_rows[index].Kind == DopeRowKind.Sound)
            {
                grab = DopeGrab.Bar; // recordings are not trimmed
                return bar;
            }
            var edge = MathF.Min(BarEdge, (to - from) / 4); // a short block can still be moved
            grab = at.X < from + edge ? DopeGrab.BarStart : at.X > to - edge ? DopeGrab.BarEnd : DopeGrab.Bar;
            return bar;
        }
        return null;
    }

    void PressBar(Vector2 at)
    {
        var bar = BarAt(at, out _)!;
        _selected.Clear();
        (SelectedBar, SelectedMarker) = (bar.Id, "");
        _grabbedItem = _document!.TryFind(bar.Id);
        _grabbedTime = _grab == DopeGrab.BarEnd ? bar.End : bar.Start;
        _grabbedSigns = _grabbedItem is SignItem sign ? GlossTrack.Of(_document, sign.Person) : [];
    }

    void DragBar(Vector2 at)
    {
        var time = _grabbedTime + (at.X - _pressedAt.X) / View.PointsPerSecond;
        if (_grabbedItem is not SoundItem || time > 0)
            time = Snap(time); // only a recording may begin before the scene
        if (_grabbedItem is SignItem sign)
            SetSigns(sign.Person, Dragged(sign, time), SignLabel, _drag);
        else if (_grabbedItem is ClipItem clip && Dragged(clip, time) is var changed && !changed.Equals(_document!.TryFind(changed.Id)))
            _document.Set(_grab == DopeGrab.Bar ? "Move clip" : "Trim clip", _drag, changed);
        else if (_grabbedItem is SoundItem sound && sound with { Start = time } is var moved && !moved.Equals(_document!.TryFind(moved.Id)))
            _document.Set("Move sound", _drag, moved);
        Refresh();
    }

    ClipItem Dragged(ClipItem clip, float time)
    {
        var (length, frame) = (MotionSeconds(clip), 1 / FramesPerSecond);
        var seconds = ClipTracks.SecondsOf(clip, length);
        if (_grab == DopeGrab.Bar)
            return clip with { Start = time };
        if (_grab == DopeGrab.BarEnd)
        {
            var most = clip.IsLooped ? float.MaxValue : MathF.Max(frame, (length - clip.From) / clip.Speed);
            return clip with { Seconds = Math.Clamp(time - clip.Start, frame, MathF.Max(most, frame)) };
        }
        // The start: what is shown at a time stays, so that the place in the file moves along.
        var earliest = MathF.Max(0, clip.Start - clip.From / clip.Speed);
        var start = Math.Clamp(time, earliest, MathF.Max(earliest, clip.Start + seconds - frame));
        return clip with { Start = start, From = MathF.Max(0, clip.From + (start - clip.Start) * clip.Speed), Seconds = clip.Start + seconds - start };
    }

    string SignLabel => _grab == DopeGrab.Bar ? "Move sign" : _isControl && _grab == DopeGrab.BarEnd ? "Hold sign" : "Trim sign";

    /// <summary>All signs of the person: those behind the dragged one move with its end.</summary>
    IReadOnlyList<SignItem> Dragged(SignItem sign, float time) => _grab switch
    {
        DopeGrab.Bar => GlossEdits.Move(_grabbedSigns, sign.Id, time),
        DopeGrab.BarStart => GlossEdits.SetStart(_grabbedSigns, sign.Id, time),
        _ when _isControl => GlossEdits.SetHold(_grabbedSigns, sign.Id, sign.Hold + time - sign.End),
        _ => GlossEdits.SetEnd(_grabbedSigns, sign.Id, time),
    };

    /// <summary>With keys where a scene is open in an editor; else the blocks alone.</summary>
    void SetSigns(string person, IReadOnlyList<SignItem> signs, string label, string drag)
    {
        if (Signs is not null)
            Signs.Set(person, signs, label, drag);
        else if (signs.Where(sign => !sign.Equals(_document!.TryFind(sign.Id))).ToArray() is { Length: > 0 } changed)
            _document!.Set(label, drag, changed);
    }

    void DeleteSign(SignItem sign)
    {
        if (Signs is not null)
            Signs.Set(sign.Person, GlossEdits.Remove(GlossTrack.Of(_document!, sign.Person), sign.Id), "Delete sign");
        else
            _document!.Remove("Delete sign", sign.Id);
    }
}
