using System.Numerics;
using Avatars.Fixtures;
using Avatars.Perception;
using Avatars.Sources;

namespace Avatars.Diffusion.Tests.Sources;

/// <summary>Laws of the correction of metric landmarks; what it gains is measured by RenderedFitTests.</summary>
public sealed class LandmarkRefinementTests
{
    const float Tolerance = 1e-4f; // metres: sums of 200 float32 products

    /// <summary>A person who stands with the arms a little out, 1.7 m tall; 300 pixels a metre.</summary>
    static readonly PerceivedJoint[] Standing = Person();

    [Test]
    public void Hips_stay_the_origin_and_a_standing_person_upright()
    {
        var refined = LandmarkRefinement.Run(Standing);
        Assert.That(((refined[23] + refined[24]) / 2).Length(), Is.LessThan(0.03f), "metres");
        Assert.That(refined[0].Y, Is.LessThan(-0.4f), "the nose is above the hips; y points down");
        Assert.That((refined[27].Y + refined[28].Y) / 2, Is.EqualTo(0.8f).Within(0.12f), "the ankles are below");
        Assert.That(refined[11].X, Is.GreaterThan(refined[12].X + 0.2f), "the left shoulder is at the picture's right");
    }

    [Test]
    public void A_mirror_image_is_corrected_alike()
    {
        var mirrored = new PerceivedJoint[33];
        for (var i = 0; i < 33; i++)
            mirrored[MirrorOf(i)] = Standing[i] with
            {
                Pixels = new Vector3(1000 - Standing[i].Pixels.X, Standing[i].Pixels.Y, Standing[i].Pixels.Z),
                Metres = Standing[i].Metres * new Vector3(-1, 1, 1),
            };
        var (refined, other) = (LandmarkRefinement.Run(Standing), LandmarkRefinement.Run(mirrored));
        for (var i = 0; i < 33; i++)
            Assert.That(Vector3.Distance(refined[i] * new Vector3(-1, 1, 1), other[MirrorOf(i)]), Is.LessThan(Tolerance), $"landmark {i}");
    }

    /// <summary>Place and size in the picture say nothing about the pose.</summary>
    [TestCase(2f, 0f, 0f), TestCase(0.5f, 300f, -120f)]
    public void Place_and_size_in_the_picture_do_not_count(float scale, float x, float y)
    {
        var moved = Array.ConvertAll(Standing, joint => joint with { Pixels = joint.Pixels * scale + new Vector3(x, y, 0) });
        var (refined, other) = (LandmarkRefinement.Run(Standing), LandmarkRefinement.Run(moved));
        for (var i = 0; i < 33; i++)
            Assert.That(Vector3.Distance(refined[i], other[i]), Is.LessThan(Tolerance), $"landmark {i}");
    }

    static int MirrorOf(int i) => i switch { 0 => 0, <= 3 => i + 3, <= 6 => i - 3, _ => i % 2 == 1 ? i + 1 : i - 1 };

    static PerceivedJoint[] Person()
    {
        var random = new Random(5);
        var metres = new Vector3[33];
        (float X, float Y, float Z)[] left =
        [
            (0.17f, -0.5f, 0), (0.3f, -0.25f, 0.02f), (0.38f, 0, -0.05f), (0.4f, 0.08f, -0.06f), (0.39f, 0.09f, -0.08f), (0.37f, 0.05f, -0.07f),
            (0.1f, 0, 0), (0.11f, 0.42f, 0), (0.12f, 0.8f, 0.05f), (0.12f, 0.85f, 0.09f), (0.14f, 0.87f, -0.06f),
        ];
        for (var i = 0; i < 11; i++) // nose, eyes, ears, mouth: at one place
            metres[i] = new Vector3(0, -0.65f, -0.1f);
        for (var i = 0; i < left.Length; i++)
            for (var side = 0; side < 2; side++)
                metres[11 + 2 * i + side] = new Vector3(side == 0 ? left[i].X : -left[i].X, left[i].Y, left[i].Z);
        return Array.ConvertAll(metres, place => new PerceivedJoint(
            new Vector3(500 + 300 * place.X + random.Next(-3, 4), 400 + 300 * place.Y + random.Next(-3, 4), 300 * place.Z), place, 0.9f, 1));
    }
}
