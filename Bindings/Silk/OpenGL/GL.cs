using System.Text;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.OpenGL;

/// <summary>
/// OpenGL 4.1 core, as far as Avatar uses it, with the signatures of Silk.NET 2.22. Entry points load on first use, so a context
/// must be current; only the thread that holds the context may call. Disposing disposes the context.
/// </summary>
public unsafe partial class GL : NativeAPI
{
    public GL(INativeContext ctx) : base(ctx) { }

    public static GL GetApi(IGLContextSource contextSource) => GetApi(contextSource.GLContext
        ?? throw new InvalidOperationException("The window has no OpenGL context yet. Initialize it first."));

    public static GL GetApi(IGLContext ctx) => new(ctx);

    public static GL GetApi(Func<string, nint> getProcAddress) => new(new LamdaNativeContext(getProcAddress));

    public static GL GetApi(INativeContext ctx) => new(ctx);

    public override bool IsExtensionPresent(string extension)
    {
        var count = GetInteger(GetPName.NumExtensions);
        for (var i = 0u; i < count; i++)
            if (GetStringS(StringName.Extensions, i) == extension)
                return true;
        return false;
    }

    nint Load(ref nint slot, string name) => slot != 0 ? slot : slot = Context.GetProcAddress(name);

    static string Text(byte* terminated) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)terminated) ?? "";

    static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
