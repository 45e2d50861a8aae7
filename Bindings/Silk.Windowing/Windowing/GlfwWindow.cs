using System.Diagnostics;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

/// <summary>A window of GLFW. This half is its life and its loop; the other half is its properties.</summary>
sealed partial class GlfwWindow(WindowOptions options) : IWindow
{
    readonly Stopwatch _clock = new();
    WindowOptions _options = options;
    WindowEvents? _events;
    GlfwContext? _context;
    nint _handle;
    bool _closingRaised;
    bool _isVSyncSet;
    double _lastUpdate;
    double _lastRender;

    public event Action<Vector2D<int>>? Resize;

    public event Action<Vector2D<int>>? FramebufferResize;

    public event Action? Closing;

    public event Action<bool>? FocusChanged;

    public event Action? Load;

    public event Action<double>? Update;

    public event Action<double>? Render;

    public event Action<Vector2D<int>>? Move;

    public event Action<string[]>? FileDrop;

    /// <summary>Every event, also those that only the input handles.</summary>
    internal event Action<WindowEvent>? Input;

    public void Initialize()
    {
        if (IsInitialized)
            return;
        ApplyHints();
        var shared = _options.SharedContext?.Handle ?? 0;
        _handle = Glfw.CreateWindow(Math.Max(_options.Size.X, 1), Math.Max(_options.Size.Y, 1), _options.Title ?? "", 0, shared);
        if (_handle == 0)
            throw new PlatformNotSupportedException($"The window could not be made: {Glfw.LastError()}.");
        _events = new WindowEvents(_handle);
        if (_options.Position is not { X: -1, Y: -1 })
            Glfw.SetWindowPosition(_handle, _options.Position.X, _options.Position.Y);
        if (_options.IsVisible)
            Glfw.ShowWindow(_handle);
        if (_options.WindowState == WindowState.Minimized)
            Glfw.IconifyWindow(_handle);
        if (_options.API.API is ContextAPI.OpenGL or ContextAPI.OpenGLES)
        {
            _context = new GlfwContext(this, _handle);
            _context.MakeCurrent();
        }
        _clock.Restart();
        Load?.Invoke();
    }

    public void DoEvents()
    {
        if (!IsInitialized)
            return;
        if (IsEventDriven)
            Glfw.WaitEvents();
        else
            Glfw.PollEvents();
        foreach (var happened in _events!.Take())
            Raise(happened);
        if (IsClosing && !_closingRaised)
        {
            _closingRaised = true;
            Closing?.Invoke();
        }
    }

    public void DoUpdate()
    {
        var now = Time;
        if (UpdatesPerSecond > 0 && now - _lastUpdate < 1 / UpdatesPerSecond)
            return;
        Update?.Invoke(now - _lastUpdate);
        _lastUpdate = now;
    }

    public void DoRender()
    {
        var now = Time;
        if (!IsInitialized || (FramesPerSecond > 0 && now - _lastRender < 1 / FramesPerSecond))
            return;
        if (!IsContextControlDisabled)
            _context?.MakeCurrent();
        if (!_isVSyncSet)
        {
            _context?.SwapInterval(VSync ? 1 : 0);
            _isVSyncSet = true;
        }
        Render?.Invoke(now - _lastRender);
        _lastRender = now;
        if (ShouldSwapAutomatically && !IsContextControlDisabled)
            _context?.SwapBuffers();
    }

    public void ContinueEvents() => Glfw.PostEmptyEvent();

    public void Run(Action onFrame)
    {
        while (!IsClosing)
            onFrame();
    }

    public void Close()
    {
        if (IsInitialized)
            Glfw.SetWindowShouldClose(_handle, Glfw.True);
    }

    public void Reset()
    {
        if (!IsInitialized)
            return;
        _context?.Clear();
        _context = null;
        _events!.Dispose();
        _events = null;
        Glfw.DestroyWindow(_handle);
        _handle = 0;
        _clock.Reset();
        (_closingRaised, _isVSyncSet, _lastUpdate, _lastRender) = (false, false, 0, 0);
    }

    public void Dispose() => Reset();

    void Raise(in WindowEvent happened)
    {
        var place = new Vector2D<int>((int)happened.X, (int)happened.Y);
        switch (happened.Kind)
        {
            case WindowEventKind.Moved: Move?.Invoke(place); break;
            case WindowEventKind.Resized: Resize?.Invoke(place); break;
            case WindowEventKind.FramebufferResized: FramebufferResize?.Invoke(place); break;
            case WindowEventKind.Focused: FocusChanged?.Invoke(happened.Code != 0); break;
            case WindowEventKind.Dropped: FileDrop?.Invoke(happened.Paths!); break;
            default: Input?.Invoke(happened); break;
        }
    }

    void ApplyHints()
    {
        Glfw.DefaultWindowHints();
        Glfw.WindowHint(Glfw.Visible, Glfw.False); // shown once it stands in its place
        Glfw.WindowHint(Glfw.Resizable, Number(_options.WindowBorder == WindowBorder.Resizable));
        Glfw.WindowHint(Glfw.Decorated, Number(_options.WindowBorder != WindowBorder.Hidden));
        Glfw.WindowHint(Glfw.Floating, Number(_options.TopMost));
        Glfw.WindowHint(Glfw.Maximized, Number(_options.WindowState == WindowState.Maximized));
        Glfw.WindowHint(Glfw.DepthBits, _options.PreferredDepthBufferBits ?? 24);
        Glfw.WindowHint(Glfw.StencilBits, _options.PreferredStencilBufferBits ?? 8);
        Glfw.WindowHint(Glfw.SampleCount, _options.Samples ?? 0);
        var api = _options.API;
        Glfw.WindowHint(Glfw.ClientApi, api.API switch { ContextAPI.OpenGL => Glfw.OpenGLApi, ContextAPI.OpenGLES => Glfw.OpenGLESApi, _ => Glfw.NoApi });
        if (api.API is not (ContextAPI.OpenGL or ContextAPI.OpenGLES))
            return;
        Glfw.WindowHint(Glfw.ContextVersionMajor, api.Version.MajorVersion);
        Glfw.WindowHint(Glfw.ContextVersionMinor, api.Version.MinorVersion);
        Glfw.WindowHint(Glfw.OpenGLDebugContext, Number(api.Flags.HasFlag(ContextFlags.Debug)));
        if (api.API != ContextAPI.OpenGL)
            return;
        Glfw.WindowHint(Glfw.OpenGLForwardCompatible, Number(api.Flags.HasFlag(ContextFlags.ForwardCompatible)));
        Glfw.WindowHint(Glfw.OpenGLProfile, api.Profile == ContextProfile.Core ? Glfw.CoreProfile : Glfw.CompatibilityProfile);
    }

    static int Number(bool value) => value ? Glfw.True : Glfw.False;
}
