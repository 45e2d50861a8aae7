using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

sealed partial class GlfwWindow
{
    public nint Handle => _handle;

    public bool IsInitialized => _handle != 0;

    public double Time => _clock.Elapsed.TotalSeconds;

    public IGLContext? GLContext => IsInitialized ? _context
        : throw new InvalidOperationException("The window has no context before it is initialized. Call Initialize, or use it in Load.");

    public bool IsClosing
    {
        get => !IsInitialized || Glfw.WindowShouldClose(_handle) != Glfw.False;
        set
        {
            if (IsInitialized)
                Glfw.SetWindowShouldClose(_handle, Number(value));
        }
    }

    public Vector2D<int> Size
    {
        get
        {
            if (!IsInitialized)
                return _options.Size;
            Glfw.GetWindowSize(_handle, out var width, out var height);
            return new(width, height);
        }
        set
        {
            _options.Size = value;
            if (IsInitialized)
                Glfw.SetWindowSize(_handle, value.X, value.Y);
        }
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            if (!IsInitialized)
                return _options.Size;
            Glfw.GetFramebufferSize(_handle, out var width, out var height);
            return new(width, height);
        }
    }

    public Vector2D<int> Position
    {
        get
        {
            if (!IsInitialized)
                return _options.Position;
            Glfw.GetWindowPosition(_handle, out var x, out var y);
            return new(x, y);
        }
        set
        {
            _options.Position = value;
            if (IsInitialized)
                Glfw.SetWindowPosition(_handle, value.X, value.Y);
        }
    }

    public string Title
    {
        get => _options.Title;
        set
        {
            _options.Title = value;
            if (IsInitialized)
                Glfw.SetWindowTitle(_handle, value);
        }
    }

    public bool IsVisible
    {
        get => _options.IsVisible;
        set
        {
            _options.IsVisible = value;
            if (IsInitialized && value)
                Glfw.ShowWindow(_handle);
            else if (IsInitialized)
                Glfw.HideWindow(_handle);
        }
    }

    public WindowState WindowState
    {
        get => !IsInitialized ? _options.WindowState
            : Glfw.GetWindowAttribute(_handle, Glfw.Iconified) != 0 ? WindowState.Minimized
            : Glfw.GetWindowAttribute(_handle, Glfw.Maximized) != 0 ? WindowState.Maximized
            : WindowState.Normal;
        set
        {
            _options.WindowState = value;
            if (!IsInitialized)
                return;
            if (value == WindowState.Minimized)
                Glfw.IconifyWindow(_handle);
            else if (value == WindowState.Maximized)
                Glfw.MaximizeWindow(_handle);
            else
                Glfw.RestoreWindow(_handle);
        }
    }

    public bool VSync
    {
        get => _options.VSync;
        set
        {
            _options.VSync = value;
            _isVSyncSet = false;
        }
    }

    public bool ShouldSwapAutomatically { get => _options.ShouldSwapAutomatically; set => _options.ShouldSwapAutomatically = value; }

    public bool IsEventDriven { get => _options.IsEventDriven; set => _options.IsEventDriven = value; }

    public bool IsContextControlDisabled { get => _options.IsContextControlDisabled; set => _options.IsContextControlDisabled = value; }

    public double FramesPerSecond { get => _options.FramesPerSecond; set => _options.FramesPerSecond = value; }

    public double UpdatesPerSecond { get => _options.UpdatesPerSecond; set => _options.UpdatesPerSecond = value; }

    public WindowBorder WindowBorder { get => _options.WindowBorder; set => _options.WindowBorder = value; }

    public bool TopMost { get => _options.TopMost; set => _options.TopMost = value; }

    public GraphicsAPI API => _options.API;

    public int? PreferredDepthBufferBits => _options.PreferredDepthBufferBits;

    public int? PreferredStencilBufferBits => _options.PreferredStencilBufferBits;

    public int? Samples => _options.Samples;

    public IGLContext? SharedContext => _options.SharedContext;

    public void Focus()
    {
        if (IsInitialized)
            Glfw.FocusWindow(_handle);
    }

    public Vector2D<int> PointToFramebuffer(Vector2D<int> point)
    {
        var (size, pixels) = (Size, FramebufferSize);
        return size.X == 0 || size.Y == 0 ? point : new(point.X * pixels.X / size.X, point.Y * pixels.Y / size.Y);
    }
}
