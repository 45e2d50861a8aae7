using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace Avatars.Graphics;

/// <summary>OpenGL 4.1 core without a visible window, for rendering into memory. Current on the thread that made it.</summary>
public sealed class GraphicsContext : IDisposable
{
    readonly IWindow _window;

    /// <exception cref="InvalidOperationException">There is no display, no GLFW or no OpenGL 4.1.</exception>
    public GraphicsContext()
    {
        try
        {
            _window = Window.Create(WindowOptions.Default with
            {
                IsVisible = false,
                Size = new Vector2D<int>(16, 16),
                Title = "Avatar",
                API = OpenGL41,
                VSync = false,
            });
            _window.Initialize();
        }
        catch (PlatformNotSupportedException error)
        {
            throw new InvalidOperationException($"{error.Message} OpenGL 4.1 needs a display: run on a desktop, or start one (for example Xvfb :77, "
                + "then DISPLAY=:77).", error);
        }
        Gl = GL.GetApi(_window);
    }

    /// <summary>The OpenGL version of every window: macOS has no later one.</summary>
    public static GraphicsAPI OpenGL41 => new(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(4, 1));

    public GL Gl { get; }

    /// <summary>Name of the OpenGL renderer, usually of the graphics card.</summary>
    public string Renderer => Gl.GetStringS(StringName.Renderer);

    /// <summary>Takes the context over to the calling thread.</summary>
    public void MakeCurrent() => _window.MakeCurrent();

    public void Dispose()
    {
        Gl.Dispose();
        _window.Dispose();
    }
}
