using System.Runtime.InteropServices;

namespace Silk.NET.Windowing.Glfw;

/// <summary>GLFW 3.3, as far as windows, contexts, keyboard and mouse need it. Main thread only, except where GLFW says otherwise.</summary>
static unsafe partial class Glfw
{
    const string Library = "libglfw.so.3";

    internal const int False = 0, True = 1;
    internal const int Release = 0, Press = 1;

    // Window hints and attributes
    internal const int Focused = 0x00020001, Iconified = 0x00020002, Resizable = 0x00020003, Visible = 0x00020004, Decorated = 0x00020005,
        Floating = 0x00020007, Maximized = 0x00020008, FocusOnShow = 0x0002000C;
    internal const int DepthBits = 0x00021005, StencilBits = 0x00021006, SampleCount = 0x0002100D;
    internal const int ClientApi = 0x00022001, ContextVersionMajor = 0x00022002, ContextVersionMinor = 0x00022003,
        OpenGLForwardCompatible = 0x00022006, OpenGLDebugContext = 0x00022007, OpenGLProfile = 0x00022008, ScaleToMonitor = 0x0002200C;
    internal const int NoApi = 0, OpenGLApi = 0x00030001, OpenGLESApi = 0x00030002;
    internal const int CoreProfile = 0x00032001, CompatibilityProfile = 0x00032002;

    // Input modes
    internal const int CursorInput = 0x00033001, CursorNormal = 0x00034001, CursorHidden = 0x00034002, CursorDisabled = 0x00034003;

    [LibraryImport(Library, EntryPoint = "glfwInit")]
    internal static partial int Init();

    [LibraryImport(Library, EntryPoint = "glfwGetError")]
    internal static partial int GetError(out byte* description);

    [LibraryImport(Library, EntryPoint = "glfwDefaultWindowHints")]
    internal static partial void DefaultWindowHints();

    [LibraryImport(Library, EntryPoint = "glfwWindowHint")]
    internal static partial void WindowHint(int hint, int value);

    [LibraryImport(Library, EntryPoint = "glfwCreateWindow", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint CreateWindow(int width, int height, string title, nint monitor, nint share);

    [LibraryImport(Library, EntryPoint = "glfwDestroyWindow")]
    internal static partial void DestroyWindow(nint window);

    [LibraryImport(Library, EntryPoint = "glfwWindowShouldClose")]
    internal static partial int WindowShouldClose(nint window);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowShouldClose")]
    internal static partial void SetWindowShouldClose(nint window, int value);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowTitle", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetWindowTitle(nint window, string title);

    [LibraryImport(Library, EntryPoint = "glfwGetWindowPos")]
    internal static partial void GetWindowPosition(nint window, out int x, out int y);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowPos")]
    internal static partial void SetWindowPosition(nint window, int x, int y);

    [LibraryImport(Library, EntryPoint = "glfwGetWindowSize")]
    internal static partial void GetWindowSize(nint window, out int width, out int height);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowSize")]
    internal static partial void SetWindowSize(nint window, int width, int height);

    [LibraryImport(Library, EntryPoint = "glfwGetFramebufferSize")]
    internal static partial void GetFramebufferSize(nint window, out int width, out int height);

    [LibraryImport(Library, EntryPoint = "glfwIconifyWindow")]
    internal static partial void IconifyWindow(nint window);

    [LibraryImport(Library, EntryPoint = "glfwRestoreWindow")]
    internal static partial void RestoreWindow(nint window);

    [LibraryImport(Library, EntryPoint = "glfwMaximizeWindow")]
    internal static partial void MaximizeWindow(nint window);

    [LibraryImport(Library, EntryPoint = "glfwShowWindow")]
    internal static partial void ShowWindow(nint window);

    [LibraryImport(Library, EntryPoint = "glfwHideWindow")]
    internal static partial void HideWindow(nint window);

    [LibraryImport(Library, EntryPoint = "glfwFocusWindow")]
    internal static partial void FocusWindow(nint window);

    [LibraryImport(Library, EntryPoint = "glfwGetWindowAttrib")]
    internal static partial int GetWindowAttribute(nint window, int attribute);

    [LibraryImport(Library, EntryPoint = "glfwPollEvents")]
    internal static partial void PollEvents();

    [LibraryImport(Library, EntryPoint = "glfwWaitEvents")]
    internal static partial void WaitEvents();

    [LibraryImport(Library, EntryPoint = "glfwPostEmptyEvent")]
    internal static partial void PostEmptyEvent();

    [LibraryImport(Library, EntryPoint = "glfwMakeContextCurrent")]
    internal static partial void MakeContextCurrent(nint window);

    [LibraryImport(Library, EntryPoint = "glfwGetCurrentContext")]
    internal static partial nint GetCurrentContext();

    [LibraryImport(Library, EntryPoint = "glfwSwapBuffers")]
    internal static partial void SwapBuffers(nint window);

    [LibraryImport(Library, EntryPoint = "glfwSwapInterval")]
    internal static partial void SwapInterval(int interval);

    [LibraryImport(Library, EntryPoint = "glfwGetProcAddress", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GetProcAddress(string name);

    [LibraryImport(Library, EntryPoint = "glfwGetKey")]
    internal static partial int GetKey(nint window, int key);

    [LibraryImport(Library, EntryPoint = "glfwGetMouseButton")]
    internal static partial int GetMouseButton(nint window, int button);

    [LibraryImport(Library, EntryPoint = "glfwGetCursorPos")]
    internal static partial void GetCursorPosition(nint window, out double x, out double y);

    [LibraryImport(Library, EntryPoint = "glfwSetCursorPos")]
    internal static partial void SetCursorPosition(nint window, double x, double y);

    [LibraryImport(Library, EntryPoint = "glfwSetInputMode")]
    internal static partial void SetInputMode(nint window, int mode, int value);

    [LibraryImport(Library, EntryPoint = "glfwGetInputMode")]
    internal static partial int GetInputMode(nint window, int mode);

    [LibraryImport(Library, EntryPoint = "glfwCreateStandardCursor")]
    internal static partial nint CreateStandardCursor(int shape);

    [LibraryImport(Library, EntryPoint = "glfwDestroyCursor")]
    internal static partial void DestroyCursor(nint cursor);

    [LibraryImport(Library, EntryPoint = "glfwSetCursor")]
    internal static partial void SetCursor(nint window, nint cursor);

    [LibraryImport(Library, EntryPoint = "glfwGetClipboardString")]
    internal static partial byte* GetClipboardString(nint window);

    [LibraryImport(Library, EntryPoint = "glfwSetClipboardString", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetClipboardString(nint window, string text);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowUserPointer")]
    internal static partial void SetWindowUserPointer(nint window, nint pointer);

    [LibraryImport(Library, EntryPoint = "glfwGetWindowUserPointer")]
    internal static partial nint GetWindowUserPointer(nint window);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowPosCallback")]
    internal static partial nint SetWindowPositionCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowSizeCallback")]
    internal static partial nint SetWindowSizeCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetFramebufferSizeCallback")]
    internal static partial nint SetFramebufferSizeCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetWindowFocusCallback")]
    internal static partial nint SetWindowFocusCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetKeyCallback")]
    internal static partial nint SetKeyCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, int, int, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetCharCallback")]
    internal static partial nint SetCharCallback(nint window, delegate* unmanaged[Cdecl]<nint, uint, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetMouseButtonCallback")]
    internal static partial nint SetMouseButtonCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, int, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetCursorPosCallback")]
    internal static partial nint SetCursorPositionCallback(nint window, delegate* unmanaged[Cdecl]<nint, double, double, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetScrollCallback")]
    internal static partial nint SetScrollCallback(nint window, delegate* unmanaged[Cdecl]<nint, double, double, void> callback);

    [LibraryImport(Library, EntryPoint = "glfwSetDropCallback")]
    internal static partial nint SetDropCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, byte**, void> callback);

    /// <summary>What GLFW has to say about its last failure.</summary>
    internal static string LastError()
    {
        GetError(out var description);
        return Marshal.PtrToStringUTF8((nint)description)?.Trim() ?? "no reason given";
    }
}
