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
    const double TipAfter = 0.35; // seconds of rest
    const float TipWidth = 340;

    int _held; // the widget that the left button went down on
    string? _tip;
    Box _tipBox;
    Box _restingOn;
    double _restsSince;

    public DrawList Draw => draw;

    public UiInput Input => input;

    /// <summary>Whether a widget took the pointer this frame, so that widgets below ignore it.</summary>
    public bool HasPointer { get; private set; }

    /// <summary>The cursor for the widget under the pointer.</summary>
    public StandardCursor Cursor { get; set; }

    /// <summary>The window, points.</summary>
    public Box Window { get; private set; }

    /// <summary>Boxes that took the pointer and boxes with tooltips are listed here, for a test that every control explains itself; null lists nothing.
    /// </summary>
    public List<(Box Box, bool IsTip)>? Seen { get; set; }

    /// <summary>The explanation of what was under the pointer in the last frame, whether it was drawn yet or not.</summary>
    public string? ShownTip => _tip;

    public void Begin(Box window)
    {
        input.BeginFrame();
        (Window, Cursor, _tip) = (window, StandardCursor.Default, null);
        HasPointer = _held != 0;
        BeginLayers();
        BeginFocus();
    }

    /// <summary>Draws the overlay, and clears the state of released widgets.</summary>
    public void End()
    {
        DrawMenus();
        EndFocus();
        if (_tip is not null && RestsOn(_tipBox))
            DrawTip(_tip);
        else if (_tip is null)
            _restingOn = default;
        if (!input.IsDown(MouseButton.Left))
            _held = 0;
    }

    /// <summary>Explains the widget drawn last in <paramref name="box"/>, while the pointer rests on it.</summary>
    public void Tip(Box box, string text)
    {
        Seen?.Add((box, true));
        if (_held == 0 && IsOver(box))
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

    /// <summary>Text in lines no wider than the box, broken at spaces.</summary>
    /// <param name="isDrawn">False only measures.</param>
    /// <returns>Height in points.</returns>
    public float Paragraph(Box box, ReadOnlySpan<char> text, UiColor color, Face face = Face.Body, bool isDrawn = true)
    {
        var (y, lineHeight) = (box.Y, draw.HeightOf(face) + 3);
        while (!text.IsEmpty)
        {
            var length = LineLength(text, face, box.Width);
            if (isDrawn)
                draw.Text(face, new(box.X, y), text[..length], color);
            text = text[length..].TrimStart();
            y += lineHeight;
        }
        return y - box.Y;
    }

    /// <summary>Whether the pointer is over the box and no other widget holds it.</summary>
    public bool IsHot(int id, Box box) => (_held == 0 || _held == id) && IsOver(box);

    /// <summary>Whether the left button went down on this widget and is still down.</summary>
    public bool IsHeld(int id) => _held == id;

    /// <summary>Takes the pointer for as long as the left button is held on the box.</summary>
    /// <returns>Whether it is held now.</returns>
    public bool Hold(int id, Box box)
    {
        Seen?.Add((box, false));
        if (_held == 0 && input.WentDown(MouseButton.Left) && IsOver(box))
            _held = id;
        if (IsOver(box) || _held == id)
            HasPointer = true;
        return _held == id && (input.IsDown(MouseButton.Left) || input.WentDown(MouseButton.Left));
    }

    /// <summary>Whether the left button went down and up again on the box.</summary>
    public bool Click(int id, Box box)
    {
        Hold(id, box);
        if (IsHot(id, box))
            Cursor = StandardCursor.Hand;
        return _held == id && input.WentUp(MouseButton.Left) && IsOver(box);
    }

    public static int IdOf(string name) => string.GetHashCode(name, StringComparison.Ordinal) | 1;

    float Middle(Box box, Face face) => box.Y + (box.Height - draw.HeightOf(face)) / 2;

    static ReadOnlySpan<char> Shown(string name) => name.StartsWith("##", StringComparison.Ordinal) ? [] : name;

    UiColor ControlColor(int id, Box box) => _held == id ? Theme.ControlHeld : IsHot(id, box) ? Theme.ControlHot : Theme.Control;

    int LineLength(ReadOnlySpan<char> text, Face face, float width)
    {
        var length = text.IndexOf('\n') is var end and >= 0 ? end : text.Length;
        while (length > 1 && draw.WidthOf(face, text[..length]) > width)
            length = text[..(length - 1)].LastIndexOf(' ') is var space and > 0 ? space : length - 1;
        return Math.Max(length, 1);
    }

    bool RestsOn(Box box)
    {
        if (box != _restingOn)
            (_restingOn, _restsSince) = (box, input.Seconds);
        return input.Seconds - _restsSince >= TipAfter;
    }

    void DrawTip(string text)
    {
        var lines = new Box(0, 0, MathF.Min(draw.WidthOf(Face.Small, text) + 1, TipWidth), 0);
        var size = new Vector2(lines.Width + 16, Paragraph(lines, text, Theme.Text, Face.Small, isDrawn: false) + 7);
        var x = Math.Clamp(_tipBox.Center.X - size.X / 2, 4, Math.Max(Window.Width - size.X - 4, 4));
        var y = _tipBox.Y - size.Y - 6 >= 0 ? _tipBox.Y - size.Y - 6 : MathF.Min(_tipBox.Bottom + 6, Window.Height - size.Y);
        var box = new Box(x, y, size.X, size.Y);
        draw.Rectangle(box, Theme.ControlHeld, Theme.Corner, Theme.Faint, 1);
        Paragraph(box.Inset(8, 5), text, Theme.Text, Face.Small);
    }
}
