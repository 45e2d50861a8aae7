using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>A key that went down or repeated, or a typed character.</summary>
/// <param name="Key"><see cref="Key.Unknown"/> for a character.</param>
/// <param name="IsControl">Whether Ctrl was down when it happened, which in a slow window may be over by the time of the frame.</param>
readonly record struct KeyStroke(Key Key, char Character = '\0', bool IsRepeat = false, bool IsControl = false, bool IsShift = false, bool IsAlt = false);

/// <summary>
/// What mouse and keyboard did, one frame at a time. Events wait in order; a frame takes them up to what would blur a click: after a button
/// went down or up, later events wait for the next frame, so that a slow window handles every click at its position.
/// </summary>
sealed class UiInput
{
    const double RepeatAfter = 0.4, RepeatEvery = 0.035; // seconds, of a held key
    const double DoubleClickSeconds = 0.4;
    const float DoubleClickReach = 4; // points

    readonly Queue<InputEvent> _events = new(64);
    readonly List<KeyStroke> _strokes = new(8);
    readonly List<Key> _pressed = new(8);
    readonly bool[] _down = new bool[3];
    readonly bool[] _wentDown = new bool[3];
    readonly bool[] _wentUp = new bool[3];
    Key _repeated = Key.Unknown;
    double _nextRepeat;
    double _lastPress = double.NegativeInfinity;
    Vector2 _pressedAt;

    enum Kind
    {
        Move,
        Press,
        Release,
        Wheel,
        Key,
        KeyUp,
        Character,
    }

    /// <summary>Points.</summary>
    public Vector2 Pointer { get; private set; } = new(-1);

    /// <summary>Points since the last frame.</summary>
    public Vector2 Moved { get; private set; }

    /// <summary>Notches, away from the user counted up.</summary>
    public float Wheel { get; private set; }

    /// <summary>Follows the keys; after a frame's events have been taken, as the last of them left it.</summary>
    public bool IsShiftDown { get; set; }

    public bool IsControlDown { get; set; }

    public bool IsAltDown { get; set; }

    public Clipboard Clipboard { get; set; } = new();

    /// <summary>Since the start; counted by <see cref="Advance"/>.</summary>
    public double Seconds { get; private set; }

    /// <summary>How often the left button went down, which names a drag: edits of the same gesture are one step of undo.</summary>
    public int Gesture { get; private set; }

    /// <summary>Whether the left button went down for the second time at the same place.</summary>
    public bool IsDoubleClick { get; private set; }

    /// <summary>Keys that went down since the last frame, without repeats.</summary>
    public IReadOnlyList<Key> Pressed => _pressed;

    /// <summary>Keys, repeats of a held key and typed characters since the last frame, in order.</summary>
    public IReadOnlyList<KeyStroke> Strokes => _strokes;

    public bool IsDown(MouseButton button) => _down[(int)button];

    public bool WentDown(MouseButton button) => _wentDown[(int)button];

    public bool WentUp(MouseButton button) => _wentUp[(int)button];

    /// <summary>Lets time pass, for double clicks, repeated keys and tooltips.</summary>
    public void Advance(double seconds) => Seconds += seconds;

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

    public void Release(Key key) => _events.Enqueue(new(Kind.KeyUp, Key: key));

    public void Type(char character) => _events.Enqueue(new(Kind.Character, Character: character));

    /// <summary>Hides this frame's keys from everything that is drawn later.</summary>
    public void TakeKeys()
    {
        _strokes.Clear();
        _pressed.Clear();
    }

    /// <summary>Hides the wheel from everything that is drawn later.</summary>
    public float TakeWheel()
    {
        var wheel = Wheel;
        Wheel = 0;
        return wheel;
    }

    /// <summary>Forgets what was of the last frame only, and takes this frame's events.</summary>
    public void BeginFrame()
    {
        (Moved, Wheel, IsDoubleClick) = (Vector2.Zero, 0, false);
        Array.Clear(_wentDown);
        Array.Clear(_wentUp);
        TakeKeys();
        var hasButton = false;
        while (_events.TryPeek(out var next) && !(hasButton && next.Kind is (Kind.Move or Kind.Press or Kind.Release)))
        {
            _events.Dequeue();
            Take(next);
            hasButton |= next.Kind is Kind.Press or Kind.Release;
        }
        for (; _repeated != Key.Unknown && Seconds >= _nextRepeat; _nextRepeat = Math.Max(_nextRepeat + RepeatEvery, Seconds - RepeatEvery))
            _strokes.Add(Stroke(_repeated, '\0', isRepeat: true));
    }

    void Take(in InputEvent next)
    {
        switch (next.Kind)
        {
            case Kind.Move:
                Moved += Pointer.X < 0 ? Vector2.Zero : next.Position - Pointer;
                Pointer = next.Position;
                break;
            case Kind.Press:
                _down[(int)next.Button] = _wentDown[(int)next.Button] = true;
                if (next.Button == MouseButton.Left)
                    CountPress();
                break;
            case Kind.Release:
                _down[(int)next.Button] = false;
                _wentUp[(int)next.Button] = true;
                break;
            case Kind.Wheel: Wheel += next.Position.Y; break;
            case Kind.Character: _strokes.Add(Stroke(Key.Unknown, next.Character)); break;
            case Kind.KeyUp:
                _repeated = _repeated == next.Key ? Key.Unknown : _repeated;
                SetModifier(next.Key, isDown: false);
                break;
            default:
                SetModifier(next.Key, isDown: true);
                _pressed.Add(next.Key);
                _strokes.Add(Stroke(next.Key));
                (_repeated, _nextRepeat) = (next.Key, Seconds + RepeatAfter);
                break;
        }
    }

    KeyStroke Stroke(Key key, char character = '\0', bool isRepeat = false) => new(key, character, isRepeat, IsControlDown, IsShiftDown, IsAltDown);

    void SetModifier(Key key, bool isDown)
    {
        if (key is Key.ShiftLeft or Key.ShiftRight)
            IsShiftDown = isDown;
        else if (key is Key.ControlLeft or Key.ControlRight)
            IsControlDown = isDown;
        else if (key is Key.AltLeft or Key.AltRight)
            IsAltDown = isDown;
    }

    void CountPress()
    {
        Gesture++;
        IsDoubleClick = Seconds - _lastPress <= DoubleClickSeconds && Vector2.Distance(_pressedAt, Pointer) <= DoubleClickReach;
        (_lastPress, _pressedAt) = (IsDoubleClick ? double.NegativeInfinity : Seconds, Pointer);
    }

    readonly record struct InputEvent(Kind Kind, Vector2 Position = default, MouseButton Button = default, Key Key = default, char Character = '\0');
}
