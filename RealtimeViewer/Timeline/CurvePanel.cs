using System.Numerics;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Timeline;

/// <summary>Draws a <see cref="CurveSheet"/> below the dope sheet's ruler, and hands it the pointer.</summary>
static class CurvePanel
{
    const float Step = 3; // points between samples of a curve
    const float RowHeight = 18;

    static readonly int Id = UiContext.IdOf("##curves");

    public static void Draw(UiContext ui, in DopeLayout layout, DopeSheet sheet, CurveSheet curves, ref float scroll)
    {
        curves.Area = layout.Tracks;
        curves.Show();
        HandlePointer(ui, layout, sheet, curves);
        ui.Draw.Rectangle(layout.Tracks, Theme.Pane);
        ui.Draw.PushClip(layout.Tracks);
        DrawGrid(ui.Draw, curves);
        foreach (var channel in curves.Channels)
            if (!curves.IsHidden(channel))
                DrawCurve(ui.Draw, curves, sheet, channel);
        DrawHandles(ui.Draw, curves);
        ui.Draw.PopClip();
        DrawNames(ui, layout.Names, curves, ref scroll);
        if (curves.Channels.Count == 0)
            ui.Centered(layout.Tracks, "No curves yet: set keys first", Theme.Faint);
    }

    static void HandlePointer(UiContext ui, in DopeLayout layout, DopeSheet sheet, CurveSheet curves)
    {
        var input = ui.Input;
        var isHeld = ui.Hold(Id, layout.Tracks);
        if (isHeld && input.WentDown(MouseButton.Left))
            curves.Press(input.Pointer);
        else if (isHeld)
            curves.Drag(input.Pointer, input.IsShiftDown);
        if (curves.Held != CurveGrab.None && (input.WentUp(MouseButton.Left) || !input.IsDown(MouseButton.Left)))
            curves.Release(input.Pointer, input.IsShiftDown);
        if (curves.GrabAt(input.Pointer) != CurveGrab.Playhead)
            ui.Tip(layout.Tracks, "Drag keys, and the handles of the selected one (Shift: one direction, one side); the wheel zooms time, with Ctrl values");
        if (!ui.IsHot(Id, layout.Tracks))
            return;
        if (input.Wheel != 0 && input.IsControlDown)
            curves.WheelValues(input.Pointer.Y, input.TakeWheel());
        else if (input.Wheel != 0)
            sheet.Wheel(input.Pointer, input.TakeWheel(), input.IsShiftDown, isControl: false);
        if (input.IsDown(MouseButton.Middle) || input.IsDown(MouseButton.Right))
            curves.Pan(input.Moved);
        if (curves.GrabAt(input.Pointer) is CurveGrab.Key or CurveGrab.InTangent or CurveGrab.OutTangent)
            ui.Cursor = StandardCursor.Hand;
    }

    static void DrawGrid(DrawList draw, CurveSheet curves)
    {
        var area = curves.Area;
        var step = new TimeScale(new Box(0, 0, area.Height, 0), curves.High - curves.Low).TickSeconds(minimumPoints: 28);
        for (var i = (int)MathF.Ceiling(curves.Low / step); i * step <= curves.High; i++)
        {
            var y = curves.YAt(i * step);
            draw.Line(new(area.X, y), new(area.Right, y), 1, i == 0 ? Theme.Faint.WithAlpha(0.7f) : Theme.Rim.WithAlpha(0.6f));
            draw.Write(Face.Small, new Vector2(area.X + 4, y - 15), Theme.Faint, $"{i * step:0.###}");
        }
    }

    static void DrawCurve(DrawList draw, CurveSheet curves, DopeSheet sheet, CurveChannel channel)
    {
        var area = curves.Area;
        var before = new Vector2(area.X, curves.YAt(channel.Curve.Evaluate(MathF.Max(0, sheet.View.From))));
        for (var x = area.X + Step; x <= area.Right + Step; x += Step)
        {
            var at = new Vector2(x, curves.YAt(channel.Curve.Evaluate(sheet.View.TimeAt(area, x))));
            if (MathF.Max(before.Y, at.Y) >= area.Y && MathF.Min(before.Y, at.Y) <= area.Bottom)
                draw.Line(before, at, 1.5f, channel.Color);
            before = at;
        }
        var last = float.MinValue;
        foreach (var key in channel.Curve.Keys)
        {
            var x = curves.XAt(key.Time);
            if (x < area.X - 8 || x > area.Right + 8 || x - last < 2)
                continue;
            last = x;
            draw.Diamond(new(x, curves.YAt(key.Value)), 10, curves.IsSelected(channel, key.Time) ? Theme.Warning : channel.Color, Theme.Pane);
        }
    }

    static void DrawHandles(DrawList draw, CurveSheet curves)
    {
        if (curves.Handles is not { } handles)
            return;
        draw.Line(handles.In, handles.Key, 1, Theme.Warning);
        draw.Line(handles.Key, handles.Out, 1, Theme.Warning);
        draw.Disc(handles.In, 8, Theme.Warning);
        draw.Disc(handles.Out, 8, Theme.Warning);
    }

    static void DrawNames(UiContext ui, Box box, CurveSheet curves, ref float scroll)
    {
        var content = ui.BeginScroll("##curveNames", box, curves.Channels.Count * RowHeight, ref scroll);
        for (var i = 0; i < curves.Channels.Count; i++)
        {
            var channel = curves.Channels[i];
            var row = new Box(content.X, content.Y + i * RowHeight, content.Width, RowHeight);
            if (row.Bottom < box.Y || row.Y > box.Bottom)
                continue;
            if (ui.Click(HashCode.Combine(Id, i) | 1, row))
                curves.ToggleHidden(channel);
            var isHidden = curves.IsHidden(channel);
            ui.Draw.Rectangle(new Box(row.X + 6, row.Y + 5, 8, 8), isHidden ? Theme.Control : channel.Color, 2);
            ui.Label(row.WithoutLeft(20), channel.Name, isHidden ? Theme.Faint : Theme.Text, Face.Small);
            ui.Tip(row, channel.Name + ": click to hide or show");
        }
        ui.EndScroll(ref scroll);
    }
}
