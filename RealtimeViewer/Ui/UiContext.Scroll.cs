using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

sealed partial class UiContext
{
    public const float ScrollBar = 10; // points wide, beside the content
    const float WheelStep = 52; // points a notch
    const float LeastThumb = 20;

    readonly Stack<(int Id, Box Box, float Length)> _scrolls = new(4);
    float _grabbed; // where on the thumb it was taken

    /// <summary>Starts an area whose content is longer than its box; wheel and bar move it. End with <see cref="EndScroll"/>.</summary>
    /// <param name="length">Height of the content, points.</param>
    /// <param name="scroll">Points that the content is moved up.</param>
    /// <returns>Where the content lies; narrower by the bar where there is one.</returns>
    public Box BeginScroll(string name, Box box, float length, ref float scroll)
    {
        scroll = Math.Clamp(scroll, 0, MathF.Max(length - box.Height, 0));
        _scrolls.Push((IdOf(name), box, length));
        draw.PushClip(box);
        var width = length > box.Height ? box.Width - ScrollBar : box.Width;
        return new Box(box.X, box.Y - scroll, MathF.Max(width, 0), MathF.Max(length, box.Height));
    }

    public void EndScroll(ref float scroll)
    {
        var (id, box, length) = _scrolls.Pop();
        draw.PopClip();
        if (length <= box.Height)
            return;
        if (IsOver(box) && input.Wheel != 0)
            scroll -= input.TakeWheel() * WheelStep;
        var bar = box.RightPart(ScrollBar).Inset(2, 0);
        var thumb = ThumbOf(bar, length, scroll);
        if (Hold(id, bar))
        {
            if (input.WentDown(MouseButton.Left))
                _grabbed = thumb.Contains(input.Pointer) ? input.Pointer.Y - thumb.Y : thumb.Height / 2;
            scroll = (input.Pointer.Y - _grabbed - bar.Y) / MathF.Max(bar.Height - thumb.Height, 1) * (length - box.Height);
        }
        scroll = Math.Clamp(scroll, 0, length - box.Height);
        Tip(bar, "Drag to scroll, or turn the wheel");
        draw.Rectangle(ThumbOf(bar, length, scroll), IsHot(id, bar) ? Theme.Faint : Theme.ControlHeld, 3);
    }

    /// <summary>Moves a scrolled area so far that a row is in sight.</summary>
    /// <param name="top">Of the row in the content, points.</param>
    public static void Reveal(float top, float height, Box box, ref float scroll) =>
        scroll = Math.Clamp(scroll, MathF.Max(top + height - box.Height, 0), MathF.Max(top, 0));

    /// <summary>A bar between two parts that can be dragged.</summary>
    /// <param name="size">Points of the part before it, or after it where <paramref name="isFromEnd"/>.</param>
    /// <param name="isUpright">Left and right of it, rather than above and below.</param>
    public bool Splitter(string name, Box bar, bool isUpright, bool isFromEnd, ref float size, float least, float most)
    {
        var (id, before) = (IdOf(name), size);
        if (Hold(id, bar) && !input.WentDown(MouseButton.Left))
            size = Math.Clamp(size + (isUpright ? input.Moved.X : input.Moved.Y) * (isFromEnd ? -1 : 1), least, MathF.Max(most, least));
        if (IsHot(id, bar))
        {
            Cursor = isUpright ? StandardCursor.HResize : StandardCursor.VResize;
            draw.Rectangle(isUpright ? bar.Inset(bar.Width / 2 - 1, 0) : bar.Inset(0, bar.Height / 2 - 1), Theme.Accent);
        }
        Tip(bar, "Drag to give one side more room");
        return size != before;
    }

    static Box ThumbOf(Box bar, float length, float scroll)
    {
        var height = MathF.Max(bar.Height * bar.Height / length, LeastThumb);
        return bar with { Y = bar.Y + scroll / (length - bar.Height) * (bar.Height - height), Height = height };
    }
}
