using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input;

public interface IInputContext : IDisposable
{
    nint Handle { get; }

    IReadOnlyList<IKeyboard> Keyboards { get; }

    IReadOnlyList<IMouse> Mice { get; }
}

public static class InputWindowExtensions
{
    /// <exception cref="InvalidOperationException">The window is not initialized.</exception>
    public static IInputContext CreateInput(this IView view) => view is GlfwWindow { IsInitialized: true } window
        ? new GlfwInput(window)
        : throw new InvalidOperationException("The window has no input before it is initialized. Call Initialize, or create the input in Load.");
}

/// <summary>The one keyboard and the one mouse of a window.</summary>
sealed class GlfwInput : IInputContext
{
    readonly GlfwWindow _window;
    readonly GlfwKeyboard _keyboard;
    readonly GlfwMouse _mouse;

    public GlfwInput(GlfwWindow window)
    {
        _window = window;
        _keyboard = new GlfwKeyboard(window.Handle);
        _mouse = new GlfwMouse(window.Handle);
        Keyboards = [_keyboard];
        Mice = [_mouse];
        window.Input += _keyboard.Raise;
        window.Input += _mouse.Raise;
    }

    public nint Handle => _window.Handle;

    public IReadOnlyList<IKeyboard> Keyboards { get; }

    public IReadOnlyList<IMouse> Mice { get; }

    public void Dispose()
    {
        _window.Input -= _keyboard.Raise;
        _window.Input -= _mouse.Raise;
        _mouse.Dispose();
    }
}
