using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Solving;

namespace Avatars.Tests.Solving;

/// <summary>The letters' shapes against recorded American fingerspelling: landmarks that a network estimated, seen from one side.</summary>
public sealed class FingerspellingTests
{
    // J and Z move; P, Q and H are the shapes of K, G and U in another direction.
    const string Letters = "abcdefgiklmnorstuvwxy";

    [Test]
    public void Recorded_letters_are_nearest_to_their_own_shapes_for_the_most_part()
    {
        var folder = Path.Combine(SharedFolders.Assets, "signing", "fingerspelling_ase");
        var hands = Letters.ToDictionary(letter => letter, letter => MiddleHand(Path.Combine(folder, $"{char.ToUpperInvariant(letter)}.pose")));
        var depth = DepthScale(hands.Values);
        var shapes = Letters.Select(letter => HandShapes.Find($"asl-{letter}")).ToArray();
        var (first, amongThree) = (0, 0);
        foreach (var (letter, points) in hands)
        {
            var angles = new float[HandShape.AngleCount];
            HandShapeFit.TryRead(Array.ConvertAll(points, point => point with { Z = point.Z * depth }), false, angles);
            for (var finger = 1; finger < 5; finger++)
                for (var i = 1; i < 4; i++)
                {
                    // Estimated points fold fingers over: no joint bends that far.
                    ref var angle = ref angles[HandShape.FirstAngle(finger) + i];
                    angle = Math.Clamp(angle < -90 ? 180 : angle, -10, i == 1 ? 95 : i == 2 ? 110 : 85);
                }
            var order = shapes.OrderBy(shape => HandShape.Distance(angles, shape.Degrees)).Select(shape => shape.Name[4]).ToList();
            TestContext.Out.WriteLine($"{letter}: {string.Concat(order.Take(4))}");
            first += order[0] == letter ? 1 : 0;
            amongThree += order.IndexOf(letter) < 3 ? 1 : 0;
        }
        TestContext.Out.WriteLine($"nearest {first} of {Letters.Length}, among the nearest three {amongThree}");
        Assert.That(first, Is.GreaterThanOrEqualTo(15)); // measured; fists differ by the thumb alone, which the landmarks show worst
        Assert.That(amongThree, Is.GreaterThanOrEqualTo(20));
    }

    static Vector3[] MiddleHand(string path)
    {
        var file = PoseFile.Read(path);
        var start = file.StartOf(file.ComponentOf("RIGHT_HAND_LANDMARKS"));
        var points = new Vector3[21];
        for (var i = 0; i < points.Length; i++)
        {
            var (at, _) = file.At(file.Frames / 2, 0, start + i);
            points[i] = new Vector3(at.X, -at.Y, -at.Z);
        }
        return points;
    }

    /// <summary>The factor of z at which bones have the same length in all letters.</summary>
    static float DepthScale(IReadOnlyCollection<Vector3[]> hands)
    {
        var (best, least) = (1f, double.MaxValue);
        for (var scale = 50f; scale < 2500; scale *= 1.03f)
        {
            var spread = 0.0;
            for (var point = 1; point < 21; point++)
            {
                var before = point % 4 == 1 ? 0 : point - 1;
                var lengths = hands.Select(hand => (double)((hand[point] - hand[before]) * new Vector3(1, 1, scale)).Length()).ToArray();
                spread += Math.Sqrt(lengths.Average(length => Math.Pow(length - lengths.Average(), 2))) / lengths.Average();
            }
            if (spread < least)
                (best, least) = (scale, spread);
        }
        return best;
    }
}
