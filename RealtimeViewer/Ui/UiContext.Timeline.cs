using System.Numerics;

namespace Avatars.Viewer.Ui;

sealed partial class UiContext
{
    /// <summary>A ruler of time with a playhead that can be dragged.</summary>
    /// <param name="time">Seconds; moved by the user.</param>
    /// <returns>Whether the user moved it.</returns>
    public bool Timeline(string name, Box box, ref float time, float length)
    {
        var id = IdOf(name);
        var scale = new TimeScale(box.Inset(8, 0), length);
        var moved = Hold(id, box);
        if (moved)
            time = scale.TimeAt(input.Pointer.X);
        if (IsHot(id, box))
            Cursor = Silk.NET.Input.StandardCursor.HResize;
        draw.Rectangle(box, Theme.Pane, Theme.Corner);
        DrawTicks(box, scale);
        var head = scale.XAt(time);
        draw.Rectangle(box.Left(head - box.X), Theme.Accent.WithAlpha(0.10f), Theme.Corner);
        draw.Line(new(head, box.Y + 2), new(head, box.Bottom - 2), 2, Theme.Accent);
        draw.Disc(new(head, box.Y + 5), 9, moved ? UiColor.White : Theme.Accent);
        return moved;
    }

    void DrawTicks(Box box, TimeScale scale)
    {
        var step = scale.TickSeconds(minimumPoints: 70);
        for (var i = 0; i * step <= scale.Length + 1e-3f; i++)
        {
            var x = scale.XAt(i * step);
            draw.Line(new(x, box.Bottom - 6), new(x, box.Bottom - 2), 1, Theme.Faint);
            if (x + 40 < box.Right)
                draw.Write(Face.Small, new Vector2(x + 4, box.Bottom - 18), Theme.Faint, $"{i * step:0.##} s");
        }
    }
}
