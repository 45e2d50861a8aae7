using System.Numerics;

namespace Avatars.Viewer.Ui;

sealed partial class UiContext
{
    const float IconShare = 0.24f; // of the box, from the middle to an edge
    const float LargestIcon = 8; // points, likewise

    public void DrawIcon(Icon icon, Box box, UiColor color)
    {
        var (center, size) = (box.Center, box.Height * 0.2f);
        switch (icon)
        {
            case Icon.Play: Triangle(center + new Vector2(size * 0.2f, 0), size, color); break;
            case Icon.Forward: Triangle(center - new Vector2(size * 0.5f, 0), size, color); Bar(center + new Vector2(size, 0), size, color); break;
            case Icon.Backward: Triangle(center + new Vector2(size * 0.5f, 0), -size, color); Bar(center - new Vector2(size, 0), size, color); break;
            case Icon.ToStart:
                Triangle(center - new Vector2(size * 0.4f, 0), -size, color);
                Triangle(center + new Vector2(size * 0.9f, 0), -size, color);
                break;
            case Icon.ToEnd:
                Triangle(center - new Vector2(size * 0.9f, 0), size, color);
                Triangle(center + new Vector2(size * 0.4f, 0), size, color);
                break;
            case Icon.Pause: Bar(center - new Vector2(size * 0.55f, 0), size, color); Bar(center + new Vector2(size * 0.55f, 0), size, color); break;
            default: Lines(icon, center, MathF.Min(MathF.Min(box.Height, box.Width) * IconShare, LargestIcon), color); break;
        }
    }

    void Lines(Icon icon, Vector2 center, float size, UiColor color)
    {
        foreach (var line in IconShapes.Of(icon))
            for (var i = 1; i < line.Length; i++)
                draw.Line(center + line[i - 1] * size, center + line[i] * size, MathF.Max(size * 0.22f, 1.3f), color);
    }

    void Bar(Vector2 center, float size, UiColor color) =>
        draw.Rectangle(new(center.X - size * 0.22f, center.Y - size, size * 0.44f, size * 2), color, 1);

    /// <summary>Points right, or left for a negative size; drawn as lines that narrow.</summary>
    void Triangle(Vector2 center, float size, UiColor color)
    {
        var height = MathF.Abs(size);
        for (var i = 0; i < 8; i++)
        {
            var x = center.X - size + size * 2 * (i + 0.5f) / 8;
            var half = height * (1 - (i + 0.5f) / 8);
            draw.Line(new(x, center.Y - half), new(x, center.Y + half), height * 0.25f + 0.6f, color);
        }
    }
}
