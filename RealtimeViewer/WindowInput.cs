using System.Numerics;
using Avatars.Viewer.Ui;
using Silk.NET.Input;
using Silk.NET.Windowing;

namespace Avatars.Viewer;

/// <summary>Forwards the window's mouse and keyboard events to the panels.</summary>
sealed class WindowInput : IDisposable
{
    readonly IInputContext _context;
    readonly IKeyboard? _keyboard;
    readonly IMouse? _mouse;

    public WindowInput(IWindow window, UiInput input)
    {
        _context = window.CreateInput();
        foreach (var keyboard in _context.Keyboards)
        {
            keyboard.KeyDown += (_, key, _) => input.Press(key);
            keyboard.KeyUp += (_, key, _) => input.Release(key);
            keyboard.KeyChar += (_, character) => input.Type(character);
        }
        foreach (var mouse in _context.Mice)
        {
            mouse.MouseMove += (_, place) => input.MoveTo(place / Zoom);
            mouse.MouseDown += (_, button) => input.Press(button);
            mouse.MouseUp += (_, button) => input.Release(button);
            mouse.Scroll += (_, wheel) => input.TurnWheel(wheel.Y);
        }
        _keyboard = _context.Keyboards.Count > 0 ? _context.Keyboards[0] : null;
        _mouse = _context.Mice.Count > 0 ? _context.Mice[0] : null;
        if (_keyboard is not null)
            input.Clipboard = new WindowClipboard(_keyboard);
    }

    /// <summary>Scale of the panels: positions are divided by it.</summary>
    public float Zoom { get; set; } = 1;

    public void Show(StandardCursor cursor)
    {
        if (_mouse is not null)
            _mouse.Cursor.StandardCursor = cursor;
    }

    public void Dispose() => _context.Dispose();

    sealed class WindowClipboard(IKeyboard keyboard) : Clipboard
    {
        public override string Text
        {
            get => keyboard.ClipboardText;
            set => keyboard.ClipboardText = value;
        }
    }
}
