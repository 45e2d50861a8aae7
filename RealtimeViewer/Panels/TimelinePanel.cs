using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>Play, pause, step, scrub, and how fast.</summary>
sealed class TimelinePanel : IPanel
{
    const float Height = 60;

    public string Title => "Timeline";

    public string Tip => "Time of the motion";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var playback = session.Playback;
        var inner = box.Inset(Theme.Padding, 8).Top(Height);
        DrawButtons(ui, inner.Left(150), playback);
        var right = inner.RightPart(250);
        var time = playback.Time;
        var ruler = inner.WithoutLeft(160).WithoutRight(right.Width + Theme.Padding);
        if (ui.Timeline("##timeline", ruler, ref time, playback.Length))
            playback.Seek(time);
        ui.Tip(ruler, "Drag to any time");
        DrawFigures(ui, right, playback);
    }

    static void DrawButtons(UiContext ui, Box box, Playback playback)
    {
        var small = box.Inset(0, (box.Height - 30) / 2) with { Width = 30 };
        if (ui.IconButton("##start", Icon.ToStart, small))
            playback.Seek(0);
        ui.Tip(small, "To the start (Home)");
        small = small with { X = small.Right + 6 };
        if (ui.IconButton("##back", Icon.Backward, small))
            playback.StepFrames(-1);
        ui.Tip(small, "One frame back (left arrow)");
        var main = new Box(small.Right + 6, box.Y + (box.Height - 40) / 2, 40, 40);
        if (ui.IconButton("##play", playback.IsPlaying ? Icon.Pause : Icon.Play, main, isMain: true))
            playback.Toggle();
        ui.Tip(main, "Play or pause (space)");
        small = small with { X = main.Right + 6 };
        if (ui.IconButton("##forward", Icon.Forward, small))
            playback.StepFrames(1);
        ui.Tip(small, "One frame on (right arrow)");
    }

    static void DrawFigures(UiContext ui, Box box, Playback playback)
    {
        var upper = box.Top(box.Height / 2);
        ui.Write(upper.Left(150), Theme.Text, $"{playback.Time:0.00} / {playback.Length:0.00} s");
        var isLooping = playback.IsLooping;
        if (ui.Checkbox("Loop", upper.RightPart(70), ref isLooping))
            playback.IsLooping = isLooping;
        ui.Tip(upper.RightPart(70), "Starts again at the end (L)");
        var lower = box.BottomPart(box.Height / 2);
        ui.Write(lower.Left(84), Theme.Dim, $"Speed {playback.Speed:0.00}×", Face.Small);
        var speed = playback.Speed;
        if (ui.Slider("##speed", lower.WithoutLeft(88), ref speed, 0, 2))
            playback.Speed = MathF.Round(speed * 20) / 20;
        ui.Tip(lower, "How fast time passes; 1 is as recorded");
    }
}
