using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

public sealed class TextureCaptureTests
{
    const int Size = 192, Side = 512;

    static readonly Camera Front = Camera.Orbit(new Vector3(0, 0.85f, 0), 0, 0, 4, 0.5f, Size, Size);
    static readonly Camera Back = Camera.Orbit(new Vector3(0, 0.85f, 0), MathF.PI, 0, 4, 0.5f, Size, Size);

    static PosedSurface Surface()
    {
        var surface = new PosedSurface(HumanBody.Average);
        surface.Pose(HumanBody.Rest(HumanBody.Average));
        return surface;
    }

    static BodyRasterizer Drawn(Camera camera, BodyTexture? texture = null)
    {
        var rasterizer = new BodyRasterizer(HumanBody.Model, Size, Size);
        rasterizer.Draw(Surface(), camera, texture);
        return rasterizer;
    }

    static RgbImage Filled(Func<int, RgbColor> colour)
    {
        var picture = new RgbImage(Size, Size);
        for (var i = 0; i < Size * Size; i++)
            (picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2]) = (colour(i).R, colour(i).G, colour(i).B);
        return picture;
    }

    static float[] Matte(Func<int, bool> isPerson) => [.. Enumerable.Range(0, Size * Size).Select(i => isPerson(i) ? 1f : 0f)];

    static BodyTexture Taken(params (RgbImage Picture, float[] Matte, Camera Camera)[] pictures)
    {
        var capture = new TextureCapture(HumanBody.Model, Side);
        foreach (var (picture, matte, camera) in pictures)
            capture.Take(picture, matte, camera, Surface(), Drawn(camera));
        return capture.Finish();
    }

    /// <summary>Pixels of the body, as (pixel, red, green, blue, confidence).</summary>
    static (int Pixel, byte R, byte G, byte B, byte Known)[] Seen(Camera camera, BodyTexture texture)
    {
        var drawn = Drawn(camera, texture);
        return [.. Enumerable.Range(0, Size * Size).Where(i => drawn.Triangles[i] != 0)
            .Select(i => (i, drawn.Colour[4 * i], drawn.Colour[4 * i + 1], drawn.Colour[4 * i + 2], drawn.Colour[4 * i + 3]))];
    }

    [Test]
    public void The_same_view_shows_each_pixel_where_it_was()
    {
        var seen = Seen(Front, Taken((Filled(i => new RgbColor((byte)(i % Size), (byte)(i / Size), 0)), Matte(_ => true), Front)));
        var distances = seen.Where(pixel => pixel.Known > 100)
            .Select(pixel => Vector2.Distance(new(pixel.Pixel % Size, pixel.Pixel / Size), new(pixel.R, pixel.G))).Order().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(distances, Has.Length.GreaterThan(seen.Length / 2));
            Assert.That(distances[distances.Length / 2], Is.LessThan(0.8f), "median, pixels");
            Assert.That(distances[distances.Length * 95 / 100], Is.LessThan(2), "19 of 20, pixels");
        });
    }

    [Test]
    public void Each_side_comes_from_the_picture_that_sees_it()
    {
        var texture = Taken((Filled(_ => new RgbColor(200, 0, 0)), Matte(_ => true), Front), (Filled(_ => new RgbColor(0, 0, 200)), Matte(_ => true), Back));
        Assert.That(Seen(Front, texture).Count(pixel => pixel.R > pixel.B), Is.GreaterThan(0.97 * Seen(Front, texture).Length));
        Assert.That(Seen(Back, texture).Count(pixel => pixel.B > pixel.R), Is.GreaterThan(0.97 * Seen(Back, texture).Length));
    }

    [Test]
    public void Two_pictures_of_the_same_side_are_not_mixed()
    {
        var everybody = Matte(_ => true);
        var texture = Taken((Filled(_ => new RgbColor(200, 0, 0)), everybody, Front), (Filled(_ => new RgbColor(0, 0, 200)), everybody, Front));
        Assert.That(Seen(Front, texture).Count(pixel => pixel.Known > 20 && pixel.B > 3), Is.Zero, "the first picture is as good");
    }

    [Test]
    public void What_the_matte_leaves_out_comes_from_the_other_side_and_is_known_less()
    {
        // The person's right half alone, with its height as green
        var texture = Taken((Filled(i => new RgbColor(50, (byte)(i / Size), 50)), Matte(i => i % Size < Size / 2), Front));
        var seen = Seen(Front, texture);
        var right = seen.Where(pixel => pixel.Pixel % Size < Size / 2 - 3).ToArray();
        var left = seen.Where(pixel => pixel.Pixel % Size > Size / 2 + 3).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(left.Average(pixel => pixel.Known), Is.InRange(0.4 * right.Average(pixel => pixel.Known), 0.6 * right.Average(pixel => pixel.Known)));
            Assert.That(left.Average(pixel => Math.Abs(pixel.G - pixel.Pixel / Size)), Is.LessThan(2), "the same height, pixels");
        });
    }

    [Test]
    public void What_no_picture_shows_has_a_colour_from_around_and_next_to_no_confidence()
    {
        var seen = Seen(Back, Taken((Filled(_ => new RgbColor(120, 130, 140)), Matte(_ => true), Front)));
        var unknown = seen.Where(pixel => pixel.Known <= 2).ToArray();
        Assert.That(unknown, Has.Length.GreaterThan(seen.Length / 2));
        Assert.That(unknown.Average(pixel => pixel.G), Is.EqualTo(130).Within(2));
    }

    [Test]
    public void An_arm_before_the_trunk_is_not_taken_for_the_trunk()
    {
        // Seen from the side, the near arm hides the trunk; only the arm's pixels are green.
        var side = Camera.Orbit(new Vector3(0, 0.85f, 0), MathF.PI / 2, 0, 4, 0.5f, Size, Size);
        var drawn = Drawn(side);
        bool IsArm(int i) => drawn.PartAt(i) is BodyPart.LeftUpperArm or BodyPart.LeftForearm or BodyPart.LeftHand;
        var texture = Taken((Filled(i => IsArm(i) ? new RgbColor(0, 200, 0) : new RgbColor(200, 0, 0)), Matte(i => drawn.Triangles[i] != 0), side));
        var front = Drawn(Front, texture);
        int[] trunk = [.. Enumerable.Range(0, Size * Size).Where(i => front.PartAt(i) == BodyPart.Torso)];
        Assert.That(trunk.Count(i => front.Colour[4 * i + 1] > 100), Is.LessThan(0.1 * trunk.Length));
    }

    [Test]
    public void A_matte_of_another_size_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => Taken((Filled(_ => default), new float[9], Front)))!.Message, Does.Contain("192x192"));

    /// <summary>A matte that is some pixels too wide, as the networks' are: the green room shows around the body and must not lie on it.</summary>
    [Test]
    public void The_room_at_the_outline_does_not_lie_on_the_body()
    {
        const int large = 640; // pixels: the figure is 560 high, and its outline's margin 7
        var camera = Front.WithSize(large, large);
        var drawn = new BodyRasterizer(HumanBody.Model, large, large);
        drawn.Draw(Surface(), camera);
        bool IsNear(int i, int reach) => Enumerable.Range(-reach, 2 * reach + 1).Any(dx => drawn.Triangles[Math.Clamp(i + dx, 0, large * large - 1)] != 0);
        var picture = new RgbImage(large, large);
        var matte = new float[large * large];
        for (var i = 0; i < matte.Length; i++)
        {
            // The fit is two pixels wider than the person, the matte is as wide as the fit.
            var isPerson = drawn.Triangles[i] != 0 && drawn.Triangles[Math.Max(0, i - 2)] != 0 && drawn.Triangles[Math.Min(matte.Length - 1, i + 2)] != 0;
            (picture.Bytes[3 * i], picture.Bytes[3 * i + 1]) = isPerson ? ((byte)200, (byte)20) : ((byte)0, (byte)220);
            matte[i] = IsNear(i, 1) ? 1 : 0;
        }
        var capture = new TextureCapture(HumanBody.Model, Side);
        capture.Take(picture, matte, camera, Surface(), drawn);
        var texture = capture.Finish();
        foreach (var view in new[] { Front, Back, Camera.Orbit(new Vector3(0, 0.85f, 0), MathF.PI / 2, 0, 4, 0.5f, Size, Size) })
        {
            var seen = Seen(view, texture);
            Assert.That(seen.Count(pixel => pixel.G > 100) / (float)seen.Length, Is.LessThan(0.01f), "of the body has the room's colour");
        }
    }

    /// <summary>Unseen places take the colour of the surface around them, across the cuts of the atlas.</summary>
    [Test]
    public void The_back_of_each_part_has_the_colour_of_its_front()
    {
        var drawn = Drawn(Front);
        static RgbColor Of(BodyPart part) => part switch
        {
            BodyPart.LeftHand or BodyPart.RightHand or BodyPart.LeftForearm or BodyPart.RightForearm => new RgbColor(200, 30, 30),
            BodyPart.Head => new RgbColor(30, 200, 30),
            _ => new RgbColor(30, 30, 200),
        };
        var texture = Taken((Filled(i => Of(drawn.PartAt(i))), Matte(i => drawn.Triangles[i] != 0), Front));
        var back = Drawn(Back, texture);
        foreach (var (part, channel) in new[] { (BodyPart.LeftHand, 0), (BodyPart.RightHand, 0), (BodyPart.Head, 1), (BodyPart.Torso, 2) })
        {
            int[] pixels = [.. Enumerable.Range(0, Size * Size).Where(i => back.PartAt(i) == part)];
            var right = pixels.Count(i => Enumerable.Range(0, 3).MaxBy(k => back.Colour[4 * i + k]) == channel);
            Assert.That(right / (float)pixels.Length, Is.GreaterThan(0.9f), part.ToString());
        }
    }

    /// <summary>A short sleeve that the picture shows in front goes round the arm and ends there; it does not fade along the arm.</summary>
    [TestCase(BodyPart.LeftUpperArm, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm), TestCase(BodyPart.RightThigh, HumanBodyBones.RightUpperLeg,
         HumanBodyBones.RightLowerLeg)]
    public void A_hem_runs_around_the_limb(BodyPart part, HumanBodyBones from, HumanBodyBones to)
    {
        var joints = HumanBody.Model.Joints;
        var (start, limb) = (joints.Average[joints.IndexOf(from)], joints.Average[joints.IndexOf(to)] - joints.Average[joints.IndexOf(from)]);
        float Along(BodyRasterizer drawn, int pixel) => Vector3.Dot(drawn.Rest[pixel] - start, limb) / limb.LengthSquared();
        bool IsLimb(BodyRasterizer drawn, int pixel) => drawn.PartAt(pixel) == part && Math.Abs(Along(drawn, pixel) - 0.5f) is > 0.1f and < 0.35f;
        var front = Drawn(Front);
        var back = Drawn(Back, Taken((Filled(i => Along(front, i) < 0.5f ? new RgbColor(200, 30, 30) : new RgbColor(30, 200, 30)),
            Matte(i => front.Triangles[i] != 0), Front)));
        int[] pixels = [.. Enumerable.Range(0, Size * Size).Where(i => IsLimb(back, i))];
        var right = pixels.Count(i => Along(back, i) < 0.5f ? back.Colour[4 * i] > 150 : back.Colour[4 * i + 1] > 150);
        Assert.That(right / (float)pixels.Length, Is.GreaterThan(0.9f), $"of {pixels.Length} pixels show the colour of the same height in front");
    }
}
