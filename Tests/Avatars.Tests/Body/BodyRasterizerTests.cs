using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

public sealed class BodyRasterizerTests
{
    const int Size = 128;
    static readonly ShapedBody Body = HumanBody.Average;
    static readonly Camera Front = Camera.Orbit(new Vector3(0, 1.2f, 0), 0.4f, 0.1f, 2.2f, 0.5f, Size, Size);

    readonly PosedSurface _surface = new(Body);
    readonly BodyRasterizer _rasterizer = new(Body.Model, Size, Size);

    [SetUp]
    public void Pose() => _surface.Pose(HumanBody.Posed(Body, bone => bone == HumanBodyBones.RightUpperArm
        ? Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.9f) : Quaternion.Identity));

    /// <summary>A ray through the pixel's centre against every triangle, in double precision.</summary>
    [Test]
    public void Each_pixel_shows_what_a_ray_through_it_meets_first()
    {
        _rasterizer.Draw(_surface, Front);
        var (checkedPixels, bodyPixels) = (0, 0);
        for (var pixel = 5; pixel < Size * Size; pixel += 61)
        {
            var (y, x) = Math.DivRem(pixel, Size);
            var (triangle, depth, weights, isClear) = FirstHit(x + 0.5, y + 0.5);
            if (!isClear)
                continue; // on an edge
            checkedPixels++;
            Assert.That(_rasterizer.Triangles[pixel] - 1, Is.EqualTo(triangle), $"pixel {x}, {y}");
            if (triangle < 0)
                continue;
            bodyPixels++;
            var corners = Body.Model.Mesh.Triangles.AsSpan(3 * triangle, 3);
            var places = Body.Model.Mesh.TextureCoordinates;
            var place = (float)weights[0] * places[corners[0]] + (float)weights[1] * places[corners[1]] + (float)weights[2] * places[corners[2]];
            Assert.That(1 / _rasterizer.InverseDepth[pixel], Is.EqualTo(depth).Within(1e-4), $"metres, pixel {x}, {y}");
            Assert.That(Vector2.Distance(_rasterizer.Coordinates[pixel], place), Is.LessThan(1e-4f), $"atlas sides, pixel {x}, {y}");
            Assert.That(_rasterizer.PartAt(pixel), Is.EqualTo(Body.Model.Mesh.Parts[triangle]));
        }
        Assert.That((checkedPixels, bodyPixels), Is.GreaterThan((200, 50)));
    }

    (int Triangle, double Depth, double[] Weights, bool IsClear) FirstHit(double x, double y)
    {
        const double edge = 1e-3; // of a barycentric coordinate
        var direction = new double[] { (x - Size / 2.0) / Front.FocalLength, -(y - Size / 2.0) / Front.FocalLength, -1 };
        var (best, depth, weights, isClear) = (-1, double.MaxValue, Array.Empty<double>(), true);
        var view = Front.View;
        for (var i = 0; i < Body.Model.Mesh.TriangleCount; i++)
        {
            var (ia, ib, ic) = Body.Model.Mesh.Corners(i);
            var (a, b, c) = (Seen(ia), Seen(ib), Seen(ic));
            var (ab, ac) = (Minus(b, a), Minus(c, a));
            var normal = Cross(ab, ac);
            var facing = Dot(normal, direction);
            if (facing >= 0)
                continue;
            var t = Dot(normal, a) / facing;
            double[] hit = [direction[0] * t - a[0], direction[1] * t - a[1], direction[2] * t - a[2]];
            var square = Dot(normal, normal);
            var (weightB, weightC) = (Dot(Cross(hit, ac), normal) / square, Dot(Cross(ab, hit), normal) / square);
            var least = Math.Min(1 - weightB - weightC, Math.Min(weightB, weightC));
            if (least < -edge)
                continue;
            isClear &= Math.Abs(least) > edge;
            if (least >= 0 && t < depth)
                (best, depth, weights) = (i, t, [1 - weightB - weightC, weightB, weightC]);
        }
        return (best, depth, weights, isClear);

        double[] Seen(int vertex)
        {
            var seen = Vector3.Transform(_surface.Positions[vertex], view);
            return [seen.X, seen.Y, seen.Z];
        }
        static double[] Minus(double[] a, double[] b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
        static double Dot(double[] a, double[] b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        static double[] Cross(double[] a, double[] b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    }

    [Test]
    public void The_texture_is_drawn_at_its_place()
    {
        // Colours that say where they are: within half a step of 8 bits wherever the atlas is not minified or at its border.
        const int side = 128;
        var atlas = new byte[4 * side * side];
        for (var i = 0; i < side * side; i++)
            (atlas[4 * i], atlas[4 * i + 1], atlas[4 * i + 2], atlas[4 * i + 3]) = ((byte)(2 * (i % side)), (byte)(2 * (i / side)), 9, 200);
        var close = Camera.Orbit(new Vector3(0, 1.55f, 0), 0.4f, 0.1f, 0.7f, 0.3f, Size, Size);
        _rasterizer.Draw(_surface, close, new BodyTexture(new RgbaImage(side, side, atlas)));
        var seen = 0;
        for (var i = 0; i < Size * Size; i++)
        {
            if (_rasterizer.Triangles[i] == 0)
                continue;
            seen++;
            var expected = (_rasterizer.Coordinates[i] * side - new Vector2(0.5f)) * 2;
            Assert.That(_rasterizer.Colour[4 * i], Is.EqualTo(expected.X).Within(0.51f));
            Assert.That(_rasterizer.Colour[4 * i + 1], Is.EqualTo(expected.Y).Within(0.51f));
            Assert.That(_rasterizer.Colour[4 * i + 3], Is.EqualTo(200));
        }
        Assert.That(seen, Is.GreaterThan(Size * Size / 4));
    }

    [Test]
    public void A_fine_pattern_seen_from_afar_becomes_its_mean()
    {
        const int side = 1024;
        var atlas = new byte[4 * side * side];
        for (var i = 0; i < side * side; i++)
            atlas.AsSpan(4 * i, 4).Fill((i % side + i / side) % 2 == 0 ? (byte)255 : (byte)55);
        for (var i = 3; i < atlas.Length; i += 4)
            atlas[i] = 255;
        _rasterizer.Draw(_surface, Front, new BodyTexture(new RgbaImage(side, side, atlas)));
        for (var i = 0; i < Size * Size; i++)
            if (_rasterizer.Triangles[i] != 0 && _rasterizer.PartAt(i) is not (BodyPart.LeftEye or BodyPart.RightEye))
                Assert.That(_rasterizer.Colour[4 * i], Is.EqualTo(155).Within(1));
    }

    [Test]
    public void Unknown_texels_do_not_bleed_into_known_ones()
    {
        const int side = 64;
        var atlas = new byte[4 * side * side];
        var random = new Random(2);
        for (var i = 0; i < side * side; i++)
            if (random.Next(3) == 0)
                (atlas[4 * i], atlas[4 * i + 1], atlas[4 * i + 2], atlas[4 * i + 3]) = (200, 100, 50, 255);
        _rasterizer.Draw(_surface, Front, new BodyTexture(new RgbaImage(side, side, atlas)));
        for (var i = 0; i < Size * Size; i++)
            if (_rasterizer.Colour[4 * i + 3] > 0)
                Assert.That(_rasterizer.Colour.AsSpan(4 * i, 3).ToArray(), Is.EqualTo(new byte[] { 200, 100, 50 }));
    }

    [Test]
    public void Normals_face_the_camera()
    {
        _rasterizer.Draw(_surface, Front);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < Size * Size; i++)
            if (_rasterizer.Triangles[i] != 0)
            {
                Assert.That(_rasterizer.Normals[i].Length(), Is.EqualTo(1).Within(1e-4f));
                sum += _rasterizer.Normals[i].Z;
                count++;
            }
        Assert.That(sum / count, Is.GreaterThan(0.5), "mean share towards the camera");
    }

    [Test]
    public void A_body_that_leaves_the_picture_leaves_nothing_behind()
    {
        _rasterizer.Draw(_surface, Front);
        Assert.That(_rasterizer.Triangles, Has.Some.Not.Zero);
        _rasterizer.Draw(_surface, Front with { Orientation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, MathF.PI) });
        Assert.That(_rasterizer.Triangles, Is.All.Zero);
        Assert.That(_rasterizer.InverseDepth, Is.All.Zero);
        Assert.That(_rasterizer.Normals, Is.All.EqualTo(Vector3.Zero));
    }

    [Test]
    public void Allocates_nothing()
    {
        var texture = new BodyTexture(new RgbaImage(64, 64, new byte[4 * 64 * 64]));
        Assert.That(Allocations.Of(() => _rasterizer.Draw(_surface, Front, texture)), Is.Zero);
    }

    [Test]
    public void A_camera_of_another_size_is_refused() =>
        Assert.That(() => _rasterizer.Draw(_surface, Front.WithSize(64, 64)), Throws.ArgumentException.With.Message.Contains("64x64"));
}
