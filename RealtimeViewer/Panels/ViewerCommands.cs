using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The commands of view, playback and generation. Files and edits add theirs.</summary>
static class ViewerCommands
{
    /// <summary>The menus from left to right.</summary>
    public static readonly string[] Menus = ["File", "Edit", "View", "Play", "Help"];

    public static void AddTo(CommandTable table, Session session)
    {
        AddView(table, session);
        AddPlay(table, session);
        for (var steps = 1; steps <= 4; steps++)
        {
            var count = steps;
            table.Add(new("", $"{count} denoising step{(count > 1 ? "s" : "")}", $"{count}", "More are slower and finer", () => session.Steps = count));
        }
        table.Add(new("", "Next person", "PageDown", "The next picture of a person",
            () => session.ChosenSource = Math.Min(session.ChosenSource + 1, session.Sources.Count - 1)));
        table.Add(new("", "Previous person", "PageUp", "The picture before", () => session.ChosenSource = Math.Max(session.ChosenSource - 1, 0)));
        table.Add(new("", "Next motion", "Down", "The next motion of the list",
            () => session.ChosenMotion = Math.Min(session.ChosenMotion + 1, session.Motions.Count - 1)));
        table.Add(new("", "Previous motion", "Up", "The motion before", () => session.ChosenMotion = Math.Max(session.ChosenMotion - 1, 0)));
    }

    static void AddView(CommandTable table, Session session)
    {
        var panels = session.Panels;
        table.Add(new("View", "Reset camera", "C", "Back to the first view", session.Orbit.ResetView));
        table.Add(new("View", "Floor", "", "Shows the floor's squares", () => session.HasFloor = !session.HasFloor) { IsChecked = () => session.HasFloor });
        table.Add(new("View", "Body", "", "Shows the person's fitted body around the bones", () => session.HasBody = !session.HasBody)
        {
            IsChecked = () => session.HasBody,
        });
        table.Add(new("View", "Character", "", "Shows the mesh of the VRM or glTF file that was opened, in the rig's pose",
            () => session.HasCharacter = !session.HasCharacter)
        {
            IsChecked = () => session.HasCharacter, IsEnabled = () => session.Character is not null,
        });
        table.Add(new("View", "Walk in place", "", "Keeps the hips above the middle of the floor", () => session.IsInPlace = !session.IsInPlace)
        {
            IsChecked = () => session.IsInPlace,
        });
        table.Add(new("View", "Left panels", "Ctrl+1", "Shows or hides the panels on the left", () => panels.HasLeft = !panels.HasLeft)
        {
            IsChecked = () => panels.HasLeft, StartsGroup = true,
        });
        table.Add(new("View", "Right panels", "Ctrl+2", "Shows or hides the panels on the right", () => panels.HasRight = !panels.HasRight)
        {
            IsChecked = () => panels.HasRight,
        });
        table.Add(new("View", "Timeline", "Ctrl+3", "Shows or hides the timeline", () => panels.HasBottom = !panels.HasBottom)
        {
            IsChecked = () => panels.HasBottom,
        });
        table.Add(new("View", "Pose map and speed", "Ctrl+4", "Shows or hides what stands below the picture", () => panels.HasDetails = !panels.HasDetails)
        {
            IsChecked = () => panels.HasDetails,
        });
        table.Add(new("View", "Larger", "Ctrl++", "Makes letters and panels larger", () => session.Zoom = MathF.Min(session.Zoom + 0.25f, 3))
        {
            StartsGroup = true,
        });
        table.Add(new("View", "Smaller", "Ctrl+-", "Makes letters and panels smaller", () => session.Zoom = MathF.Max(session.Zoom - 0.25f, 0.75f)));
        table.Add(new("View", "Normal size", "Ctrl+0", "Letters and panels as at first", () => session.Zoom = session.NormalZoom));
    }

    static void AddPlay(CommandTable table, Session session)
    {
        var playback = session.Playback;
        table.Add(new("Play", "Play or pause", "Space", "Starts and stops time", playback.Toggle));
        table.Add(new("Play", "To the start", "Home", "The first frame", () => playback.Seek(0)));
        table.Add(new("Play", "To the end", "End", "The last frame", () => playback.Seek(playback.Length)));
        table.Add(new("Play", "One frame back", "Left", "The frame before; pauses", () => playback.StepFrames(-1)) { StartsGroup = true, Repeats = true });
        table.Add(new("Play", "One frame on", "Right", "The next frame; pauses", () => playback.StepFrames(1)) { Repeats = true });
        table.Add(new("Play", "Ten frames back", "Shift+Left", "Ten frames before; pauses", () => playback.StepFrames(-10)) { Repeats = true });
        table.Add(new("Play", "Ten frames on", "Shift+Right", "Ten frames later; pauses", () => playback.StepFrames(10)) { Repeats = true });
        table.Add(new("Play", "Loop", "L", "Starts again at the end", () => playback.IsLooping = !playback.IsLooping)
        {
            IsChecked = () => playback.IsLooping, StartsGroup = true,
        });
    }
}
