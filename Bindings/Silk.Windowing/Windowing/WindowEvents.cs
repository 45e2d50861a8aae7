using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Silk.NET.Windowing.Glfw;

enum WindowEventKind
{
    Moved,
    Resized,
    FramebufferResized,
    Focused,
    Key,
    Character,
    Button,
    CursorMoved,
    Scrolled,
    Dropped,
}

/// <param name="X">Position, size or wheel.</param>
/// <param name="Code">Key, character or button.</param>
/// <param name="Action">GLFW's: released, pressed, repeated.</param>
readonly record struct WindowEvent(WindowEventKind Kind, double X = 0, double Y = 0, int Code = 0, int Scancode = 0, int Action = 0, string[]? Paths = null);

/// <summary>
/// What GLFW reports, kept until its event loop has returned: an exception in a handler must not unwind through native frames.
/// </summary>
sealed unsafe class WindowEvents : IDisposable
{
    readonly nint _window;
    readonly GCHandle _self;
    List<WindowEvent> _waiting = new(64);
    List<WindowEvent> _taken = new(64);

    public WindowEvents(nint window)
    {
        _window = window;
        _self = GCHandle.Alloc(this);
        Glfw.SetWindowUserPointer(window, GCHandle.ToIntPtr(_self));
        Glfw.SetWindowPositionCallback(window, &Moved);
        Glfw.SetWindowSizeCallback(window, &Resized);
        Glfw.SetFramebufferSizeCallback(window, &FramebufferResized);
        Glfw.SetWindowFocusCallback(window, &Focused);
        Glfw.SetKeyCallback(window, &Key);
        Glfw.SetCharCallback(window, &Character);
        Glfw.SetMouseButtonCallback(window, &Button);
        Glfw.SetCursorPositionCallback(window, &CursorMoved);
        Glfw.SetScrollCallback(window, &Scrolled);
        Glfw.SetDropCallback(window, &Dropped);
    }

    /// <summary>The events since the last call, in order. Valid until the next call.</summary>
    public ReadOnlySpan<WindowEvent> Take()
    {
        (_waiting, _taken) = (_taken, _waiting);
        _waiting.Clear();
        return CollectionsMarshal.AsSpan(_taken);
    }

    public void Dispose()
    {
        Glfw.SetWindowUserPointer(_window, 0);
        _self.Free();
    }

    static void Add(nint window, WindowEvent happened)
    {
        var pointer = Glfw.GetWindowUserPointer(window);
        if (pointer != 0)
            ((WindowEvents)GCHandle.FromIntPtr(pointer).Target!)._waiting.Add(happened);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Moved(nint window, int x, int y) => Add(window, new(WindowEventKind.Moved, x, y));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Resized(nint window, int width, int height) => Add(window, new(WindowEventKind.Resized, width, height));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FramebufferResized(nint window, int width, int height) => Add(window, new(WindowEventKind.FramebufferResized, width, height));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Focused(nint window, int focused) => Add(window, new(WindowEventKind.Focused, Code: focused));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Key(nint window, int key, int scancode, int action, int modifiers) =>
        Add(window, new(WindowEventKind.Key, Code: key, Scancode: scancode, Action: action));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Character(nint window, uint codepoint) => Add(window, new(WindowEventKind.Character, Code: (int)codepoint));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Button(nint window, int button, int action, int modifiers) => Add(window, new(WindowEventKind.Button, Code: button, Action: action));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void CursorMoved(nint window, double x, double y) => Add(window, new(WindowEventKind.CursorMoved, x, y));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Scrolled(nint window, double x, double y) => Add(window, new(WindowEventKind.Scrolled, x, y));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Dropped(nint window, int count, byte** paths)
    {
        var names = new string[count];
        for (var i = 0; i < count; i++)
            names[i] = Marshal.PtrToStringUTF8((nint)paths[i]) ?? "";
        Add(window, new(WindowEventKind.Dropped, Paths: names));
    }
}
