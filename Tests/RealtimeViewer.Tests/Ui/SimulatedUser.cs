using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>A user without a window: points, presses and releases, one frame at a time.</summary>
sealed class SimulatedUser
{
    public SimulatedUser()
    {
        Draw = new DrawList(FontAtlas.Load());
        Ui = new UiContext(Draw, Input);
    }

    public UiInput Input { get; } = new();

    public DrawList Draw { get; }

    public UiContext Ui { get; }

    public static Box Window => new(0, 0, 1600, 900);

    /// <summary>One frame of the panels.</summary>
    public void Frame(Action draw)
    {
        Draw.Begin(1, fontTexture: 1);
        Ui.Begin(Window);
        draw();
        Ui.End();
    }

    /// <summary>Presses and releases over two frames, as a hand does.</summary>
    public void Click(Vector2 place, Action draw)
    {
        Input.MoveTo(place);
        Input.Press(MouseButton.Left);
        Frame(draw);
        Input.Release(MouseButton.Left);
        Frame(draw);
    }
}
