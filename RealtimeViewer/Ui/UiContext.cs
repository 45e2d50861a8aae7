using System.Numerics;
using System.Runtime.CompilerServices;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>
/// The panels' widgets, in immediate mode: a call draws one and returns the user's action. A widget is identified by its name, which is
/// its label or starts with <c>##</c> when nothing is to be read.
/// </summary>
sealed partial class UiContext(DrawList draw, UiInput input)
{
    int _held; // the widget that the left button went down on
    string? _tip;
    Box _tipBox;

    public DrawList Draw => draw;

    public UiInput Input => input;

    /// <summary>Whether a widget took the pointer this frame, so that widgets below ignore it.</summary>
    public bool HasPointer { get; private set; }

    /// <summary>The cursor for the widget under the pointer.</summary>
    public StandardCursor Cursor { get; set; }

    /// <summary>The window, points.</summary>
    public Box Window { get; private set; }

    public void Begin(Box window)
    {
        input.BeginFrame();
        (Window, Cursor, _tip) = (window, StandardCursor.Default, null);
        HasPointer = _held != 0;
    }

    /// <summary>Draws the overlay, and clears the state of released widgets.</summary>
    public void End()
    {
        if (_tip is not null)
            DrawTip(_tip);
        if (!input.IsDown(MouseButton.Left))
            _held = 0;
    }

    /// <summary>Explains the widget drawn last in <paramref name="box"/>, while the pointer rests on it.</summary>
    public void Tip(Box box, string text)
    {
        if (_held == 0 && box.Contains(input.Pointer))
            (_tip, _tipBox) = (text, box);
    }

    public void Label(Box box, ReadOnlySpan<char> text, UiColor color, Face face = Face.Body)
    {
        draw.PushClip(box);
        draw.Text(face, new(box.X, Middle(box, face)), text, color);
        draw.PopClip();
    }

    /// <summary>Interpolated text, without making a string of it.</summary>
    public void Write(Box box, UiColor color, ref DefaultInterpolatedStringHandler text, Face face = Face.Body)
    {
        Label(box, text.Text, color, face);
        text.Clear();
    }

    public void WriteRight(Box box, UiColor color, ref DefaultInterpolatedStringHandler text, Face face = Face.Body)
    {
        var width = draw.WidthOf(face, text.Text);
        draw.Text(face, new(box.Right - width, Middle(box, face)), text.Text, color);
        text.Clear();
    }

    public void Centered(Box box, ReadOnlySpan<char> text, UiColor color, Face face = Face.Body) =>
        draw.Text(face, new(box.X + MathF.Max((box.Width - draw.WidthOf(face, text)) / 2, 0), Middle(box, face)), text, color);

    /// <summary>A heading: dim and bold.</summary>
    public void Heading(Box box, string text) => Label(box, text, Theme.Dim, Face.Strong);

    /// <summary>Whether the pointer is over the box and no other widget holds it.</summary>
    public bool IsHot(int id, Box box) => (_held == 0 || _held == id) && box.Contains(input.Pointer);

    /// <summary>Takes the pointer for as long as the left button is held on the box.</summary>
    /// <returns>Whether it is held now.</returns>
    public bool Hold(int id, Box box)
    {
        if (_held == 0 && input.WentDown(MouseButton.Left) && box.Contains(input.Pointer))
            _held = id;
        if (box.Contains(input.Pointer) || _held == id)
            HasPointer = true;
        return _held == id && (input.IsDown(MouseButton.Left) || input.WentDown(MouseButton.Left));
    }

    /// <summary>Whether the left button went down and up again on the box.</summary>
    public bool Click(int id, Box box)
    {
        Hold(id, box);
        if (IsHot(id, box))
            Cursor = StandardCursor.Hand;
        return _held == id && input.WentUp(MouseButton.Left) && box.Contains(input.Pointer);
    }

    public static int IdOf(string name) => string.GetHashCode(name, StringComparison.Ordinal) | 1;

    float Middle(Box box, Face face) => box.Y + (box.Height - draw.HeightOf(face)) / 2;

    static ReadOnlySpan<char> Shown(string name) => name.StartsWith("##", StringComparison.Ordinal) ? [] : name;

    UiColor ControlColor(int id, Box box) => _held == id ? Theme.ControlHeld : IsHot(id, box) ? Theme.ControlHot : Theme.Control;

    void DrawTip(string text)
    {
        var size = new Vector2(draw.WidthOf(Face.Small, text) + 16, 24);
        var x = Math.Clamp(_tipBox.Center.X - size.X / 2, 4, Math.Max(Window.Width - size.X - 4, 4));
        var y = _tipBox.Y - size.Y - 6 >= 0 ? _tipBox.Y - size.Y - 6 : _tipBox.Bottom + 6;
        var box = new Box(x, y, size.X, size.Y);
        draw.Rectangle(box, Theme.ControlHeld, Theme.Corner, Theme.Faint, 1);
        Centered(box, text, Theme.Text, Face.Small);
    }
}
