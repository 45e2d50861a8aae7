using Avatars.Posing;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Panels;

/// <summary>Forwards the pointer over the rig's pane to <see cref="RigEditor"/>, and draws its handles.</summary>
sealed class RigEditorTool(EditorSession session) : IRigTool
{
    const float Side = 28;

    static readonly int Id = UiContext.IdOf("##rig");

    readonly RigEditor _editor = new(session);

    public bool Draw(UiContext ui, Box pane, Box picture, Session session)
    {
        var input = ui.Input;
        var lens = new PaneProjection(session.PictureCamera, picture);
        var bar = DrawBar(ui, pane, session);
        var isOver = ui.IsHot(Id, pane) && !bar.Contains(input.Pointer);
        var hasPointer = _editor.Handle(new RigPointer(input.Pointer, isOver, input.WentDown(MouseButton.Left), input.IsDown(MouseButton.Left),
            input.IsShiftDown, input.IsControlDown, input.IsAltDown, input.WentDown(MouseButton.Right) || input.Pressed.Contains(Key.Escape)), lens);
        var other = isOver && !hasPointer && _editor is { Hover.Part: RigPart.None, HoverGizmo: GizmoPart.None }
            ? PersonPicker.Find(session.Others, input.Pointer, lens) : null;
        if (other is not null && input.WentDown(MouseButton.Left))
        {
            session.Editor.SelectPerson(other.Id);
            hasPointer = true;
        }
        if (hasPointer)
            ui.Hold(Id, pane);
        if (input.WentUp(MouseButton.Left))
            _editor.ReleaseBeside(input.Pointer);
        RigOverlay.Draw(ui, pane, _editor, session.Editor, lens);
        if (other is not null)
            DrawName(ui, pane, session.Editor, other);
        return hasPointer;
    }

    static void DrawName(UiContext ui, Box pane, EditorSession editor, OtherPerson other)
    {
        if (editor.Document?.TryFind($"person/{other.Id}") is PersonItem person)
            ui.Write(pane.Inset(10).BottomPart(20), Theme.Text, $"{EditorSession.NameOf(person)}: click to pose");
    }

    /// <summary>The tools as icons, in the corner of the pane.</summary>
    /// <returns>Their bounds.</returns>
    static Box DrawBar(UiContext ui, Box pane, Session session)
    {
        var editor = session.Editor;
        if (!editor.IsEditing)
            return DrawMotionBar(ui, pane, session);
        var bar = new Box(pane.X + 8, pane.Y + 8, 7 * Side, Side);
        ui.Draw.Rectangle(bar, Theme.Panel.WithAlpha(0.85f), Theme.Corner);
        var cell = bar.Left(Side).Inset(2);
        if (Tool(ui, ref cell, "##toolMove", Icon.Move, "Move: arrows at the selected joint (W)", editor.Tool == EditTool.Move))
            editor.Tool = EditTool.Move;
        if (Tool(ui, ref cell, "##toolRotate", Icon.Rotate, "Rotate: rings around the selected joint (E)", editor.Tool == EditTool.Rotate))
            editor.Tool = EditTool.Rotate;
        if (Tool(ui, ref cell, "##toolScale", Icon.Scale, "Scale: exaggerates or relaxes the selected joints (R)", editor.Tool == EditTool.Scale))
            editor.Tool = EditTool.Scale;
        if (Tool(ui, ref cell, "##toolAxes", Icon.Globe, "Axes of the floor instead of the joint's own (X)", !editor.IsLocal))
            editor.IsLocal = !editor.IsLocal;
        if (Tool(ui, ref cell, "##toolLimits", editor.IsLimited ? Icon.Lock : Icon.LockOpen, "Joints keep to what people can do", editor.IsLimited))
            editor.IsLimited = !editor.IsLimited;
        if (Tool(ui, ref cell, "##toolMirror", Icon.Mirror, "Exchanges left and right of the pose (Ctrl+M)"))
            editor.MirrorPose();
        if (Tool(ui, ref cell, "##toolShow", Icon.Eye, "Hidden joints can be grabbed again (Alt+H)", isEnabled: editor.HasHidden))
            editor.ShowAll();
        return bar;
    }

    static Box DrawMotionBar(UiContext ui, Box pane, Session session)
    {
        var edit = new Box(pane.X + 8, pane.Y + 8, 120, Side);
        if (ui.Button("Edit this motion", edit))
            session.IsEditWanted = true;
        ui.Tip(edit, "Begins a scene that plays this motion as a clip, and can be posed");
        if (!session.Editor.IsSuspended)
            return edit;
        var back = edit with { X = edit.Right + 6 };
        if (ui.Button("Back to the scene", back))
            session.Editor.Resume();
        ui.Tip(back, "Shows the open scene instead of the motion");
        return edit with { Width = back.Right - edit.X };
    }

    static bool Tool(UiContext ui, ref Box cell, string name, Icon icon, string tip, bool isOn = false, bool isEnabled = true)
    {
        var isClicked = ui.ToolButton(name, icon, cell, tip, isOn, isEnabled);
        cell = cell with { X = cell.X + Side };
        return isClicked;
    }
}
