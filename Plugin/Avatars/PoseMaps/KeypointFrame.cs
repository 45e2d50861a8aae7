using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>The keypoints of the people in one picture.</summary>
public sealed class KeypointFrame
{
    /// <exception cref="ArgumentException">A person does not have one entry per keypoint of the layout.</exception>
    public KeypointFrame(KeypointLayout layout, (double Width, double Height)? canvas, IReadOnlyList<Keypoint[]> people)
    {
        foreach (var person in people)
            if (person.Length != layout.Count)
                throw new ArgumentException($"A person of '{layout.Name}' has {layout.Count} keypoints, not {person.Length}.", nameof(people));
        (Layout, Canvas, People) = (layout, canvas, people);
    }

    public KeypointLayout Layout { get; }

    /// <summary>Size of the picture that the keypoints count pixels of, or null where the file does not tell.</summary>
    public (double Width, double Height)? Canvas { get; }

    public IReadOnlyList<Keypoint[]> People { get; }

    /// <summary>Everybody in another layout and at another size, one behind the other: what a rasterizer takes.</summary>
    /// <param name="width">Pixels; with no canvas known, keypoints are taken as pixels of this size.</param>
    /// <exception cref="ArgumentException">The layouts have no keypoint in common.</exception>
    public Keypoint[] For(KeypointLayout layout, int width, int height)
    {
        var conversion = new KeypointConversion(Layout, layout);
        var all = new Keypoint[People.Count * layout.Count];
        var (scaleX, scaleY) = Canvas is { } canvas ? (width / canvas.Width, height / canvas.Height) : (1, 1);
        for (var person = 0; person < People.Count; person++)
            conversion.Run(People[person], all.AsSpan(person * layout.Count, layout.Count));
        for (var i = 0; i < all.Length; i++)
            all[i] = all[i] with { X = (float)(all[i].X * scaleX), Y = (float)(all[i].Y * scaleY) };
        return all;
    }

    /// <summary>Whether there are keypoints, and all lie within the first pixel: so they do in files that count in shares of the picture.</summary>
    public bool IsWithinOnePixel
    {
        get
        {
            var present = People.SelectMany(person => person).Where(point => point.IsPresent).ToArray();
            return present.Length > 0 && present.All(point => Math.Abs(point.X) <= 1 && Math.Abs(point.Y) <= 1);
        }
    }
}
