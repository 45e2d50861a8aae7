using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>What happened in a field in this frame.</summary>
[Flags]
enum FieldEvent
{
    None = 0,

    /// <summary>The text differs from the last frame's.</summary>
    Changed = 1,

    /// <summary>Enter, Tab or a press outside ended editing.</summary>
    Committed = 2,

    /// <summary>Escape gave the text back that was there before.</summary>
    Cancelled = 4,

    /// <summary>Enter, in particular, ended it.</summary>
    Entered = 8,
}

sealed partial class UiContext
{
    const float FieldPadding = 8;
    const double BlinkSeconds = 0.53;

    readonly TextEditor _editor = new();
    string _textBefore = "";
    float _textScroll;
    double _caretSince;

    /// <summary>A line of text: click or Tab to edit, Ctrl+A/C/X/V, Enter to end, Escape to take back.</summary>
    /// <param name="hint">Shown dim while the field is empty.</param>
    public FieldEvent TextField(string name, Box box, ref string text, string tip, string hint = "")
    {
        var id = IdOf(name);
        var isPressed = Hold(id, box) && input.WentDown(MouseButton.Left);
        var happened = Edit(id, box, ref text, isStarted: TakesFocus(id) || (isPressed && _focus != id), isPressed);
        if (IsHot(id, box))
            Cursor = StandardCursor.IBeam;
        var isEdited = _focus == id;
        draw.Rectangle(box, isEdited ? Theme.Pane : ControlColor(id, box), Theme.Corner, isEdited ? Theme.Accent : Theme.Rim, 1);
        if (isEdited)
            DrawEditor(box);
        else
            Label(box.Inset(FieldPadding, 0), text.Length > 0 ? text : hint, text.Length > 0 ? Theme.Text : Theme.Faint);
        Tip(box, tip);
        return happened;
    }

    /// <summary>The keyboard's and the pointer's part of a field.</summary>
    FieldEvent Edit(int id, Box box, ref string text, bool isStarted, bool isPressed)
    {
        if (isStarted)
        {
            if (_focus != id)
                CommitOther(id);
            (_textBefore, _textScroll, _caretSince) = (text, 0, input.Seconds);
            _editor.Start(text);
        }
        if (_focus != id)
        {
            _fieldBefore = id;
            return FieldEvent.None;
        }
        _isFocusDrawn = true;
        Point(id, box, isStarted, isPressed);
        var happened = IsPressedOutside(box) && !isStarted ? End(id, FieldEvent.Committed) : TakeStrokes(id);
        var result = happened.HasFlag(FieldEvent.Cancelled) ? _textBefore : _editor.Text;
        if (result != text)
            happened |= FieldEvent.Changed;
        text = result;
        _fieldBefore = id;
        return happened;
    }

    /// <summary>The caret goes where the pointer is; a drag selects; two clicks select a word.</summary>
    void Point(int id, Box box, bool isStarted, bool isPressed)
    {
        if (isPressed && input.IsDoubleClick)
            _editor.SelectWord(CharacterAt(box, input.Pointer.X));
        else if (isPressed && !isStarted)
            _editor.MoveTo(CharacterAt(box, input.Pointer.X), input.IsShiftDown);
        else if (_held == id && !isPressed && input.Moved != Vector2.Zero)
            _editor.MoveTo(CharacterAt(box, input.Pointer.X), isSelecting: true);
        else
            return;
        _caretSince = input.Seconds;
    }

    FieldEvent TakeStrokes(int id)
    {
        var happened = FieldEvent.None;
        for (var i = 0; i < input.Strokes.Count && _focus == id; i++)
        {
            var stroke = input.Strokes[i];
            happened |= stroke.Key == Key.Unknown ? Insert(stroke) : Take(id, stroke);
            _caretSince = input.Seconds;
        }
        if (!happened.HasFlag(FieldEvent.Cancelled) || _editor.Text != _textBefore)
            input.TakeKeys(); // an Escape that takes nothing back is for what is around the field: it closes the dialog
        return happened;
    }

    FieldEvent Insert(KeyStroke stroke)
    {
        if (!stroke.IsControl)
            _editor.Insert([stroke.Character]);
        return FieldEvent.None;
    }

    FieldEvent Take(int id, KeyStroke stroke)
    {
        var (isControl, isShift) = (stroke.IsControl, stroke.IsShift);
        switch (stroke.Key)
        {
            case Key.Left: _editor.Move(-1, isControl, isShift); break;
            case Key.Right: _editor.Move(1, isControl, isShift); break;
            case Key.Home: _editor.MoveTo(0, isShift); break;
            case Key.End: _editor.MoveTo(_editor.Text.Length, isShift); break;
            case Key.Backspace: _editor.Delete(-1, isControl); break;
            case Key.Delete: _editor.Delete(1, isControl); break;
            case Key.A when isControl: _editor.SelectAll(); break;
            case Key.C when isControl: Copy(); break;
            case Key.X when isControl: Copy(); _editor.Insert([]); break;
            case Key.V when isControl: _editor.Insert(input.Clipboard.Text); break;
            case Key.Enter or Key.KeypadEnter: return End(id, FieldEvent.Committed | FieldEvent.Entered);
            case Key.Escape: return End(id, FieldEvent.Cancelled);
            case Key.Tab:
                (_isFocusGoingOn, _wantedFocus) = (!isShift, isShift ? _fieldBefore : 0);
                return End(id, FieldEvent.Committed);
        }
        return FieldEvent.None;
    }

    void Copy()
    {
        if (_editor.Selection.Length > 0)
            input.Clipboard.Text = _editor.Selection.ToString();
    }

    FieldEvent End(int id, FieldEvent how)
    {
        if (_focus == id)
            _focus = 0;
        return how;
    }

    /// <summary>The field that loses the focus to another one had its say in this frame, or never will: its text is already its caller's.</summary>
    void CommitOther(int id) => _focus = id;

    int CharacterAt(Box box, float x)
    {
        var left = box.X + FieldPadding - _textScroll;
        var text = _editor.Text;
        for (var i = 0; i < text.Length; i++)
        {
            var width = draw.WidthOf(Face.Body, text.AsSpan(i, 1));
            if (x < left + width / 2)
                return i;
            left += width;
        }
        return text.Length;
    }

    void DrawEditor(Box box)
    {
        var inner = box.Inset(FieldPadding, 3);
        var text = _editor.Text.AsSpan();
        var caret = draw.WidthOf(Face.Body, text[.._editor.Caret]);
        _textScroll = Math.Clamp(_textScroll, caret - inner.Width + 1, MathF.Max(caret, 0));
        var x = inner.X - _textScroll;
        draw.PushClip(inner.Inset(-1, 0));
        var (from, to) = (draw.WidthOf(Face.Body, text[.._editor.SelectionStart]), draw.WidthOf(Face.Body, text[.._editor.SelectionEnd]));
        if (to > from)
            draw.Rectangle(new(x + from, inner.Y + 1, to - from, inner.Height - 2), Theme.Accent.WithAlpha(0.4f), 2);
        draw.Text(Face.Body, new(x, Middle(box, Face.Body)), text, Theme.Text);
        if ((input.Seconds - _caretSince) % (2 * BlinkSeconds) < BlinkSeconds)
            draw.Rectangle(new(x + caret, inner.Y + 1, 1, inner.Height - 2), Theme.Text);
        draw.PopClip();
    }
}
