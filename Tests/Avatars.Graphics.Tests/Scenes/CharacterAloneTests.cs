using System.Numerics;
using Avatars.Graphics.Scenes;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Scenes;
using Silk.NET.OpenGL;

namespace Avatars.Tests.Graphics.Scenes;

public sealed class CharacterAloneTests : GpuTests
{
    const int Size = 64;

    [TestCase(1), TestCase(2)]
    public unsafe void A_character_alone_has_alpha_and_the_same_colours_as_before_a_background(int oversampling)
    {
        using var renderer = new CharacterRenderer(Gl, oversampling);
        var white = new Material { Diffuse = new RgbaImage(1, 1, [255, 255, 255, 255]), Tint = new Vector3(0.8f, 0.3f, 0.2f) };
        using var model = renderer.Upload(Figures.Box(white));
        var camera = CameraView.Of(Camera.LookAt(new Vector3(0, 0, 3), Vector3.Zero, 1.2f, Size, Size));
        Matrix4x4[] joints = [Matrix4x4.Identity, Matrix4x4.CreateTranslation(0, 0.6f, 0), Matrix4x4.CreateTranslation(0, 0.6f, 0)];
        using var target = new Avatars.Graphics.Framebuffer(Gl, Size, Size);
        using var readback = new Avatars.Graphics.PixelReadback(Gl, Size, Size);
        var before = new RgbImage(Size, Size);
        renderer.Draw(model, joints, SceneLighting.Studio, camera, SceneBackground.Plain(Vector3.Zero), target);
        readback.Begin(target);
        readback.Finish(before);
        var alone = renderer.DrawAlone(model, joints, SceneLighting.Studio, camera, Size, Size);
        var bytes = new byte[4 * Size * Size];
        Gl.BindTexture(TextureTarget.Texture2D, alone.Handle);
        fixed (byte* first = bytes)
            Gl.GetTexImage(TextureTarget.Texture2D, 0, PixelFormat.Rgba, PixelType.UnsignedByte, first);
        var solid = 0;
        for (var i = 0; i < Size * Size; i++)
        {
            Assert.That(bytes[4 * i + 3] is 0 or 255 || oversampling == 2, $"alpha of pixel {i}");
            if (bytes[4 * i + 3] < 255)
                continue;
            solid++;
            for (var channel = 0; channel < 3; channel++)
                Assert.That(bytes[4 * i + channel], Is.EqualTo(before.Bytes[3 * i + channel]).Within(1), $"pixel {i}, row {i / Size} from the top");
        }
        Assert.That(solid / (float)(Size * Size), Is.InRange(0.005f, 0.6f), "of the picture is the box");
        Assert.That(bytes[3], Is.Zero, "a corner");
    }
}
