using System.Numerics;

namespace Silk.NET.Input;

public interface IInputDevice
{
    string Name { get; }

    int Index { get; }

    bool IsConnected { get; }
}

public interface IKeyboard : IInputDevice
{
    string ClipboardText { get; set; }

    bool IsKeyPressed(Key key);

    /// <summary>Key and scancode; not again while it is held.</summary>
    event Action<IKeyboard, Key, int>? KeyDown;

    event Action<IKeyboard, Key, int>? KeyUp;

    event Action<IKeyboard, char>? KeyChar;
}

public interface IMouse : IInputDevice
{
    /// <summary>Screen coordinates within the window, as its Size.</summary>
    Vector2 Position { get; set; }

    ICursor Cursor { get; }

    bool IsButtonPressed(MouseButton btn);

    event Action<IMouse, MouseButton> MouseDown;

    event Action<IMouse, MouseButton> MouseUp;

    event Action<IMouse, Vector2> MouseMove;

    event Action<IMouse, ScrollWheel> Scroll;
}

public interface ICursor
{
    StandardCursor StandardCursor { get; set; }
}
