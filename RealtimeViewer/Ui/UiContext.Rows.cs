using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>What happened on a row in this frame.</summary>
[Flags]
enum RowEvent
{
    None = 0,
    Clicked = 1,

    /// <summary>Its children are to be shown or hidden.</summary>
    Toggled = 2,
    DoubleClicked = 4,

    /// <summary>The right button asked for its menu.</summary>
    MenuWanted = 8,
}

sealed partial class UiContext
{
    public const float TreeIndent = 14;

    /// <summary>A row of a tree or list.</summary>
    /// <param name="depth">Of the row below the root.</param>
    /// <param name="isOpen">Null for a row without children.</param>
    /// <param name="trailing">Points at the right end that belong to the caller's own controls.</param>
    public RowEvent TreeRow(int id, Box row, int depth, bool? isOpen, ReadOnlySpan<char> text, bool isSelected, string tip, float trailing = 0)
    {
        var happened = RowEvent.None;
        var arrow = new Box(row.X + depth * TreeIndent, row.Y, 18, row.Height);
        if (isOpen is { } open)
        {
            if (Click(HashCode.Combine(id, 1) | 1, arrow))
                happened |= RowEvent.Toggled;
            DrawIcon(open ? Icon.ChevronDown : Icon.ChevronRight, arrow, Theme.Dim);
        }
        var body = row.WithoutRight(trailing);
        var isClicked = Click(id | 1, body);
        if (isClicked && (happened & RowEvent.Toggled) == 0)
            happened |= RowEvent.Clicked;
        if (input.IsDoubleClick && IsHeld(id | 1) && IsOver(body))
            happened |= RowEvent.DoubleClicked;
        if (input.WentDown(MouseButton.Right) && IsOver(body))
            happened |= RowEvent.MenuWanted;
        if (isSelected || IsHot(id | 1, body))
            draw.Rectangle(row.Inset(0, 1), isSelected ? Theme.Accent.WithAlpha(0.22f) : Theme.Control.WithAlpha(0.7f), Theme.Corner);
        if (isOpen is { } shown)
            DrawIcon(shown ? Icon.ChevronDown : Icon.ChevronRight, arrow, Theme.Dim);
        Label(body.WithoutLeft(depth * TreeIndent + 20), text, isSelected ? Theme.Text : Theme.Dim);
        Tip(body, tip);
        return happened;
    }

    /// <summary>Points that tabs take in one row.</summary>
    public float TabsWidth(ReadOnlySpan<string> names)
    {
        var width = 0f;
        foreach (var tab in names)
            width += draw.WidthOf(Face.Body, tab) + 2 * FieldPadding;
        return width;
    }

    /// <summary>Names above a panel, one of them open.</summary>
    /// <returns>Whether another was chosen.</returns>
    public bool Tabs(string name, Box box, ReadOnlySpan<string> names, ReadOnlySpan<string> tips, ref int chosen)
    {
        var (before, x) = (chosen, box.X);
        draw.Line(new(box.X, box.Bottom - 0.5f), new(box.Right, box.Bottom - 0.5f), 1, Theme.Rim);
        var wanted = TabsWidth(names);
        var shrink = wanted > box.Width ? box.Width / wanted : 1;
        for (var i = 0; i < names.Length; i++)
        {
            var tab = new Box(x, box.Y, (draw.WidthOf(Face.Body, names[i]) + 2 * FieldPadding) * shrink, box.Height);
            var id = HashCode.Combine(IdOf(name), i) | 1;
            if (Click(id, tab))
                chosen = i;
            draw.PushClip(tab);
            Centered(tab, names[i], chosen == i ? Theme.Text : IsHot(id, tab) ? Theme.Text : Theme.Dim);
            draw.PopClip();
            if (chosen == i)
                draw.Rectangle(tab.BottomPart(2), Theme.Accent);
            Tip(tab, tips[i]);
            x = tab.Right;
        }
        return chosen != before;
    }
}
