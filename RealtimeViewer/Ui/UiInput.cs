using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>
/// What mouse and keyboard did since the last frame. Events fill it; <see cref="EndFrame"/> forgets what was of one frame only.
/// A press and a release between two frames are both seen.
/// </summary>
sealed class UiInput
{
    readonly List<Key> _pressed = new(8);
    readonly bool[] _down = new bool[3];
    readonly bool[] _wentDown = new bool[3];
    readonly bool[] _wentUp = new bool[3];

    /// <summary>Points.</summary>
    public Vector2 Pointer { get; private set; } = new(-1);

    /// <summary>Points since the last frame.</summary>
    public Vector2 Moved { get; private set; }

    /// <summary>Notches, away from the user counted up.</summary>
    public float Wheel { get; private set; }

    public bool IsShiftDown { get; set; }

    public bool IsControlDown { get; set; }

    /// <summary>Keys that went down since the last frame.</summary>
    public IReadOnlyList<Key> Pressed => _pressed;

    public bool IsDown(MouseButton button) => _down[(int)button];

    public bool WentDown(MouseButton button) => _wentDown[(int)button];

    public bool WentUp(MouseButton button) => _wentUp[(int)button];

    public bool WasPressed(Key key) => _pressed.Contains(key);

    public void MoveTo(Vector2 pointer)
    {
        Moved += Pointer.X < 0 ? Vector2.Zero : pointer - Pointer;
        Pointer = pointer;
    }

    public void Press(MouseButton button)
    {
        if (button is >= MouseButton.Left and <= MouseButton.Middle)
            _down[(int)button] = _wentDown[(int)button] = true;
    }

    public void Release(MouseButton button)
    {
        if (button is < MouseButton.Left or > MouseButton.Middle)
            return;
        _down[(int)button] = false;
        _wentUp[(int)button] = true;
    }

    public void Turn(float notches) => Wheel += notches;

    public void Press(Key key) => _pressed.Add(key);

    public void EndFrame()
    {
        (Moved, Wheel) = (Vector2.Zero, 0);
        Array.Clear(_wentDown);
        Array.Clear(_wentUp);
        _pressed.Clear();
    }
}
