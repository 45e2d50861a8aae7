using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>OpenGL 4.1 core without a visible window, for rendering into memory. Current on the thread that made it.</summary>
public sealed class GraphicsContext : IDisposable
{
    readonly HiddenWindow _window = new();

    /// <exception cref="InvalidOperationException">There is no display, no GLFW or no OpenGL 4.1.</exception>
    public GraphicsContext()
    {
        _window.MakeCurrent();
        Gl = GL.GetApi(HiddenWindow.GetProcAddress);
    }

    public GL Gl { get; }

    /// <summary>Who draws, for example the name of the graphics card.</summary>
    public string Renderer => Gl.GetStringS(StringName.Renderer);

    /// <summary>Takes the context over to the calling thread.</summary>
    public void MakeCurrent() => _window.MakeCurrent();

    public void Dispose()
    {
        Gl.Dispose();
        _window.Dispose();
    }
}
