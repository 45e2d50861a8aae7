using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IViewProperties
{
    /// <summary>Whether <see cref="IView.DoRender"/> shows what was drawn.</summary>
    bool ShouldSwapAutomatically { get; set; }

    /// <summary>Whether <see cref="IView.DoEvents"/> waits for an event.</summary>
    bool IsEventDriven { get; set; }

    /// <summary>Whether the caller makes the context current and swaps.</summary>
    bool IsContextControlDisabled { get; set; }

    /// <summary>Screen coordinates, not pixels.</summary>
    Vector2D<int> Size { get; }

    /// <summary>The most that are drawn; 0 for no limit.</summary>
    double FramesPerSecond { get; set; }

    /// <summary>The most that are made; 0 for no limit.</summary>
    double UpdatesPerSecond { get; set; }

    GraphicsAPI API { get; }

    /// <summary>Takes effect in the next <see cref="IView.DoRender"/>.</summary>
    bool VSync { get; set; }

    int? PreferredDepthBufferBits { get; }

    int? PreferredStencilBufferBits { get; }

    int? Samples { get; }
}

public interface IView : IViewProperties, IGLContextSource, IDisposable
{
    nint Handle { get; }

    bool IsClosing { get; }

    /// <summary>Seconds since the window was initialized.</summary>
    double Time { get; }

    /// <summary>Pixels.</summary>
    Vector2D<int> FramebufferSize { get; }

    bool IsInitialized { get; }

    event Action<Vector2D<int>>? Resize;

    event Action<Vector2D<int>>? FramebufferResize;

    event Action? Closing;

    event Action<bool>? FocusChanged;

    event Action? Load;

    event Action<double>? Update;

    event Action<double>? Render;

    /// <summary>Makes the window and its context, makes that current, and raises <see cref="Load"/>.</summary>
    void Initialize();

    void DoRender();

    void DoUpdate();

    void DoEvents();

    /// <summary>Wakes a <see cref="DoEvents"/> that waits. From any thread.</summary>
    void ContinueEvents();

    void Reset();

    void Focus();

    void Close();

    Vector2D<int> PointToFramebuffer(Vector2D<int> point);

    void Run(Action onFrame);
}
