using System.Runtime.InteropServices;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input;

sealed class GlfwKeyboard(nint window) : IKeyboard
{
    public event Action<IKeyboard, Key, int>? KeyDown;

    public event Action<IKeyboard, Key, int>? KeyUp;

    public event Action<IKeyboard, char>? KeyChar;

    public string Name => "Keyboard";

    public int Index => 0;

    public bool IsConnected => true;

    public unsafe string ClipboardText
    {
        get => Marshal.PtrToStringUTF8((nint)Glfw.GetClipboardString(window)) ?? "";
        set => Glfw.SetClipboardString(window, value);
    }

    public bool IsKeyPressed(Key key) => key != Key.Unknown && Glfw.GetKey(window, (int)key) == Glfw.Press;

    internal void Raise(WindowEvent happened)
    {
        if (happened.Kind == WindowEventKind.Key && happened.Action == Glfw.Press)
            KeyDown?.Invoke(this, (Key)happened.Code, happened.Scancode);
        else if (happened.Kind == WindowEventKind.Key && happened.Action == Glfw.Release)
            KeyUp?.Invoke(this, (Key)happened.Code, happened.Scancode);
        else if (happened.Kind == WindowEventKind.Character && happened.Code <= char.MaxValue)
            KeyChar?.Invoke(this, (char)happened.Code);
    }
}
