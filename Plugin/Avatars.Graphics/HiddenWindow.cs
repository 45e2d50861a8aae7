using System.Runtime.InteropServices;

namespace Avatars.Graphics;

/// <summary>A GLFW window that is never shown.</summary>
sealed partial class HiddenWindow : IDisposable
{
    const string Library = "libglfw.so.3";
    const int Visible = 0x00020004, ContextVersionMajor = 0x00022002, ContextVersionMinor = 0x00022003, ForwardCompatible = 0x00022006, Profile = 0x00022008, CoreProfile = 0x00032001;

    readonly nint _handle;

    public HiddenWindow()
    {
        if (Init() == 0)
            throw new InvalidOperationException("No display was found for OpenGL. Start one (for example Xvfb :77, then DISPLAY=:77), or run on a desktop.");
        WindowHint(Visible, 0);
        WindowHint(ContextVersionMajor, 4);
        WindowHint(ContextVersionMinor, 1);
        WindowHint(ForwardCompatible, 1);
        WindowHint(Profile, CoreProfile);
        _handle = CreateWindow(16, 16, "Avatar", 0, 0);
        if (_handle == 0)
            throw new InvalidOperationException("The graphics driver offers no OpenGL 4.1 core. Update it, or install Mesa.");
    }

    public void MakeCurrent() => MakeContextCurrent(_handle);

    public void Dispose() => DestroyWindow(_handle);

    [LibraryImport(Library, EntryPoint = "glfwGetProcAddress", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetProcAddress(string name);

    [LibraryImport(Library, EntryPoint = "glfwInit")]
    private static partial int Init();

    [LibraryImport(Library, EntryPoint = "glfwWindowHint")]
    private static partial void WindowHint(int hint, int value);

    [LibraryImport(Library, EntryPoint = "glfwCreateWindow", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint CreateWindow(int width, int height, string title, nint monitor, nint share);

    [LibraryImport(Library, EntryPoint = "glfwMakeContextCurrent")]
    private static partial void MakeContextCurrent(nint window);

    [LibraryImport(Library, EntryPoint = "glfwDestroyWindow")]
    private static partial void DestroyWindow(nint window);
}
