using System.Numerics;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input;

sealed class GlfwMouse(nint window) : IMouse, IDisposable
{
    readonly GlfwCursor _cursor = new(window);

    public event Action<IMouse, MouseButton>? MouseDown;

    public event Action<IMouse, MouseButton>? MouseUp;

    public event Action<IMouse, Vector2>? MouseMove;

    public event Action<IMouse, ScrollWheel>? Scroll;

    public string Name => "Mouse";

    public int Index => 0;

    public bool IsConnected => true;

    public ICursor Cursor => _cursor;

    public Vector2 Position
    {
        get
        {
            Glfw.GetCursorPosition(window, out var x, out var y);
            return new((float)x, (float)y);
        }
        set => Glfw.SetCursorPosition(window, value.X, value.Y);
    }

    public bool IsButtonPressed(MouseButton btn) => btn != MouseButton.Unknown && btn <= MouseButton.Button8
        && Glfw.GetMouseButton(window, (int)btn) == Glfw.Press;

    internal void Raise(WindowEvent happened)
    {
        switch (happened.Kind)
        {
            case WindowEventKind.Button when happened.Action == Glfw.Press: MouseDown?.Invoke(this, (MouseButton)happened.Code); break;
            case WindowEventKind.Button: MouseUp?.Invoke(this, (MouseButton)happened.Code); break;
            case WindowEventKind.CursorMoved: MouseMove?.Invoke(this, new((float)happened.X, (float)happened.Y)); break;
            case WindowEventKind.Scrolled: Scroll?.Invoke(this, new((float)happened.X, (float)happened.Y)); break;
        }
    }

    public void Dispose() => _cursor.Dispose();
}

sealed class GlfwCursor(nint window) : ICursor, IDisposable
{
    const int FirstShape = 0x00036001; // GLFW_ARROW_CURSOR; the next five follow in the order of StandardCursor

    StandardCursor _shape;
    nint _handle;

    public StandardCursor StandardCursor
    {
        get => _shape;
        set
        {
            if (value == _shape)
                return;
            if (value > StandardCursor.VResize)
                throw new PlatformNotSupportedException($"GLFW 3.3 has no cursor {value}. Choose one from {StandardCursor.Arrow} "
                    + $"to {StandardCursor.VResize}.");
            var previous = _handle;
            _handle = value == StandardCursor.Default ? 0 : Glfw.CreateStandardCursor(FirstShape + (int)value - 1);
            Glfw.SetCursor(window, _handle);
            if (previous != 0)
                Glfw.DestroyCursor(previous);
            _shape = value;
        }
    }

    public void Dispose() => StandardCursor = StandardCursor.Default;
}
