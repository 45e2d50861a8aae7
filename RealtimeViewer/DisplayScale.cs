using System.Runtime.InteropServices;
using Silk.NET.Windowing;

namespace Avatars.Viewer;

/// <summary>How much larger than usual letters should be on a window's screen.</summary>
static partial class DisplayScale
{
    const float Least = 0.75f, Most = 3;

    /// <summary>The user's setting for the screen; 1 where it is not known. Where the system enlarges windows itself, that part is left out.</summary>
    /// <remarks>On X11 it is the resource Xft.dpi over 96, as desktops set it; read by GLFW.</remarks>
    public static float Of(IWindow window)
    {
        if (!OperatingSystem.IsLinux() || window.Size.X < 1)
            return 1;
        try
        {
            GetWindowContentScale(window.Handle, out var scale, out _);
            return Of(scale, (float)window.FramebufferSize.X / window.Size.X);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return 1;
        }
    }

    /// <param name="content">What the system says of the screen: 2 for letters of twice the size.</param>
    /// <param name="pixels">Of the window a point, by which everything is larger already.</param>
    public static float Of(float content, float pixels) =>
        float.IsFinite(content) && content > 0 && pixels > 0 ? Math.Clamp(MathF.Round(4 * content / pixels) / 4, Least, Most) : 1;

    [LibraryImport("libglfw.so.3", EntryPoint = "glfwGetWindowContentScale")]
    private static partial void GetWindowContentScale(nint window, out float x, out float y);
}
