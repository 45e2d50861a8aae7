using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;

namespace Silk.NET.Windowing.Glfw;

/// <summary>The OpenGL context of one window; goes with it.</summary>
sealed class GlfwContext(IGLContextSource source, nint window) : IGLContext
{
    public nint Handle => window;

    public IGLContextSource? Source => source;

    public bool IsCurrent => Glfw.GetCurrentContext() == window;

    public void SwapInterval(int interval) => Glfw.SwapInterval(interval);

    public void SwapBuffers() => Glfw.SwapBuffers(window);

    public void MakeCurrent() => Glfw.MakeContextCurrent(window);

    public void Clear()
    {
        if (IsCurrent)
            Glfw.MakeContextCurrent(0);
    }

    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out var address, slot) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default) => (addr = Glfw.GetProcAddress(proc)) != 0;

    public void Dispose() => Clear();
}
