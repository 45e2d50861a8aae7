using System;
using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Mouse and keyboard over the picture of the person. Where an application has none, as <c>avatar script</c>, the mouse rests in the
/// middle. The viewer gives the mouse alone.</summary>
public static class Input
{
    /// <summary>Pixels of the picture from its lower left corner; may lie outside of it. z is 0.</summary>
    public static Vector3 mousePosition => State.MousePosition;

    /// <summary>Of the wheel in this frame: y is 1 for a notch away from the user.</summary>
    public static Vector2 mouseScrollDelta => State.Scroll;

    /// <summary>Whether any key or button went down in this frame.</summary>
    public static bool anyKeyDown => State.AnyDown;

    /// <param name="button">0 left, 1 right, 2 middle.</param>
    public static bool GetMouseButton(int button) => State.IsHeld(ButtonName(button));

    /// <summary>Whether it went down in this frame.</summary>
    /// <inheritdoc cref="GetMouseButton"/>
    public static bool GetMouseButtonDown(int button) => State.IsNew(ButtonName(button));

    /// <summary>Whether it went up in this frame.</summary>
    /// <inheritdoc cref="GetMouseButton"/>
    public static bool GetMouseButtonUp(int button) => State.IsReleased(ButtonName(button));

    /// <param name="name">As in Unity: "a", "1", "space", "left", "left shift", "f1".</param>
    public static bool GetKey(string name) => State.IsHeld(name);

    /// <summary>Whether it went down in this frame.</summary>
    /// <inheritdoc cref="GetKey"/>
    public static bool GetKeyDown(string name) => State.IsNew(name);

    /// <summary>Whether it went up in this frame.</summary>
    /// <inheritdoc cref="GetKey"/>
    public static bool GetKeyUp(string name) => State.IsReleased(name);

    static InputState State => ScriptScene.Required.Input;

    static string ButtonName(int button) => button is >= 0 and <= 6 ? $"mouse {button}"
        : throw new ArgumentException($"There is no mouse button {button}: 0 is the left one, 1 the right one, 2 the middle one.");
}

/// <summary>Size of the picture that the mouse moves over.</summary>
public static class Screen
{
    /// <summary>Pixels.</summary>
    public static int width => ScriptScene.Required.Input.Width;

    /// <inheritdoc cref="width"/>
    public static int height => ScriptScene.Required.Input.Height;
}

/// <summary>What an application tells a scene of mouse and keyboard, once a frame before <see cref="ScriptScene.Step"/>.</summary>
public sealed class InputState
{
    HashSet<string> _held = [], _before = [];

    /// <summary>Of the picture, pixels.</summary>
    public int Width { get; private set; } = 256;

    /// <inheritdoc cref="Width"/>
    public int Height { get; private set; } = 256;

    /// <summary>Pixels from the lower left corner.</summary>
    public Vector2 MousePosition { get; private set; } = new(128, 128);

    public Vector2 Scroll { get; private set; }

    internal bool AnyDown
    {
        get
        {
            foreach (var key in _held)
                if (!_before.Contains(key))
                    return true;
            return false;
        }
    }

    /// <summary>Sets this frame's state.</summary>
    /// <param name="held">Names of the keys and buttons that are down: as in <see cref="Input.GetKey"/>, "mouse 0" for the left button.</param>
    public void Set(int width, int height, Vector2 mousePosition, Vector2 scroll, IEnumerable<string> held)
    {
        if (width < 1 || height < 1)
            throw new ArgumentException($"A picture of {width}x{height} pixels has no mouse over it.");
        (Width, Height, MousePosition, Scroll) = (width, height, mousePosition, scroll);
        (_before, _held) = (_held, _before);
        _held.Clear();
        foreach (var key in held)
            _held.Add(key);
    }

    internal bool IsHeld(string key) => _held.Contains(key);

    internal bool IsNew(string key) => _held.Contains(key) && !_before.Contains(key);

    internal bool IsReleased(string key) => !_held.Contains(key) && _before.Contains(key);
}
