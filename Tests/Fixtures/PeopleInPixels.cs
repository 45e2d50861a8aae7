using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Fixtures;

/// <summary>Hand-made keypoints in the layout Avatar 128.</summary>
public static class PeopleInPixels
{
    /// <summary>Body joints of a person facing us, hands raised, in units of the picture's height around the neck.</summary>
    static readonly Vector2[] Body =
    [
        new(0, -0.10f), new(0, 0), new(-0.11f, 0.01f), new(-0.16f, 0.16f), new(-0.10f, 0.06f), new(0.11f, 0.01f), new(0.16f, 0.16f), new(0.10f, 0.03f),
        new(-0.07f, 0.27f), new(-0.075f, 0.47f), new(-0.08f, 0.66f), new(0.07f, 0.27f), new(0.075f, 0.47f), new(0.08f, 0.66f),
        new(-0.02f, -0.115f), new(0.02f, -0.115f), new(-0.05f, -0.105f), new(0.05f, -0.105f),
    ];

    /// <summary>A person with both hands up and the fingers spread.</summary>
    /// <param name="neck">Pixels.</param>
    /// <param name="scale">Pixels a unit: the picture's height for a whole figure, about twice that at signing distance.</param>
    public static Keypoint[] Signer(Vector2 neck, float scale)
    {
        var points = new List<Vector2>(Body);
        points.AddRange(Hand(Body[7], lean: 0.25f));
        points.AddRange(Hand(Vector2.Zero, lean: 0.25f).Select(point => Body[4] + new Vector2(-point.X, point.Y)));
        points.AddRange(Face(Body[0] + new Vector2(0, 0.005f)));
        return points.Select(point => neck + point * scale).Select(point => new Keypoint(point.X, point.Y, 1)).ToArray();
    }

    /// <summary>Fingers fan out upwards from the wrist; the whole is a tenth of the body high.</summary>
    static Vector2[] Hand(Vector2 wrist, float lean)
    {
        var points = new List<Vector2> { wrist };
        for (var finger = 0; finger < 5; finger++)
        {
            var angle = lean + (finger - 2) * -0.3f;
            var direction = new Vector2(MathF.Sin(angle), -MathF.Cos(angle));
            var length = finger == 0 ? 0.075f : finger == 4 ? 0.085f : 0.1f;
            for (var joint = 0; joint < 4; joint++)
                points.Add(wrist + direction * (length * (0.5f + joint / 6f)));
        }
        return points.ToArray();
    }

    /// <summary>68 points on ovals around <paramref name="nose"/>.</summary>
    static IEnumerable<Vector2> Face(Vector2 nose)
    {
        Vector2 Oval(float x, float y, float width, float height, float turn) => nose + new Vector2(x - width * MathF.Cos(turn), y + height * MathF.Sin(turn));
        for (var i = 0; i < 17; i++)
            yield return Oval(0, -0.01f, 0.048f, 0.06f, i * MathF.PI / 16); // jaw
        for (var i = 0; i < 10; i++)
            yield return Oval(i < 5 ? -0.021f : 0.021f, -0.022f, 0.014f, -0.005f, i % 5 * MathF.PI / 4); // brows
        for (var i = 0; i < 4; i++)
            yield return nose + new Vector2(0, -0.015f + i * 0.006f);
        for (var i = 0; i < 5; i++)
            yield return nose + new Vector2((i - 2) * 0.004f, 0.008f);
        for (var i = 0; i < 12; i++)
            yield return Oval(i < 6 ? -0.02f : 0.02f, -0.012f, 0.009f, -0.004f, i % 6 * MathF.PI / 3); // eyes
        for (var i = 0; i < 12; i++)
            yield return Oval(0, 0.026f, 0.018f, -0.008f, i * MathF.PI / 6); // outer lips
        for (var i = 0; i < 8; i++)
            yield return Oval(0, 0.026f, 0.012f, -0.003f, i * MathF.PI / 4); // inner lips
    }
}
