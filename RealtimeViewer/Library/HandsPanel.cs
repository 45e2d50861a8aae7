using Avatars.Solving;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Library;

/// <summary>The palette of hand shapes: search, pictures, and sliders for single fingers.</summary>
sealed class HandsPanel(HandPalette palette) : IPanel
{
    const float CellSide = 62, NameHeight = 15;

    static readonly string[] HandNames = ["Left", "Right", "Both"];
    static readonly (string Label, string Tip)[] Sliders =
    [
        ("Thumb", "Bends the thumb; to the left straightens it"), ("Spread", "Fans the fingers out, or lays them side by side"),
        ("Index", "Bends the index finger"), ("Out", "Moves the thumb away from the index finger, or across the palm"),
        ("Middle", "Bends the middle finger"), ("Front", "Moves the thumb opposite the fingers, or into the plane of the palm"),
        ("Ring", "Bends the ring finger"), ("Little", "Bends the little finger"),
    ];
    static readonly string[] SliderIds = [.. Sliders.Select(slider => "##hand" + slider.Label)];
    static readonly NumberStyle SliderStyle = new(-1, 1, 0.01f, 2, "", 0.1f, 0);
    static readonly NumberStyle WeightStyle = new(0, 1, 0.01f, 2, "", 0.1f, 1);

    HandPictures? _pictures;
    uint _texture;
    float _scroll;

    public string Title => "Hands";

    public string Tip => "Hand shapes for the selected hand, or both";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        var filter = palette.Filter;
        ui.TextField("##handSearch", inner.Top(Theme.Row), ref filter, "Words of a name or description, such as: asl thumb", "Search");
        palette.Filter = filter;
        inner = inner.WithoutTop(Theme.Row + 6);
        var hands = (int)palette.Hands;
        if (ui.Segments("##hands", inner.Top(Theme.Row), HandNames, ref hands))
            palette.Hands = (HandChoice)hands;
        ui.Tip(inner.Top(Theme.Row), "Which hands a click changes; follows the selection in the scene");
        inner = inner.WithoutTop(Theme.Row + 6);
        var weight = palette.Weight;
        if (ui.Number("##handWeight", inner.Top(26), ref weight, WeightStyle, "How far a click goes from the present shape to the new one", "Blend"))
            palette.Weight = weight;
        inner = inner.WithoutTop(32);
        const int rows = 4;
        DrawGrid(ui, inner.WithoutBottom(rows * 30 + 6), session);
        DrawSliders(ui, inner.BottomPart(rows * 30));
    }

    void DrawGrid(UiContext ui, Box box, Session session)
    {
        _pictures ??= new HandPictures(HandShapes.All, Theme.Pane);
        if (_texture == 0 && _pictures.Sheet is { } sheet)
            _texture = session.AddTexture(sheet);
        ui.Draw.Rectangle(box, Theme.Pane, Theme.Corner);
        if (palette.Shapes.Count == 0)
            ui.Centered(box, "No shape has these words", Theme.Faint);
        var columns = Math.Max(1, (int)((box.Width - UiContext.ScrollBar) / CellSide));
        var (width, height) = ((box.Width - UiContext.ScrollBar) / columns, CellSide + NameHeight);
        var content = ui.BeginScroll("##handGrid", box, (palette.Shapes.Count + columns - 1) / columns * height, ref _scroll);
        for (var i = 0; i < palette.Shapes.Count; i++)
        {
            var cell = new Box(content.X + i % columns * width, content.Y + i / columns * height, width, height);
            if (cell.Bottom >= box.Y && cell.Y <= box.Bottom)
                DrawShape(ui, cell, palette.Shapes[i]);
        }
        ui.EndScroll(ref _scroll);
    }

    void DrawShape(UiContext ui, Box cell, HandShape shape)
    {
        var id = HashCode.Combine(UiContext.IdOf("##handShape"), UiContext.IdOf(shape.Name)) | 1;
        if (ui.Click(id, cell))
            palette.Apply(shape);
        var isShown = (palette.Hands != HandChoice.Right && palette.NameOf(left: true) == shape.Name)
            || (palette.Hands != HandChoice.Left && palette.NameOf(left: false) == shape.Name);
        if (_texture != 0)
            ui.Draw.Picture(_texture, cell.Top(CellSide).Fit(1), _pictures!.PartOf(shape), Theme.Corner);
        if (isShown || ui.IsHot(id, cell))
            ui.Draw.Rectangle(cell.Inset(1), isShown ? Theme.Accent.WithAlpha(0.15f) : UiColor.None, Theme.Corner, isShown ? Theme.Accent : Theme.Faint, 1.5f);
        var name = cell.BottomPart(NameHeight + 2).Inset(4, 0);
        ui.Draw.PushClip(name);
        ui.Centered(name, shape.Name, isShown ? Theme.Text : Theme.Dim, Face.Small);
        ui.Draw.PopClip();
        ui.Tip(cell, shape.Description.Length > 0 ? shape.Description : shape.Name);
    }

    void DrawSliders(UiContext ui, Box box)
    {
        var before = palette.Sliders;
        Span<float> values = [before.Thumb, before.Spread, before.Index, before.ThumbOut, before.Middle, before.ThumbOpposed, before.Ring, before.Little];
        var isChanged = false;
        for (var i = 0; i < values.Length; i++)
            isChanged |= ui.Number(SliderIds[i], box.Column(i % 2, 2, 6) with { Y = box.Y + i / 2 * 30, Height = 26 }, ref values[i], SliderStyle,
                Sliders[i].Tip, Sliders[i].Label);
        if (isChanged)
            palette.Slide(new HandSliders(values[0], values[2], values[4], values[6], values[7], values[1], values[3], values[5]),
                $"hand-sliders-{ui.Input.Gesture}");
    }
}
