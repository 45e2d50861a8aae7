using Avatars.Viewer.Editing;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The commands of editing a pose: undo, clipboard, tools, pins.</summary>
static class EditCommands
{
    public static void AddTo(CommandTable table, Session session)
    {
        var editor = session.Editor;
        bool IsEditing() => editor.IsEditing;
        bool HasSelection() => editor.IsEditing && editor.SelectedBones.Count > 0;
        void Add(string name, string keys, string tip, Action run, Func<bool>? isEnabled = null, bool startsGroup = false, string menu = "Edit",
            Func<bool>? isChecked = null) =>
            table.Add(new(menu, name, keys, tip, run) { IsEnabled = isEnabled ?? IsEditing, StartsGroup = startsGroup, IsChecked = isChecked });

        table.Add(new("Edit", "Undo", "Ctrl+Z", "Takes back the last change", editor.Undo) { IsEnabled = () => editor.CanUndo, Repeats = true });
        table.Add(new("Edit", "Redo", "Ctrl+Shift+Z Ctrl+Y", "Does again what was taken back", editor.Redo)
        {
            IsEnabled = () => editor.CanRedo, Repeats = true,
        });
        Add("Copy pose", "Ctrl+C", "Copies the whole pose", editor.CopyPose, startsGroup: true);
        Add("Paste pose", "Ctrl+V", "Shows the copied pose here", () => editor.PastePose(), () => editor.CanPaste);
        Add("Paste pose mirrored", "Ctrl+Shift+V", "The copied pose, left and right exchanged", () => editor.PastePose(isMirrored: true),
            () => editor.CanPaste);
        Add("Paste onto selection", "Ctrl+Alt+V", "Only the selected joints and what hangs on them", () => editor.PastePose(isSelectionOnly: true),
            () => editor.CanPaste && HasSelection());
        Add("Mirror pose", "Ctrl+M", "Exchanges left and right", editor.MirrorPose, startsGroup: true);
        Add("Same on the other side", "Ctrl+Shift+M", "The selected arm, leg or hand on the other side too", editor.MirrorSelected, HasSelection);
        Add("Clear rotation", "Alt+R", "Brings the selected joints back to rest (Alt-click on a joint)", () => editor.ClearRotation(editor.SelectedBones),
            HasSelection);
        Add("Rest pose", "", "The whole person at rest", editor.ResetPose);
        Add("T pose", "", "Arms to the sides, all angles 0", editor.SetTPose);
        Add("Delete keys", "Delete Backspace", "Removes the selected joints' keys at this time", editor.DeleteKeys, HasSelection);
        Add("Select none", "Ctrl+Shift+A", "Nothing is selected (click beside the rig)", () => editor.Select(), HasSelection, startsGroup: true);
        Add("Move", "W", "Arrows move the selected joint", () => editor.Tool = EditTool.Move, isChecked: () => editor.Tool == EditTool.Move,
            startsGroup: true);
        Add("Rotate", "E", "Rings rotate the selected joints", () => editor.Tool = EditTool.Rotate, isChecked: () => editor.Tool == EditTool.Rotate);
        Add("Scale", "R", "Exaggerates or relaxes the selected joints", () => editor.Tool = EditTool.Scale, isChecked: () => editor.Tool == EditTool.Scale);
        Add("Local axes", "X", "Rings and arrows follow the joint; else the floor", () => editor.IsLocal = !editor.IsLocal, isChecked: () => editor.IsLocal);
        Add("Joint limits", "", "Joints keep to what people can do", () => editor.IsLimited = !editor.IsLimited, isChecked: () => editor.IsLimited);
        Add("Touch the body", "", "Hands and fingers touch the body instead of sinking in", () => editor.IsSolid = !editor.IsSolid,
            isChecked: () => editor.IsSolid);
        Add("Pin or unpin", "P", "Selected hands and feet stay where they are while the body moves", editor.TogglePins, HasSelection, startsGroup: true);
        Add("Hide", "H", "The selected joints cannot be grabbed", editor.HideSelected, HasSelection);
        Add("Show all", "Alt+H", "Hidden joints can be grabbed again", editor.ShowAll, () => editor.HasHidden);
        Add("Edit this motion", "", "Begins a scene that plays this motion as a clip, and can be posed", () => session.IsEditWanted = true,
            () => !editor.IsEditing, startsGroup: true);
        Add("Back to the scene", "", "Shows the open scene instead of the motion", editor.Resume, () => editor.IsSuspended);
        Add("Frame selection", "F", "The camera looks at the selected joint, or the whole person", () => Frame(session), menu: "View");
    }

    /// <summary>The camera on the selected joints, or back to the whole person.</summary>
    public static void Frame(Session session)
    {
        if (session.Editor.SelectedBones.Count == 0)
        {
            session.Orbit.ResetView();
            return;
        }
        session.Orbit.View = SelectionView.Of(session.Editor, session.Orbit.View);
    }
}
