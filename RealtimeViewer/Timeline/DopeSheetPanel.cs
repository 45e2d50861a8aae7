using System.Numerics;
using Avatars.Posing;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Timeline;

/// <summary>Draws a <see cref="DopeSheet"/> and hands it the pointer.</summary>
static class DopeSheetPanel
{
    const float KeySize = 11;
    const float LeastKeyDistance = 2; // points: closer keys are drawn as one

    static readonly UiColor Selected = Theme.Warning;
    static readonly int Id = UiContext.IdOf("##dope-sheet");

    /// <param name="isRulerOnly">Leaves the rows to another view of the keys.</param>
    public static void Draw(UiContext ui, Box box, DopeSheet sheet, bool isRulerOnly = false)
    {
        var layout = sheet.Layout = DopeLayout.Of(box);
        if (isRulerOnly)
            box = layout.Ruler;
        HandlePointer(ui, box, sheet);
        var grab = sheet.GrabAt(ui.Input.Pointer);
        if (layout.Names.Contains(ui.Input.Pointer))
            ui.Tip(box, "Click a row to select its joints; the wheel scrolls");
        else if (grab != DopeGrab.Box) // over nothing a tooltip would only be in the way
            ui.Tip(box, TipOf(grab));
        ui.Draw.Rectangle(box, Theme.Pane, Theme.Corner);
        DrawRuler(ui.Draw, layout, sheet);
        if (isRulerOnly)
            return;
        ui.Draw.PushClip(layout.Names);
        for (var i = 0; i < sheet.Rows.Count; i++)
            DrawName(ui, layout, sheet, i);
        ui.Draw.PopClip();
        ui.Draw.PushClip(layout.Tracks);
        for (var i = 0; i < sheet.Rows.Count; i++)
        {
            DrawKeys(ui.Draw, layout, sheet, i);
            DrawBars(ui, layout, sheet, i);
        }
        DrawScaleHandles(ui.Draw, layout, sheet);
        if (sheet.Rubber is { } rubber)
            DrawRubber(ui.Draw, rubber);
        ui.Draw.PopClip();
        DrawPlayhead(ui.Draw, layout, sheet);
        ui.ScrollMark(layout.Tracks.WithoutRight(6), sheet.Rows.Count * DopeLayout.RowHeight, sheet.Scroll);
        if (sheet.Rows.Count == 0 && sheet.Document is not null)
            ui.Centered(layout.Tracks, "No keys yet: pose the person, or set a key of the whole pose with K", Theme.Faint);
    }

    static void HandlePointer(UiContext ui, Box box, DopeSheet sheet)
    {
        var input = ui.Input;
        var isHeld = ui.Hold(Id, box);
        if (isHeld && input.WentDown(MouseButton.Left))
            sheet.Press(input.Pointer, input.IsShiftDown, input.IsControlDown);
        else if (isHeld)
            sheet.Drag(input.Pointer);
        if (sheet.Held != DopeGrab.None && (input.WentUp(MouseButton.Left) || !input.IsDown(MouseButton.Left)))
            sheet.Release(input.Pointer);
        sheet.IsPointedAt = ui.IsOver(box);
        if (!ui.IsHot(Id, box))
            return;
        if (input.Wheel != 0)
            sheet.Wheel(input.Pointer, input.TakeWheel(), input.IsShiftDown, input.IsControlDown);
        if (input.IsDown(MouseButton.Middle) || input.IsDown(MouseButton.Right))
            sheet.Pan(input.Moved);
        var grab = sheet.Held != DopeGrab.None ? sheet.Held : sheet.GrabAt(input.Pointer);
        ui.Cursor = grab switch
        {
            DopeGrab.Keys or DopeGrab.Marker or DopeGrab.Bar => StandardCursor.Hand,
            DopeGrab.BarStart or DopeGrab.BarEnd or DopeGrab.ScaleStart or DopeGrab.ScaleEnd
                or DopeGrab.LoopStart or DopeGrab.LoopEnd or DopeGrab.End => StandardCursor.HResize,
            _ => ui.Cursor,
        };
    }

    static string TipOf(DopeGrab grab) => grab switch
    {
        DopeGrab.Playhead => "Drag to any time",
        DopeGrab.ScaleStart or DopeGrab.ScaleEnd => "Drag to scale the selected keys in time",
        DopeGrab.LoopRange => "Drag to loop a part; click to go there",
        DopeGrab.LoopStart or DopeGrab.LoopEnd => "End of the loop: drag; drag both ends together for none",
        DopeGrab.End => "End of the scene: drag to change its length",
        DopeGrab.Bar => "Drag to move in time, its ends to trim; selected, its properties are in the bar above; Delete removes it",
        DopeGrab.BarStart => "Drag to trim",
        DopeGrab.BarEnd => "Drag to trim; a sign is signed faster or slower, and with Ctrl its last posture is held longer",
        DopeGrab.Marker => "Marker: drag to move; selected, its name is in the bar above; Delete removes it",
        _ => "Drag keys to move them (Ctrl copies), drag beside them to select; the wheel zooms, with Shift it moves in time",
    };

    static void DrawRuler(DrawList draw, in DopeLayout layout, DopeSheet sheet)
    {
        var (ruler, view, playback) = (layout.Ruler, sheet.View, sheet.Playback);
        draw.Rectangle(ruler, Theme.Panel);
        draw.PushClip(ruler);
        var (zero, end) = (view.XAt(layout.Tracks, 0), view.XAt(layout.Tracks, playback.Length));
        draw.Rectangle(new Box(zero, ruler.Y, end - zero, layout.MarkerStrip.Height), Theme.Control);
        if (playback.HasLoopRange)
        {
            var (from, to) = (view.XAt(layout.Tracks, playback.LoopFrom), view.XAt(layout.Tracks, playback.LoopTo));
            draw.Rectangle(new Box(from, ruler.Y, to - from, layout.MarkerStrip.Height), Theme.Good.WithAlpha(playback.IsLooping ? 0.55f : 0.25f), 3);
        }
        draw.Rectangle(new Box(end - 2, ruler.Y, 4, layout.MarkerStrip.Height), Theme.Dim, 2);
        DrawTicks(draw, layout, sheet);
        draw.PopClip();
        draw.PushClip(layout.Ruler with { Height = layout.Ruler.Height + layout.Tracks.Height });
        if (sheet.Document is { } document)
            foreach (var marker in document.All<MarkerItem>())
                DrawMarker(draw, layout, sheet, marker);
        draw.PopClip();
    }

    static void DrawTicks(DrawList draw, in DopeLayout layout, DopeSheet sheet)
    {
        var step = sheet.View.LabelSeconds(leastPoints: 60);
        var (top, bottom) = (layout.Ruler.Y, layout.Ruler.Bottom);
        for (var i = (int)MathF.Max(0, MathF.Floor(sheet.View.From / step)); ; i++)
        {
            var x = sheet.View.XAt(layout.Tracks, i * step);
            if (x > layout.Ruler.Right)
                return;
            draw.Line(new(x, bottom - 7), new(x, bottom), 1, Theme.Faint);
            draw.Write(Face.Small, new Vector2(x + 4, top + 16), Theme.Dim, $"{i * step:0.###}");
            for (var k = 1; k < 5; k++)
                draw.Line(new(x + k * step / 5 * sheet.View.PointsPerSecond, bottom - 3), new(x + k * step / 5 * sheet.View.PointsPerSecond, bottom), 1,
                    Theme.Faint);
        }
    }

    static void DrawMarker(DrawList draw, in DopeLayout layout, DopeSheet sheet, MarkerItem marker)
    {
        var x = sheet.View.XAt(layout.Tracks, marker.Time);
        var color = marker.Id == sheet.SelectedMarker ? Selected : Theme.Series[2];
        draw.Line(new(x, layout.Ruler.Bottom), new(x, layout.Tracks.Bottom), 1, color.WithAlpha(0.5f));
        draw.Diamond(new(x, layout.Ruler.Y + 7), 12, color, Theme.Panel);
        draw.Text(Face.Small, new(x + 8, layout.Ruler.Y - 1), marker.Name, color);
    }

    static void DrawName(UiContext ui, in DopeLayout layout, DopeSheet sheet, int index)
    {
        var row = sheet.Rows[index];
        var box = layout.NameOf(index, sheet.Scroll);
        if (box.Bottom < layout.Names.Y || box.Y > layout.Names.Bottom)
            return;
        var isSelected = sheet.IsSelected(row);
        if (isSelected || ui.IsHot(Id, box))
            ui.Draw.Rectangle(box, isSelected ? Theme.Accent.WithAlpha(0.22f) : Theme.Control);
        if (row.CanOpen)
            DrawArrow(ui.Draw, new(box.X + 12, box.Center.Y), row.IsOpen);
        var color = row.Kind == DopeRowKind.Summary || row.CanOpen ? Theme.Text : Theme.Dim;
        ui.Label(box.WithoutLeft(22 + row.Depth * 12), row.Name, color, Face.Small);
    }

    static void DrawArrow(DrawList draw, Vector2 at, bool isOpen)
    {
        var (a, b, c) = isOpen ? (new Vector2(-4, -2), new Vector2(0, 3), new Vector2(4, -2)) : (new(-2, -4), new(3, 0), new(-2, 4));
        draw.Line(at + a, at + b, 1.5f, Theme.Dim);
        draw.Line(at + b, at + c, 1.5f, Theme.Dim);
    }

    static void DrawKeys(DrawList draw, in DopeLayout layout, DopeSheet sheet, int index)
    {
        var box = layout.TrackOf(index, sheet.Scroll);
        if (box.Bottom < layout.Tracks.Y || box.Y > layout.Tracks.Bottom)
            return;
        var row = sheet.Rows[index];
        var fill = row.Kind == DopeRowKind.Summary ? Theme.Control : index % 2 == 0 ? Theme.Panel.WithAlpha(0.5f) : Theme.Pane;
        draw.Rectangle(box, sheet.IsSelected(row) ? Theme.Accent.WithAlpha(0.10f) : fill);
        var color = row.Kind == DopeRowKind.Track ? Theme.Text : Theme.Dim;
        var last = float.MinValue;
        for (var i = row.FirstFrom(sheet.View.From - KeySize / sheet.View.PointsPerSecond); i < row.Times.Length; i++)
        {
            var x = sheet.View.XAt(layout.Tracks, row.Times[i]);
            if (x > box.Right + KeySize)
                return;
            if (x - last < LeastKeyDistance)
                continue;
            last = x;
            draw.Diamond(new(x, box.Center.Y), KeySize, sheet.IsSelected(row, row.Times[i]) ? Selected : color, Theme.Pane);
        }
    }

    static void DrawBars(UiContext ui, in DopeLayout layout, DopeSheet sheet, int index)
    {
        var row = sheet.Rows[index];
        var track = layout.TrackOf(index, sheet.Scroll);
        foreach (var bar in row.Bars)
        {
            var (from, to) = (sheet.View.XAt(layout.Tracks, bar.Start), sheet.View.XAt(layout.Tracks, bar.End));
            if (to < track.X || from > track.Right)
                continue;
            var box = new Box(from, track.Y + 2, MathF.Max(to - from, 3), track.Height - 4);
            var isSelected = bar.Id == sheet.SelectedBar;
            var color = row.Kind switch { DopeRowKind.Clip => Theme.Series[5], DopeRowKind.Sound => Theme.Series[2], _ => Theme.Series[0] };
            ui.Draw.Rectangle(box, color.WithAlpha(isSelected ? 0.55f : row.Kind == DopeRowKind.Sound ? 0.12f : 0.3f), 4, isSelected ? Selected : color, 1);
            if (row.Sound is { } sound)
            {
                Waveform.Draw(ui.Draw, box.Intersect(track), sound, sheet.View, layout.Tracks, bar.Start, color);
                continue; // the row's name says which
            }
            if (bar.Hold > 0)
            {
                var held = MathF.Min(box.Width, bar.Hold * sheet.View.PointsPerSecond);
                ui.Draw.Rectangle(box.WithoutLeft(box.Width - held), color.WithAlpha(0.35f), 4);
            }
            ui.Label(box.Inset(8, 0), bar.Name, Theme.Text, Face.Small);
        }
    }

    static void DrawScaleHandles(DrawList draw, in DopeLayout layout, DopeSheet sheet)
    {
        if (sheet.ScaleHandles is not { } handles)
            return;
        var box = layout.TrackOf(0, sheet.Scroll);
        var inner = new Box(handles.Start, box.Y + 2, handles.End - handles.Start, box.Height - 4);
        draw.Rectangle(inner, Selected.WithAlpha(0.10f), 3, Selected.WithAlpha(0.4f), 1);
        foreach (var x in (ReadOnlySpan<float>)[handles.Start, handles.End])
            draw.Rectangle(new Box(x - 2, inner.Y, 4, inner.Height), Selected, 2);
    }

    static void DrawRubber(DrawList draw, (Vector2 From, Vector2 To) rubber)
    {
        var (low, high) = (Vector2.Min(rubber.From, rubber.To), Vector2.Max(rubber.From, rubber.To));
        draw.Rectangle(new Box(low.X, low.Y, high.X - low.X, high.Y - low.Y), Theme.Accent.WithAlpha(0.15f), 1, Theme.Accent, 1);
    }

    public static void DrawPlayhead(DrawList draw, in DopeLayout layout, DopeSheet sheet)
    {
        var x = sheet.View.XAt(layout.Tracks, sheet.Playback.Time);
        draw.PushClip(new Box(layout.Tracks.X - 6, layout.Ruler.Y, layout.Tracks.Width + 6, layout.Ruler.Height + layout.Tracks.Height));
        draw.Line(new(x, layout.MarkerStrip.Bottom + 4), new(x, layout.Tracks.Bottom), 2, Theme.Accent);
        draw.Disc(new(x, layout.MarkerStrip.Bottom + 5), 9, Theme.Accent);
        draw.PopClip();
    }
}
