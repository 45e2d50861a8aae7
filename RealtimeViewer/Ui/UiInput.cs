using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>
/// What mouse and keyboard did, one frame at a time. Events wait in order; a frame takes them up to what would blur a click: after a button
/// went down or up, later events wait for the next frame, so that a slow window handles every click at its position.
/// </summary>
sealed class UiInput
{
    readonly Queue<InputEvent> _events = new(64);
    readonly List<Key> _pressed = new(8);
    readonly bool[] _down = new bool[3];
    readonly bool[] _wentDown = new bool[3];
    readonly bool[] _wentUp = new bool[3];

    enum Kind
    {
        Move,
        Press,
        Release,
        Wheel,
        Key,
    }

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

    public void MoveTo(Vector2 pointer) => _events.Enqueue(new(Kind.Move, pointer));

    public void Press(MouseButton button)
    {
        if (button is >= MouseButton.Left and <= MouseButton.Middle)
            _events.Enqueue(new(Kind.Press, Button: button));
    }

    public void Release(MouseButton button)
    {
        if (button is >= MouseButton.Left and <= MouseButton.Middle)
            _events.Enqueue(new(Kind.Release, Button: button));
    }

    public void TurnWheel(float notches) => _events.Enqueue(new(Kind.Wheel, new(0, notches)));

    public void Press(Key key) => _events.Enqueue(new(Kind.Key, Key: key));

    /// <summary>Forgets what was of the last frame only, and takes this frame's events.</summary>
    public void BeginFrame()
    {
        (Moved, Wheel) = (Vector2.Zero, 0);
        Array.Clear(_wentDown);
        Array.Clear(_wentUp);
        _pressed.Clear();
        var hasButton = false;
        while (_events.TryPeek(out var next) && !(hasButton && next.Kind is (Kind.Move or Kind.Press or Kind.Release)))
        {
            _events.Dequeue();
            Take(next);
            hasButton |= next.Kind is Kind.Press or Kind.Release;
        }
    }

    void Take(in InputEvent next)
    {
        switch (next.Kind)
        {
            case Kind.Move:
                Moved += Pointer.X < 0 ? Vector2.Zero : next.Position - Pointer;
                Pointer = next.Position;
                break;
            case Kind.Press: _down[(int)next.Button] = _wentDown[(int)next.Button] = true; break;
            case Kind.Release:
                _down[(int)next.Button] = false;
                _wentUp[(int)next.Button] = true;
                break;
            case Kind.Wheel: Wheel += next.Position.Y; break;
            default: _pressed.Add(next.Key); break;
        }
    }

    readonly record struct InputEvent(Kind Kind, Vector2 Position = default, MouseButton Button = default, Key Key = default);
}
