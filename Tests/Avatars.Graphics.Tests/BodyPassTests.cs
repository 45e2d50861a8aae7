using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Graphics.Bodies;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Graphics;

/// <summary>The body on the graphics card against the body on the processor, pixel by pixel.</summary>
public sealed class BodyPassTests : GpuTests
{
    static readonly BodyModel Model = BodyFile.Read(Path.Combine(SharedFolders.Repository, BodyFile.ShippedPath));
    static readonly ShapedBody Body = new(Model, [1.2f, -0.8f, 0.5f]);
    static readonly BodyTexture Texture = Noise(512);

    static IEnumerable<TestCaseData> Views()
    {
        yield return Case("whole figure from the front", 0, Camera.Orbit(new(0, 0.9f, 0), 0, 0, 3.5f, 0.55f, 256, 256));
        yield return Case("whole figure from behind, upright picture", 3, Camera.Orbit(new(0, 0.9f, 0), 2.8f, 0.3f, 4, 0.6f, 192, 320));
        yield return Case("face, near", 1, Camera.Orbit(new(0, 1.55f, 0), 0.5f, -0.1f, 0.7f, 0.5f, 256, 256));
        yield return Case("hand before the body", 2, Camera.Orbit(new(0.1f, 1.2f, 0), -0.4f, 0.2f, 1.4f, 0.7f, 320, 200));
        yield return Case("far away", 4, Camera.Orbit(new(0, 0.9f, 0), 1.1f, 0.7f, 15, 0.4f, 128, 128));
        yield return Case("partly beside the picture", 5, Camera.Orbit(new(0.5f, 1.3f, 0), 0.2f, 0, 1.5f, 0.6f, 256, 256));

        static TestCaseData Case(string name, int seed, Camera camera) => new TestCaseData(seed, camera).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Views))]
    public void Draws_what_the_rasterizer_draws(int seed, Camera camera)
    {
        var (width, height) = (camera.Width, camera.Height);
        var surface = Posed(seed);
        var expected = new BodyRasterizer(Model, width, height);
        expected.Draw(surface, camera, Texture);
        using var pass = new BodyPass(Gl, Model, width, height);
        pass.Draw(surface, camera, Texture);
        var colour = new RgbaImage(width, height, new byte[4 * width * height]);
        var (places, normals, rest) = (new Vector4[width * height], new Vector4[width * height], new Vector4[width * height]);
        pass.ReadColor(colour);
        pass.Read(pass.Surface, places);
        pass.Read(pass.NormalsAndParts, normals);
        pass.Read(pass.Rest, rest);

        var (body, compared, others) = (0, 0, 0);
        for (var pixel = 0; pixel < places.Length; pixel++)
        {
            var isBody = expected.Triangles[pixel] != 0;
            body += isBody ? 1 : 0;
            if (places[pixel].W != expected.Triangles[pixel])
            {
                others++; // the pixel's centre lies on an edge, to the precision of one of the two
                continue;
            }
            if (!isBody)
            {
                Assert.That((colour.Bytes[4 * pixel], normals[pixel], rest[pixel]), Is.EqualTo(((byte)0, Vector4.Zero, Vector4.Zero)), "background");
                continue;
            }
            compared++;
            var place = Place(pixel);
            for (var channel = 0; channel < 4; channel++)
                Assert.That((int)colour.Bytes[4 * pixel + channel], Is.EqualTo(expected.Colour[4 * pixel + channel]).Within(1), $"levels of 255, {place}");
            Assert.That(Vector2.Distance(new(places[pixel].X, places[pixel].Y), expected.Coordinates[pixel]) * Texture.Side, Is.LessThan(0.1f),
                $"texels, {place}");
            Assert.That(places[pixel].Z / expected.InverseDepth[pixel], Is.EqualTo(1).Within(1e-4f), $"depth, {place}");
            Assert.That(Vector3.Distance(Xyz(normals[pixel]), expected.Normals[pixel]), Is.LessThan(1 / 255f), place);
            Assert.That(Vector3.Distance(Xyz(rest[pixel]), expected.Rest[pixel]), Is.LessThan(2e-4f), $"metres, {place}");
            Assert.That((BodyPart)normals[pixel].W, Is.EqualTo(expected.PartAt(pixel)), place);
        }
        Assert.That(body, Is.GreaterThan(150), "pixels of the body");
        Assert.That(others, Is.LessThan(0.005 * body + 2), "pixels on an edge");
        Assert.That(compared, Is.GreaterThan(0.99 * body - 2));

        string Place(int pixel) => $"pixel {pixel % width}, {pixel / width}";
    }

    [Test]
    public void Without_a_texture_there_is_no_colour_and_the_next_texture_counts()
    {
        var (camera, surface) = (Camera.Orbit(new(0, 0.9f, 0), 0, 0, 3.5f, 0.55f, 64, 64), Posed(0));
        using var pass = new BodyPass(Gl, Model, 64, 64);
        var colour = new RgbaImage(64, 64, new byte[4 * 64 * 64]);
        pass.Draw(surface, camera);
        pass.ReadColor(colour);
        Assert.That(colour.Bytes, Is.All.Zero);
        pass.Draw(surface, camera, Texture);
        pass.ReadColor(colour);
        Assert.That(colour.Bytes, Has.Some.GreaterThan(100));
        pass.Draw(surface, camera, TexturedPerson.Plain(Model, new RgbColor(10, 200, 30), RgbColor.Black).Texture);
        pass.ReadColor(colour);
        var middle = 4 * (32 * 64 + 32);
        Assert.That(colour.Bytes[middle..(middle + 4)], Is.EqualTo(new byte[] { 10, 200, 30, 255 }));
    }

    [Test]
    public void A_view_shows_the_person_lit_on_a_transparent_ground()
    {
        using var view = new BodyView(Gl, Model);
        var plain = TexturedPerson.Plain(Model, new RgbColor(200, 40, 40), RgbColor.Black);
        foreach (var size in new[] { 96, 160, 96 })
        {
            var camera = Camera.Orbit(new(0, 0.9f, 0), 0, 0, 3.5f, 0.55f, size, size);
            var picture = view.Draw(Posed(0), camera, plain.Texture);
            var bytes = Read(picture.Handle, size);
            var expected = new BodyRasterizer(Model, size, size);
            expected.Draw(Posed(0), camera);
            var wrong = 0;
            for (var pixel = 0; pixel < size * size; pixel++)
                wrong += bytes[4 * pixel + 3] == (expected.Triangles[pixel] != 0 ? 255 : 0) ? 0 : 1;
            Assert.That(wrong, Is.LessThan(4), "pixels whose alpha is not the body's outline");
            var middle = 4 * (size / 2 * size + size / 2);
            Assert.That(bytes[middle], Is.InRange(120, 230));
            Assert.That((int)bytes[middle + 1], Is.LessThan(60));
        }
    }

    [Test]
    public void Drawing_allocates_nothing()
    {
        var (camera, surface) = (Camera.Orbit(new(0, 0.9f, 0), 0, 0, 3.5f, 0.55f, 64, 64), Posed(0));
        using var pass = new BodyPass(Gl, Model, 64, 64);
        using var view = new BodyView(Gl, Model);
        Assert.That(Allocations.Of(() => pass.Draw(surface, camera, Texture)), Is.Zero);
        Assert.That(Allocations.Of(() => view.Draw(surface, camera, Texture)), Is.Zero);
    }

    [Test]
    public void Another_size_is_refused()
    {
        using var pass = new BodyPass(Gl, Model, 64, 48);
        Assert.That(() => pass.Draw(Posed(0), Camera.Orbit(new(0, 0.9f, 0), 0, 0, 3, 0.5f, 64, 64)), Throws.ArgumentException.With.Message.Contains("64x48"));
        Assert.That(() => pass.Read(pass.Surface, new Vector4[5]), Throws.ArgumentException);
    }

    unsafe byte[] Read(uint texture, int size)
    {
        var bytes = new byte[4 * size * size];
        Gl.BindTexture(Silk.NET.OpenGL.TextureTarget.Texture2D, texture);
        fixed (byte* pixels = bytes)
            Gl.GetTexImage(Silk.NET.OpenGL.TextureTarget.Texture2D, 0, Silk.NET.OpenGL.PixelFormat.Rgba, Silk.NET.OpenGL.PixelType.UnsignedByte, pixels);
        return bytes;
    }

    static Vector3 Xyz(Vector4 value) => new(value.X, value.Y, value.Z);

    static PosedSurface Posed(int seed)
    {
        var random = new Random(seed);
        var local = new JointTransform[Body.Skeleton.Count];
        Body.Skeleton.CopyRestTo(local);
        for (var i = 1; i < local.Length; i++)
            local[i] = local[i] with { Rotation = Quaternion.CreateFromYawPitchRoll(Angle(), Angle(), Angle()) };
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(Body.Skeleton, local, model);
        var surface = new PosedSurface(Body);
        surface.Pose(model, [.. Model.Expressions.Select(_ => random.NextSingle() * 0.3f)]);
        return surface;

        float Angle() => seed == 0 ? 0 : (random.NextSingle() - 0.5f) * 0.6f;
    }

    /// <summary>Smooth noise with every confidence, so that mip levels, filtering and confidence all show.</summary>
    static BodyTexture Noise(int side)
    {
        var texels = new byte[4 * side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                for (var channel = 0; channel < 4; channel++)
                    texels[4 * (y * side + x) + channel] = (byte)(128 + 127 * MathF.Sin(x * 0.09f * (channel + 1)) * MathF.Cos(y * 0.07f + channel));
        return new BodyTexture(new RgbaImage(side, side, texels));
    }
}
