using System.Numerics;

namespace Avatars.ModelEvaluation;

/// <summary>What a face does, in shares of the distance between the outer corners of the eyes.</summary>
/// <param name="Brows">Height of both brows above the middle of the eyes' corners.</param>
/// <param name="Mouth">Between the inner edges of the lips.</param>
/// <param name="Lids">Between the lids, mean of both eyes.</param>
/// <param name="Gaze">From the middle of an eye's corners to its iris, mean of both eyes: to the person's left.</param>
public readonly record struct FaceMeasures(double Brows, double Mouth, double Lids, double Gaze)
{
    const int RightIris = 468, LeftIris = 473;

    static readonly int[] BrowPoints = [70, 63, 105, 66, 107, 300, 293, 334, 296, 336], Corners = [33, 133, 362, 263];
    static readonly int[] LidPoints = [160, 144, 158, 153, 385, 380, 387, 373]; // upper and lower in turn

    /// <param name="points">MediaPipe's face mesh with irises, 478 points in pixels: found in a picture, or of a body.</param>
    public static FaceMeasures Of(IReadOnlyList<Vector3> points)
    {
        Vector2 At(int i) => new(points[i].X, points[i].Y);
        Vector2 Middle(int first, int second) => (At(first) + At(second)) / 2;
        var across = At(Corners[3]) - At(Corners[0]);
        var size = across.Length();
        var side = across / size;
        var down = new Vector2(-side.Y, side.X);
        var (right, left) = (Middle(Corners[0], Corners[1]), Middle(Corners[2], Corners[3]));
        var open = 0f;
        for (var i = 0; i < LidPoints.Length; i += 2)
            open += Vector2.Dot(At(LidPoints[i + 1]) - At(LidPoints[i]), down) * 2 / LidPoints.Length;
        return new FaceMeasures(BrowPoints.Average(i => Vector2.Dot((left + right) / 2 - At(i), down)) / size,
            Vector2.Dot(At(14) - At(13), down) / size, open / size,
            Vector2.Dot(At(RightIris) - right + At(LeftIris) - left, side) / 2 / size);
    }
}
