using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

public abstract class NativeApiContainer : IDisposable
{
    readonly INativeContext _context;

    protected NativeApiContainer(INativeContext ctx) => _context = ctx;

    internal INativeContext BaseContext => _context;

    public void Dispose()
    {
        _context.Dispose();
        GC.SuppressFinalize(this);
    }
}

public abstract class NativeAPI : NativeApiContainer
{
    protected NativeAPI(INativeContext ctx) : base(ctx) { }

    public INativeContext Context => BaseContext;

    public abstract bool IsExtensionPresent(string name);
}
