using System.Numerics;

namespace Avatars.Viewer.Ui;

/// <summary>A rectangle of the window, in points: origin top-left, +y down.</summary>
readonly record struct Box(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public Vector2 Center => new(X + Width / 2, Y + Height / 2);

    public bool Contains(Vector2 point) => point.X >= X && point.X < Right && point.Y >= Y && point.Y < Bottom;

    /// <summary>Smaller by as much on every side, never less than nothing.</summary>
    public Box Inset(float by) => Inset(by, by);

    public Box Inset(float across, float down) => new(X + across, Y + down, Math.Max(Width - 2 * across, 0), Math.Max(Height - 2 * down, 0));

    public Box Left(float width) => this with { Width = Math.Clamp(width, 0, Width) };

    public Box RightPart(float width) => this with { X = Right - Math.Clamp(width, 0, Width), Width = Math.Clamp(width, 0, Width) };

    public Box Top(float height) => this with { Height = Math.Clamp(height, 0, Height) };

    public Box BottomPart(float height) => this with { Y = Bottom - Math.Clamp(height, 0, Height), Height = Math.Clamp(height, 0, Height) };

    public Box WithoutLeft(float width) => RightPart(Width - Math.Clamp(width, 0, Width));

    public Box WithoutTop(float height) => BottomPart(Height - Math.Clamp(height, 0, Height));

    public Box WithoutRight(float width) => Left(Width - Math.Clamp(width, 0, Width));

    public Box WithoutBottom(float height) => Top(Height - Math.Clamp(height, 0, Height));

    /// <summary>The <paramref name="index"/>th of <paramref name="count"/> equal columns.</summary>
    public Box Column(int index, int count, float gap)
    {
        var width = (Width - gap * (count - 1)) / count;
        return this with { X = X + index * (width + gap), Width = width };
    }

    /// <summary>The largest box of that shape in the middle of this one.</summary>
    /// <param name="aspect">Width / height.</param>
    public Box Fit(float aspect)
    {
        var width = Math.Min(Width, Height * aspect);
        var height = width / aspect;
        return new(X + (Width - width) / 2, Y + (Height - height) / 2, width, height);
    }

    public Box Intersect(Box other)
    {
        var (left, top) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        return new(left, top, Math.Max(Math.Min(Right, other.Right) - left, 0), Math.Max(Math.Min(Bottom, other.Bottom) - top, 0));
    }
}
