using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>Keys of the timeline. Those that other parts use too count while the pointer is over it.</summary>
static class TimelineCommands
{
    public static void AddTo(CommandTable table, Session session, DopeSheet sheet)
    {
        bool IsOpen() => sheet.Document is not null;
        bool IsPointedAt() => IsOpen() && sheet.IsPointedAt;
        table.Add(new("Play", "Set key", "K", "Keys the selected joints at the present time, else all", () => sheet.InsertKeys(session.ReadStandardPose()))
        {
            IsEnabled = IsOpen, StartsGroup = true,
        });
        table.Add(new("Play", "Auto-key", "", "An edit sets a key at the present time; else it changes the whole track",
            () => session.Editor.IsAutoKeyOn = !session.Editor.IsAutoKeyOn) { IsChecked = () => session.Editor.IsAutoKeyOn });
        table.Add(new("Play", "Record motion", "Ctrl+R", "Records what plays over the open scene, live or from a file, as keys", session.Take.Toggle)
        {
            IsEnabled = () => session.Take.CanRecord, IsChecked = () => session.Take.IsRecording,
        });
        table.Add(new("Play", "Previous key", ",", "The playhead goes to the key before", () => sheet.GoToKey(isNext: false))
        {
            IsEnabled = IsOpen, Repeats = true,
        });
        table.Add(new("Play", "Next key", ".", "The playhead goes to the next key", () => sheet.GoToKey(isNext: true))
        {
            IsEnabled = IsOpen, Repeats = true,
        });
        table.Add(new("View", "Onion skin", "O", "Shows the poses of the keys before (orange) and after (green)",
            () => sheet.HasOnionSkin = !sheet.HasOnionSkin) { IsChecked = () => sheet.HasOnionSkin });
        table.Add(new("Play", "Set or remove marker", "M", "A named time", sheet.ToggleMarker) { IsEnabled = IsOpen });
        table.Add(new("Play", "No looped part", "Shift+L", "The whole scene plays again", session.Playback.ClearLoopRange)
        {
            IsEnabled = () => session.Playback.HasLoopRange,
        });
        table.Add(new("", "Show the whole scene", "A", "Over the timeline: zooms to all keys", sheet.ShowAll) { IsEnabled = IsPointedAt });
        table.Add(new("", "Delete keys", "Delete Backspace", "Over the timeline: deletes the selected keys or marker", sheet.Delete)
        {
            IsEnabled = () => IsPointedAt() && sheet.HasSelection,
        });
        table.Add(new("", "Copy keys", "Ctrl+C", "Over the timeline: copies the selected keys", sheet.Copy)
        {
            IsEnabled = () => IsPointedAt() && sheet.Selected.Count > 0,
        });
        table.Add(new("", "Cut keys", "Ctrl+X", "Over the timeline: copies and deletes the selected keys", sheet.Cut)
        {
            IsEnabled = () => IsPointedAt() && sheet.Selected.Count > 0,
        });
        table.Add(new("", "Paste keys", "Ctrl+V", "Over the timeline: pastes keys at the playhead", () => sheet.Paste())
        {
            IsEnabled = () => IsPointedAt() && sheet.CanPaste,
        });
        table.Add(new("", "Paste keys mirrored", "Ctrl+Shift+V", "Over the timeline: pastes keys of the other side", () => sheet.Paste(isMirrored: true))
        {
            IsEnabled = () => IsPointedAt() && sheet.CanPaste,
        });
        table.Add(new("", "Select all keys", "Ctrl+A", "Over the timeline: selects every key", sheet.SelectAll) { IsEnabled = IsPointedAt });
        table.Add(new("", "Move keys back", "Alt+Left", "Moves the selected keys one frame back", () => sheet.Nudge(-1))
        {
            IsEnabled = () => sheet.Selected.Count > 0, Repeats = true,
        });
        table.Add(new("", "Move keys on", "Alt+Right", "Moves the selected keys one frame on", () => sheet.Nudge(1))
        {
            IsEnabled = () => sheet.Selected.Count > 0, Repeats = true,
        });
    }
}
