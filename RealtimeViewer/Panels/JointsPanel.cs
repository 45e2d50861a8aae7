using Avatars.Rig;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The people, and the edited one's joints as a tree with search: select, pin, hide.</summary>
sealed class JointsPanel(EditorSession editor) : IPanel
{
    const float RowHeight = 24;
    const float IconSide = 20;

    static readonly int[] RowIds = [.. Enumerable.Range(0, HumanBones.Count).Select(bone => UiContext.IdOf($"##joint{bone}"))];
    static readonly string[] HideIds = [.. Enumerable.Range(0, HumanBones.Count).Select(bone => $"##hide{bone}")];
    static readonly string[] PinIds = [.. Enumerable.Range(0, HumanBones.Count).Select(bone => $"##pin{bone}")];
    static readonly string[] Tips = [.. Enumerable.Range(0, HumanBones.Count)
        .Select(bone => $"{BoneNames.Of((HumanBodyBones)bone)}: click selects, with Shift or Ctrl one more, a double click brings the camera there")];

    readonly JointTree _tree = new();
    readonly PeopleRows _people = new(editor);
    HumanBodyBones _shown = HumanBodyBones.LastBone;
    float _scroll;

    public string Title => "Joints";

    public string Tip => "The people of the scene, and the joints of the edited one: search, select, pin, hide";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        if (!editor.IsEditing)
        {
            ui.Paragraph(inner, "A motion plays. Edit it (menu Edit) to pose its joints.", Theme.Dim);
            return;
        }
        _people.Draw(ui, inner.Top(_people.Height), session);
        inner = inner.WithoutTop(_people.Height);
        var filter = _tree.Filter;
        ui.TextField("##jointSearch", inner.Top(Theme.Row), ref filter, "Parts of a joint's name, for example: left thumb", "Search joints");
        _tree.Filter = filter;
        var list = inner.WithoutTop(Theme.Row + 6);
        RevealActive(list);
        var content = ui.BeginScroll("##joints", list, _tree.Rows.Count * RowHeight, ref _scroll);
        for (var i = 0; i < _tree.Rows.Count; i++)
        {
            var row = content with { Y = content.Y + i * RowHeight, Height = RowHeight };
            if (row.Bottom >= list.Y && row.Y <= list.Bottom)
                DrawRow(ui, row, _tree.Rows[i], session);
        }
        ui.EndScroll(ref _scroll);
    }

    /// <summary>A joint that was selected elsewhere comes into sight.</summary>
    void RevealActive(Box list)
    {
        if (editor.ActiveBone == _shown)
            return;
        _shown = editor.ActiveBone;
        if (_shown == HumanBodyBones.LastBone)
            return;
        if (!HumanBones.IsFinger(_shown))
            _tree.Reveal(_shown);
        if (_tree.IndexOf(_shown) is >= 0 and var row && (row * RowHeight < _scroll || (row + 1) * RowHeight > _scroll + list.Height))
            UiContext.Reveal(row * RowHeight, RowHeight, list, ref _scroll);
    }

    void DrawRow(UiContext ui, Box row, JointTree.Row joint, Session session)
    {
        var bone = joint.Bone;
        var happened = ui.TreeRow(RowIds[(int)bone], row, joint.Depth, joint.IsOpen, BoneNames.Of(bone), editor.IsSelected(bone), Tips[(int)bone],
            trailing: EditorSession.PinOf(bone) != 0 ? 2 * IconSide : IconSide);
        if (happened.HasFlag(RowEvent.Toggled))
            _tree.Toggle(bone);
        if (happened.HasFlag(RowEvent.Clicked))
            Select(bone, ui.Input.IsShiftDown || ui.Input.IsControlDown);
        if (happened.HasFlag(RowEvent.DoubleClicked))
            EditCommands.Frame(session);
        var isHidden = editor.IsHidden(bone);
        var icons = row.RightPart(2 * IconSide);
        if ((isHidden || icons.RightPart(IconSide).Contains(ui.Input.Pointer) || editor.IsSelected(bone)) && ui.ToolButton(HideIds[(int)bone],
            isHidden ? Icon.EyeClosed : Icon.Eye, icons.RightPart(IconSide).Inset(2), isHidden ? "Can be grabbed again" : "Cannot be grabbed by mistake"))
            editor.SetHidden(bone, !isHidden);
        if (EditorSession.PinOf(bone) != 0 && ui.ToolButton(PinIds[(int)bone], Icon.Pin, icons.Left(IconSide).Inset(2),
            "Pinned: stays where it is while the body moves", editor.IsPinned(bone)))
            editor.Pins ^= EditorSession.PinOf(bone);
    }

    void Select(HumanBodyBones bone, bool isAdded)
    {
        _shown = bone;
        if (isAdded)
            editor.ToggleSelected(bone);
        else
            editor.Select(bone);
    }
}
