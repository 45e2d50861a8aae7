using System.Numerics;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Scripts;

/// <summary>The mouse over the generated person, for the script.</summary>
static class ScriptMouse
{
    static readonly string[][] Held = [.. Enumerable.Range(0, 8).Select(bits => Enumerable.Range(0, 3).Where(button => (bits >> button & 1) != 0)
        .Select(button => $"mouse {button}").ToArray())];

    /// <param name="pane">Of the person, its frame included.</param>
    public static void Read(UiContext ui, Box pane, Session session)
    {
        if (!session.Script.IsRunning)
            return;
        var picture = pane.Inset(1).Fit((float)session.PictureWidth / session.PictureHeight);
        var place = (ui.Input.Pointer - new Vector2(picture.X, picture.Y)) / new Vector2(picture.Width, picture.Height);
        var position = new Vector2(place.X * session.PictureWidth, (1 - place.Y) * session.PictureHeight);
        var isOver = ui.IsOver(pane);
        var bits = !isOver ? 0 : (ui.Input.IsDown(MouseButton.Left) ? 1 : 0) | (ui.Input.IsDown(MouseButton.Right) ? 2 : 0)
            | (ui.Input.IsDown(MouseButton.Middle) ? 4 : 0);
        session.Script.SetInput(session.PictureWidth, session.PictureHeight, position, isOver ? ui.Input.Wheel : 0, Held[bits]);
    }
}
