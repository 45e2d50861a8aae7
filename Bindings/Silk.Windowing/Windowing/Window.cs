using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Windowing;

public static class Window
{
    /// <summary>A window that exists once it is initialized.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no GLFW or no display.</exception>
    public static IWindow Create(WindowOptions options)
    {
        try
        {
            if (Glfw.Glfw.Init() == Glfw.Glfw.False)
                throw new PlatformNotSupportedException($"No window can be opened: {Glfw.Glfw.LastError()}.");
        }
        catch (DllNotFoundException error)
        {
            throw new PlatformNotSupportedException("GLFW 3.3 is not installed (Debian: apt-get install libglfw3).", error);
        }
        return new GlfwWindow(options);
    }
}
