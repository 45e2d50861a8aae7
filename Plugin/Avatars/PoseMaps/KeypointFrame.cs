using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>The keypoints of the people in one picture.</summary>
public sealed class KeypointFrame
{
    /// <summary>Points of a picture may lie outside by this share of its size.</summary>
    const double OutsideMargin = 0.25;

    /// <exception cref="ArgumentException">A person does not have one entry per keypoint of the layout.</exception>
    public KeypointFrame(KeypointLayout layout, (double Width, double Height)? canvas, IReadOnlyList<Keypoint[]> people)
    {
        foreach (var person in people)
            if (person.Length != layout.Count)
                throw new ArgumentException($"A person of '{layout.Name}' has {layout.Count} keypoints, not {person.Length}.", nameof(people));
        (Layout, Canvas, People) = (layout, canvas, people);
    }

    public KeypointLayout Layout { get; }

    /// <summary>Size of the picture of the keypoints, pixels, or null where the file does not state it.</summary>
    public (double Width, double Height)? Canvas { get; }

    public IReadOnlyList<Keypoint[]> People { get; }

    /// <summary>Whether positions are shares of the picture, 0 to 1, of unknown size. <see cref="Canvas"/> is null then.</summary>
    public bool CountsShares { get; init; }

    /// <summary>Remarks about reading the file; a short sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Everybody in another layout and at another size, one behind the other. The canvas is squashed to that size.</summary>
    /// <param name="width">Pixels; with no canvas known, keypoints are taken as pixels of this size, or as shares of it.</param>
    /// <exception cref="ArgumentException">The layouts have no keypoint in common.</exception>
    public Keypoint[] For(KeypointLayout layout, int width, int height)
    {
        var all = Converted(layout);
        Scale(all, new CanvasWindow(0, 0, CanvasFor(width, height).Width, CanvasFor(width, height).Height), width, height);
        return all;
    }

    /// <summary>The keypoints to draw in a style: as <see cref="For(KeypointLayout, int, int)"/>, but in their own proportions and completed with
    /// faces and hands where the style <see cref="PoseMapStyle.ExpectsWholePeople"/>.</summary>
    /// <exception cref="ArgumentException">The layouts have no keypoint in common; no keypoint is visible; or the file states no size and the
    /// keypoints do not fit this one.</exception>
    public Keypoint[] For(PoseMapStyle style, int width, int height)
    {
        var all = Converted(style.Layout);
        var canvas = CanvasFor(width, height);
        RequirePerson(all, canvas);
        if (style.ExpectsWholePeople)
            for (var start = 0; start < all.Length; start += style.Layout.Count)
                PersonCompletion.Run(all.AsSpan(start, style.Layout.Count));
        Scale(all, style.ExpectsWholePeople ? CanvasWindow.Around(all, canvas, width, height) : new CanvasWindow(0, 0, canvas.Width, canvas.Height), width,
            height);
        return all;
    }

    /// <summary>
    /// This frame with an estimated canvas where the file states none and keypoints lie both inside and outside a picture of the given size: equal
    /// margins on opposite sides, as for a centred person. A remark is added. Otherwise this frame unchanged.
    /// </summary>
    public KeypointFrame WithLikelyCanvas(int width, int height)
    {
        var there = People.SelectMany(person => person).Where(point => point.IsPresent).ToArray();
        if (Canvas is not null || CountsShares || !there.Any(point => IsInside(point, width, height))
            || there.All(point => point.X <= width && point.Y <= height))
            return this;
        var likely = (Width: MathF.Ceiling(Math.Max(there.Max(point => point.X) + Math.Max(there.Min(point => point.X), 0), 1)),
            Height: MathF.Ceiling(Math.Max(there.Max(point => point.Y) + Math.Max(there.Min(point => point.Y), 0), 1)));
        return new KeypointFrame(Layout, likely, People)
        {
            Remarks = [.. Remarks,
                FormattableString.Invariant($"the file does not tell the size of its picture; {likely.Width}x{likely.Height} was taken, as if the ")
                + "person stood in the middle. Give the size with --canvas WIDTHxHEIGHT"],
        };
    }

    static bool IsInside(Keypoint point, double width, double height) => point.X >= 0 && point.Y >= 0 && point.X < width && point.Y < height;

    Keypoint[] Converted(KeypointLayout layout)
    {
        var conversion = new KeypointConversion(Layout, layout);
        var all = new Keypoint[People.Count * layout.Count];
        for (var person = 0; person < People.Count; person++)
            conversion.Run(People[person], all.AsSpan(person * layout.Count, layout.Count));
        return all;
    }

    (double Width, double Height) CanvasFor(int width, int height) => Canvas ?? (CountsShares ? (1, 1) : (width, height));

    static void Scale(Span<Keypoint> all, CanvasWindow window, int width, int height)
    {
        var (scaleX, scaleY) = (width / window.Width, height / window.Height);
        foreach (ref var point in all)
            if (point.IsPresent)
                point = point with { X = (float)((point.X - window.Left) * scaleX), Y = (float)((point.Y - window.Top) * scaleY) };
    }

    void RequirePerson(ReadOnlySpan<Keypoint> all, (double Width, double Height) canvas)
    {
        var (present, inside, farOut) = (0, 0, 0);
        var (low, high) = ((X: float.MaxValue, Y: float.MaxValue), (X: float.MinValue, Y: float.MinValue));
        foreach (var point in all)
        {
            if (!point.IsPresent)
                continue;
            present++;
            (low, high) = ((Math.Min(low.X, point.X), Math.Min(low.Y, point.Y)), (Math.Max(high.X, point.X), Math.Max(high.Y, point.Y)));
            if (IsInside(point, canvas.Width, canvas.Height))
                inside++;
            else if (point.X > canvas.Width * (1 + OutsideMargin) || point.Y > canvas.Height * (1 + OutsideMargin))
                farOut++;
        }
        var range = FormattableString.Invariant($"x {low.X:0.##} to {high.X:0.##} and y {low.Y:0.##} to {high.Y:0.##}");
        var size = FormattableString.Invariant($"{canvas.Width:0.##}x{canvas.Height:0.##}");
        if (present == 0)
            throw new ArgumentException("the keypoints hold no person: every point is marked as missing. Give a file with one person.");
        if (Canvas is null && !CountsShares && (inside == 0 || farOut > 0))
            throw new ArgumentException($"the file does not tell the size of its picture, and the keypoints, at {range}, are not of one of {size} "
                + "pixels. Give the picture's size with --canvas WIDTHxHEIGHT.");
        if (inside == 0)
            throw new ArgumentException($"all {present} keypoints lie outside the picture of {size}: they are at {range}. Give the size of the picture "
                + "that they are on with --canvas WIDTHxHEIGHT.");
    }
}
