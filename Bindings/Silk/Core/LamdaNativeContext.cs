using Silk.NET.Core.Loader;

namespace Silk.NET.Core.Contexts;

public readonly struct LamdaNativeContext : INativeContext
{
    readonly Func<string, nint> _getProcAddress;

    public LamdaNativeContext(Func<string, nint> getProcAddress) => _getProcAddress = getProcAddress;

    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out var address, slot) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default) => (addr = _getProcAddress(proc)) != 0;

    public void Dispose() { }
}
