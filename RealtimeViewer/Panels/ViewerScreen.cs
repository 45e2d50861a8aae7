using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Panels;

/// <summary>The whole window: one call draws a frame and applies the user's input.</summary>
sealed class ViewerScreen
{
    readonly SidePanel _side = new();
    readonly PanesPanel _panes = new();
    readonly BonesPanel _bones = new();

    public void Draw(UiContext ui, Box window, Session session)
    {
        var layout = ViewerLayout.Of(window);
        ui.Begin(window);
        ui.Draw.Rectangle(window, Theme.Window);
        if (session.Bones is null)
            _panes.Draw(ui, layout, session);
        else // drawn instead of the panes, so that no click reaches both
            _bones.Draw(ui, BonesArea(window, layout), session);
        PerformancePanel.Draw(ui, layout.Performance, session);
        TimelinePanel.Draw(ui, layout.Timeline, session.Playback);
        _side.Draw(ui, layout.Side, session);
        if (session.Problem is { } problem)
            DrawProblem(ui, window.WithoutLeft(layout.Side.Width), problem, session);
        ui.End();
        HandleKeys(ui.Input, session);
    }

    /// <summary>Bounds of the panes, above the timeline.</summary>
    public static Box BonesArea(Box window, ViewerLayout layout) =>
        window.WithoutLeft(layout.Side.Width).Top(MathF.Min(layout.Performance.Y, layout.Timeline.Y));

    /// <summary>A line across the top, until it is clicked away.</summary>
    static void DrawProblem(UiContext ui, Box area, string problem, Session session)
    {
        var box = area.Top(40).Inset(Theme.Padding, 4);
        ui.Draw.Rectangle(box, Theme.Panel, Theme.Corner, Theme.Error, 1);
        ui.Label(box.Inset(12, 0).WithoutRight(80), problem, Theme.Error);
        if (ui.Button("Dismiss", box.RightPart(80).Inset(4)))
            session.Problem = null;
    }

    static void HandleKeys(UiInput input, Session session)
    {
        var playback = session.Playback;
        for (var i = 0; i < input.Pressed.Count; i++)
            switch (input.Pressed[i])
            {
                case Key.Equal or Key.KeypadAdd when input.IsControlDown: session.Zoom = MathF.Min(session.Zoom + 0.25f, 3); break;
                case Key.Minus or Key.KeypadSubtract when input.IsControlDown: session.Zoom = MathF.Max(session.Zoom - 0.25f, 0.75f); break;
                case Key.Number0 when input.IsControlDown: session.Zoom = 1; break;
                case Key.Space: playback.Toggle(); break;
                case Key.Home: playback.Seek(0); break;
                case Key.End: playback.Seek(playback.Length); break;
                case Key.Left: playback.StepFrames(input.IsShiftDown ? -10 : -1); break;
                case Key.Right: playback.StepFrames(input.IsShiftDown ? 10 : 1); break;
                case Key.L: playback.IsLooping = !playback.IsLooping; break;
                case Key.C: session.Orbit.ResetView(); break;
                case Key.Number1: session.Steps = 1; break;
                case Key.Number2: session.Steps = 2; break;
                case Key.Number3: session.Steps = 3; break;
                case Key.Number4: session.Steps = 4; break;
                case Key.PageDown: session.ChosenSource = Math.Min(session.ChosenSource + 1, session.Sources.Count - 1); break;
                case Key.PageUp: session.ChosenSource = Math.Max(session.ChosenSource - 1, 0); break;
                case Key.Down: session.ChosenMotion = Math.Min(session.ChosenMotion + 1, session.Motions.Count - 1); break;
                case Key.Up: session.ChosenMotion = Math.Max(session.ChosenMotion - 1, 0); break;
            }
    }
}
