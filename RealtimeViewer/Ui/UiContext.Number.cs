using System.Globalization;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>How a number is shown and changed.</summary>
/// <param name="Least">Negative infinity for no limit.</param>
/// <param name="PerPoint">Change for each point that the pointer is dragged; a tenth of it with Shift.</param>
/// <param name="Decimals">Shown, and kept by a drag.</param>
/// <param name="Snap">With Ctrl, a drag gives multiples of this; 0 for none.</param>
/// <param name="Rest">What an Alt-click gives; not a number for none.</param>
readonly record struct NumberStyle(float Least, float Most, float PerPoint, int Decimals = 2, string Unit = "", float Snap = 0, float Rest = float.NaN)
{
    /// <summary>Degrees between limits; Ctrl snaps to 5, Alt-click gives 0.</summary>
    public static NumberStyle Degrees(float least, float most) => new(least, most, 0.5f, 1, "°", 5, 0);

    /// <summary>Metres without limits.</summary>
    public static NumberStyle Metres => new(float.NegativeInfinity, float.PositiveInfinity, 0.005f, 3, " m", 0.05f);
}

sealed partial class UiContext
{
    const float DragStart = 3; // points, less is a click

    string _typed = "";
    int _typedInto;
    float _dragFrom;
    float _dragged; // points
    bool _isDragging;

    /// <summary>
    /// A number: drag sideways to change it (Shift: finer, Ctrl: round values), click to type, Alt-click for its rest value. A bar shows where between
    /// its limits it lies. The edits of one drag share <see cref="UiInput.Gesture"/>.
    /// </summary>
    /// <param name="label">In front of the number, inside the field.</param>
    /// <returns>Whether the value changed.</returns>
    public bool Number(string name, Box box, ref float value, in NumberStyle style, string tip, string label = "")
    {
        var (id, before) = (IdOf(name), value);
        if (TakesFocus(id))
            StartTyping(id, value, style);
        if (_focus == id)
            TypeNumber(id, box, ref value, style);
        else
            DragNumber(id, box, ref value, style);
        if (IsHot(id, box))
            Cursor = _focus == id ? StandardCursor.IBeam : StandardCursor.HResize;
        DrawNumber(id, box, value, style, label);
        Tip(box, tip);
        if (_focus != id)
            _fieldBefore = id;
        return value != before;
    }

    void StartTyping(int id, float value, in NumberStyle style)
    {
        (_focus, _typedInto, _isFocusDrawn) = (id, id, true);
        _typed = value.ToString("0." + new string('#', style.Decimals), CultureInfo.InvariantCulture);
        (_textBefore, _textScroll, _caretSince) = (_typed, 0, input.Seconds);
        _editor.Start(_typed);
    }

    void TypeNumber(int id, Box box, ref float value, in NumberStyle style)
    {
        var isPressed = Hold(id, box) && input.WentDown(MouseButton.Left);
        var happened = Edit(id, box, ref _typed, isStarted: false, isPressed);
        if (happened.HasFlag(FieldEvent.Committed) && TryParse(_typed, style.Unit, out var number))
            value = Math.Clamp(number, style.Least, style.Most);
    }

    void DragNumber(int id, Box box, ref float value, in NumberStyle style)
    {
        var wasHeld = _held == id;
        var isHeld = Hold(id, box);
        if (isHeld && input.WentDown(MouseButton.Left))
            (_dragFrom, _dragged, _isDragging) = (value, 0, false);
        if (isHeld && input.WentDown(MouseButton.Left) && input.IsAltDown && !float.IsNaN(style.Rest))
            (value, _dragFrom, _isDragging) = (style.Rest, style.Rest, true);
        if (wasHeld && input.Moved.X != 0)
            Drag(ref value, style);
        if (wasHeld && input.WentUp(MouseButton.Left) && !_isDragging && IsOver(box))
            StartTyping(id, value, style);
    }

    void Drag(ref float value, in NumberStyle style)
    {
        _dragged += input.Moved.X * (input.IsShiftDown ? 0.1f : 1);
        _isDragging |= MathF.Abs(_dragged) >= DragStart || (input.IsShiftDown && MathF.Abs(_dragged) >= DragStart * 0.1f);
        if (!_isDragging)
            return;
        var wanted = _dragFrom + _dragged * style.PerPoint;
        wanted = input.IsControlDown && style.Snap > 0 ? MathF.Round(wanted / style.Snap) * style.Snap : MathF.Round(wanted, style.Decimals);
        value = Math.Clamp(wanted, style.Least, style.Most);
    }

    void DrawNumber(int id, Box box, float value, in NumberStyle style, string label)
    {
        var isEdited = _focus == id;
        draw.Rectangle(box, isEdited ? Theme.Pane : ControlColor(id, box), Theme.Corner, isEdited ? Theme.Accent : Theme.Rim, 1);
        if (isEdited)
        {
            DrawEditor(box);
            return;
        }
        var range = style.Most - style.Least;
        if (range > 0 && float.IsFinite(range))
        {
            var (zero, share) = (Math.Clamp(-style.Least / range, 0, 1), Math.Clamp((value - style.Least) / range, 0, 1));
            var track = box.Inset(2).BottomPart(3);
            var (from, to) = (track.X + MathF.Min(zero, share) * track.Width, track.X + MathF.Max(zero, share) * track.Width);
            draw.Rectangle(track with { X = from, Width = MathF.Max(to - from, 2) }, Theme.Accent.WithAlpha(0.8f), 1);
        }
        var inner = box.Inset(FieldPadding, 0);
        Label(inner, label, Theme.Dim);
        Span<char> text = stackalloc char[32];
        if (MathF.Abs(value) < 0.5f * MathF.Pow(10, -style.Decimals))
            value = 0; // not -0
        if (!value.TryFormat(text, out var length, FormatOf(style.Decimals), CultureInfo.InvariantCulture) || !style.Unit.TryCopyTo(text[length..]))
            return;
        var shown = text[..(length + style.Unit.Length)];
        Label(inner.RightPart(draw.WidthOf(Face.Body, shown) + 1), shown, Theme.Text);
    }

    static string FormatOf(int decimals) => decimals switch { 0 => "0", 1 => "0.0", 2 => "0.00", _ => "0.000" };

    /// <summary>A number as people type it: with a decimal point or comma, with or without its unit.</summary>
    internal static bool TryParse(string text, string unit, out float number)
    {
        var trimmed = text.Trim();
        if (unit.Trim() is { Length: > 0 } sign && trimmed.EndsWith(sign, StringComparison.OrdinalIgnoreCase))
            trimmed = trimmed[..^sign.Length].TrimEnd();
        return float.TryParse(trimmed.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);
    }
}
