using Avatars.Graphics;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace Avatars.Viewer;

/// <summary>The window and its loop.</summary>
static class ViewerWindow
{
    const double MostFramesPerSecond = 60; // where vertical sync does not hold back, the processor belongs to the model

    /// <exception cref="InvalidOperationException">There is no display or no OpenGL 4.1.</exception>
    public static int Show(ViewerOptions options, CancellationToken stop)
    {
        using var window = Open(options);
        using var gl = GL.GetApi(window);
        using var viewer = new LiveViewer(window, gl, options);
        var pace = new FramePacer(MostFramesPerSecond);
        while (!window.IsClosing && !stop.IsCancellationRequested)
        {
            window.DoEvents();
            if (window.IsClosing && !viewer.MayClose())
                window.IsClosing = false;
            if (!window.IsClosing)
                window.DoRender();
            pace.Wait();
        }
        return 0;
    }

    static IWindow Open(ViewerOptions options)
    {
        try
        {
            var window = Window.Create(WindowOptions.Default with
            {
                Size = new Vector2D<int>(options.Width, options.Height),
                Position = new Vector2D<int>(0, 0),
                Title = "Avatar",
                API = GraphicsContext.OpenGL41,
                PreferredDepthBufferBits = 0,
                PreferredStencilBufferBits = 0,
            });
            window.Initialize();
            return window;
        }
        catch (PlatformNotSupportedException error)
        {
            throw new InvalidOperationException($"{error.Message} The viewer needs a display with OpenGL 4.1: run it on a desktop, set DISPLAY, or make "
                + "a film without one with 'avatar video'.", error);
        }
    }
}
