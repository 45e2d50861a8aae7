using System.Numerics;

namespace Avatars.Viewer.Ui;

sealed partial class UiContext
{
    const float ThumbWidth = 12;

    public bool Button(string name, Box box, bool isChosen = false)
    {
        var id = IdOf(name);
        var clicked = Click(id, box);
        draw.Rectangle(box, isChosen ? Theme.Accent : ControlColor(id, box), Theme.Corner);
        Centered(box, Shown(name), isChosen ? Theme.OnAccent : Theme.Text, isChosen ? Face.Strong : Face.Body);
        return clicked;
    }

    public bool IconButton(string name, Icon icon, Box box, bool isMain = false)
    {
        var id = IdOf(name);
        var clicked = Click(id, box);
        var isHot = IsHot(id, box);
        var fill = isMain ? (isHot ? Theme.Accent.Mix(UiColor.White, 0.15f) : Theme.Accent) : ControlColor(id, box);
        draw.Rectangle(box, fill, box.Height / 2);
        DrawIcon(icon, box, isMain ? Theme.OnAccent : Theme.Text);
        return clicked;
    }

    /// <summary>A square button with a picture, for rows and tool bars.</summary>
    /// <param name="isOn">Whether what it switches is on.</param>
    public bool ToolButton(string name, Icon icon, Box box, string tip, bool isOn = false, bool isEnabled = true)
    {
        var id = IdOf(name);
        var clicked = Click(id, box) && isEnabled;
        if (isOn || (isEnabled && IsHot(id, box)))
            draw.Rectangle(box, isOn ? Theme.Accent.WithAlpha(0.3f) : ControlColor(id, box), Theme.Corner);
        DrawIcon(icon, box, !isEnabled ? Theme.Faint.WithAlpha(0.5f) : isOn ? Theme.Accent : IsHot(id, box) ? Theme.Text : Theme.Dim);
        Tip(box, tip);
        return clicked;
    }

    public bool Checkbox(string name, Box box, ref bool isOn)
    {
        var id = IdOf(name);
        var clicked = Click(id, box);
        if (clicked)
            isOn = !isOn;
        var mark = new Box(box.X, box.Y + (box.Height - 16) / 2, 16, 16);
        draw.Rectangle(mark, isOn ? Theme.Accent : ControlColor(id, box), 4, isOn ? Theme.Accent : Theme.Faint, 1);
        if (isOn)
        {
            draw.Line(new(mark.X + 4, mark.Y + 8.2f), new(mark.X + 7, mark.Y + 11.2f), 2, Theme.OnAccent);
            draw.Line(new(mark.X + 7, mark.Y + 11.2f), new(mark.X + 12, mark.Y + 5), 2, Theme.OnAccent);
        }
        Label(box.WithoutLeft(24), name, Theme.Text);
        return clicked;
    }

    /// <summary>Left to right is <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <returns>Whether the value changed.</returns>
    public bool Slider(string name, Box box, ref float value, float least, float most)
    {
        var id = IdOf(name);
        var track = box.Inset(ThumbWidth / 2, 0);
        var before = value;
        if (Hold(id, box))
            value = ValueAt(track, input.Pointer.X, least, most);
        if (IsHot(id, box))
            Cursor = Silk.NET.Input.StandardCursor.Hand;
        var share = most > least ? Math.Clamp((value - least) / (most - least), 0, 1) : 0;
        var middle = track.Center.Y;
        var thumb = track.X + share * track.Width;
        draw.Line(new(track.X, middle), new(track.Right, middle), 4, Theme.Control);
        draw.Line(new(track.X, middle), new(thumb, middle), 4, Theme.Accent);
        draw.Disc(new(thumb, middle), ThumbWidth + 2, IsHot(id, box) ? UiColor.White : Theme.Text);
        return value != before;
    }

    /// <summary>The value at a position on a track, clamped to it.</summary>
    public static float ValueAt(Box track, float x, float least, float most) =>
        least + (most - least) * (track.Width > 0 ? Math.Clamp((x - track.X) / track.Width, 0, 1) : 0);

    /// <summary>One of a few, side by side.</summary>
    /// <returns>Whether another was chosen.</returns>
    public bool Segments(string name, Box box, ReadOnlySpan<string> choices, ref int chosen)
    {
        var before = chosen;
        draw.Rectangle(box, Theme.Control, Theme.Corner);
        for (var i = 0; i < choices.Length; i++)
        {
            var part = box.Column(i, choices.Length, 0);
            var id = HashCode.Combine(IdOf(name), i) | 1;
            if (Click(id, part))
                chosen = i;
            if (chosen == i)
                draw.Rectangle(part.Inset(2), Theme.Accent, Theme.Corner - 1);
            else if (IsHot(id, part))
                draw.Rectangle(part.Inset(2), Theme.ControlHot, Theme.Corner - 1);
            Centered(part, choices[i], chosen == i ? Theme.OnAccent : Theme.Text, chosen == i ? Face.Strong : Face.Body);
        }
        return chosen != before;
    }

    /// <summary>An integer between two small buttons; the wheel changes it too.</summary>
    public bool Stepper(string name, Box box, ref int value, int least, int most)
    {
        var before = value;
        var (less, more) = (box.Left(box.Height), box.RightPart(box.Height));
        draw.Rectangle(box, Theme.Control, Theme.Corner);
        if (StepButton(HashCode.Combine(IdOf(name), 0) | 1, less, "−"))
            value--;
        if (StepButton(HashCode.Combine(IdOf(name), 1) | 1, more, "+"))
            value++;
        if (IsOver(box) && input.Wheel != 0)
            value += Math.Sign(input.TakeWheel());
        value = Math.Clamp(value, least, most);
        Span<char> digits = stackalloc char[12];
        value.TryFormat(digits, out var written);
        Centered(box, digits[..written], Theme.Text);
        return value != before;
    }

    /// <summary>Rows of text, one of them chosen; scrolls with the wheel.</summary>
    /// <param name="scroll">Points that the rows are moved up.</param>
    /// <returns>Whether another was chosen.</returns>
    public bool List(string name, Box box, IReadOnlyList<string> items, ref int chosen, ref float scroll)
    {
        const float rowHeight = 26;
        var before = chosen;
        if (IsOver(box))
            scroll -= input.TakeWheel() * rowHeight * 2;
        scroll = Math.Clamp(scroll, 0, MathF.Max(items.Count * rowHeight - box.Height, 0));
        draw.PushClip(box);
        for (var i = 0; i < items.Count; i++)
        {
            var row = new Box(box.X, box.Y + i * rowHeight - scroll, box.Width, rowHeight);
            var seen = row.Intersect(box);
            if (seen.Height <= 0)
                continue;
            var id = HashCode.Combine(IdOf(name), i) | 1;
            if (Click(id, seen))
                chosen = i;
            if (chosen == i || IsHot(id, seen))
                draw.Rectangle(row.Inset(0, 1), chosen == i ? Theme.Accent.WithAlpha(0.22f) : Theme.Control, Theme.Corner);
            Label(row.Inset(10, 0), items[i], chosen == i ? Theme.Text : Theme.Dim);
        }
        draw.PopClip();
        ScrollMark(box, items.Count * rowHeight, scroll);
        return chosen != before;
    }

    /// <summary>Where one is in something longer than its box.</summary>
    public void ScrollMark(Box box, float length, float scroll)
    {
        if (length <= box.Height)
            return;
        var mark = new Box(box.Right + 2, box.Y + scroll / length * box.Height, 3, box.Height * box.Height / length);
        draw.Rectangle(mark, Theme.ControlHeld, 1.5f);
    }

    bool StepButton(int id, Box box, string sign)
    {
        var clicked = Click(id, box);
        if (IsHot(id, box))
            draw.Rectangle(box.Inset(2), Theme.ControlHot, Theme.Corner - 1);
        Centered(box, sign, Theme.Dim, Face.Strong);
        return clicked;
    }
}
