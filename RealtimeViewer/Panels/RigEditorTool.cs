using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Panels;

/// <summary>Forwards the pointer over the rig's pane to <see cref="RigEditor"/>, and draws its handles.</summary>
sealed class RigEditorTool(EditorSession session) : IRigTool
{
    static readonly int Id = UiContext.IdOf("##rig");

    readonly RigEditor _editor = new(session);

    public bool Draw(UiContext ui, Box pane, Box picture, Session session)
    {
        var input = ui.Input;
        var lens = new PaneProjection(session.PictureCamera, picture);
        var isOver = ui.IsHot(Id, pane);
        var hasPointer = _editor.Handle(new RigPointer(input.Pointer, isOver, input.WentDown(MouseButton.Left), input.IsDown(MouseButton.Left),
            input.IsShiftDown, input.IsControlDown, input.IsAltDown, input.WentDown(MouseButton.Right) || input.Pressed.Contains(Key.Escape)), lens);
        if (hasPointer)
            ui.Hold(Id, pane);
        if (input.WentUp(MouseButton.Left))
            _editor.ReleaseBeside(input.Pointer);
        RigOverlay.Draw(ui, pane, _editor, session.Editor, lens);
        return hasPointer;
    }
}
