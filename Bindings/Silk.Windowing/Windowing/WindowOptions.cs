using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>How a window is made. Start from <see cref="Default"/>: <c>new()</c> is all zero.</summary>
public struct WindowOptions : IWindowProperties
{
    public static WindowOptions Default => new()
    {
        IsVisible = true,
        Position = new Vector2D<int>(50, 50),
        Size = new Vector2D<int>(1280, 720),
        API = GraphicsAPI.Default,
        Title = "Silk.NET Window",
        VSync = true,
        ShouldSwapAutomatically = true,
    };

    public bool IsVisible { get; set; }

    public bool ShouldSwapAutomatically { get; set; }

    public bool IsEventDriven { get; set; }

    public bool IsContextControlDisabled { get; set; }

    public int? PreferredDepthBufferBits { get; set; }

    public int? PreferredStencilBufferBits { get; set; }

    public int? Samples { get; set; }

    /// <summary>Screen coordinates; (-1, -1) leaves it to the window manager.</summary>
    public Vector2D<int> Position { get; set; }

    public Vector2D<int> Size { get; set; }

    public double FramesPerSecond { get; set; }

    public double UpdatesPerSecond { get; set; }

    public GraphicsAPI API { get; set; }

    public bool VSync { get; set; }

    public string Title { get; set; }

    public WindowState WindowState { get; set; }

    public WindowBorder WindowBorder { get; set; }

    public bool TopMost { get; set; }

    public IGLContext? SharedContext { get; set; }
}
