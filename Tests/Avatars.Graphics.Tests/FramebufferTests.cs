using Avatars.Graphics;
using Avatars.Imaging;
using Silk.NET.OpenGL;
using Framebuffer = Avatars.Graphics.Framebuffer;

namespace Avatars.Tests.Graphics;

public sealed class FramebufferTests : GpuTests
{
    [Test]
    public void Pictures_come_back_in_order_with_the_top_row_first()
    {
        using var framebuffer = new Framebuffer(Gl, 8, 6);
        using var readback = new PixelReadback(Gl, 8, 6, depth: 2);
        var picture = new RgbImage(8, 6);
        foreach (var red in new[] { 1f, 0.5f })
        {
            framebuffer.Bind();
            Clear(0, 0, 0);
            Gl.Enable(EnableCap.ScissorTest);
            Gl.Scissor(0, 4, 3, 2); // OpenGL counts rows from the bottom
            Clear(red, 0, 1);
            Gl.Disable(EnableCap.ScissorTest);
            readback.Begin(framebuffer);
        }
        Assert.That(readback.IsFull);
        foreach (var red in new byte[] { 255, 128 })
        {
            readback.Finish(picture);
            for (var y = 0; y < 6; y++)
                for (var x = 0; x < 8; x++)
                    Assert.That(picture.Row(y).Slice(3 * x, 3).ToArray(),
                        Is.EqualTo(x < 3 && y < 2 ? new byte[] { red, 0, 255 } : [0, 0, 0]), $"pixel {x}, {y}");
        }
        Assert.That(readback.InFlight, Is.Zero);
    }

    [Test]
    public void Reading_more_or_less_than_was_begun_is_refused()
    {
        using var framebuffer = new Framebuffer(Gl, 4, 4);
        using var readback = new PixelReadback(Gl, 4, 4, depth: 1);
        Assert.That(() => readback.Finish(new RgbImage(4, 4)), Throws.InvalidOperationException);
        readback.Begin(framebuffer);
        Assert.That(() => readback.Begin(framebuffer), Throws.InvalidOperationException);
        Assert.That(() => readback.Finish(new RgbImage(4, 5)), Throws.ArgumentException);
    }

    [TestCase(0, 4), TestCase(4, -1), TestCase(100_000, 4), TestCase(16385, 4)]
    public void An_impossible_size_is_refused(int width, int height) =>
        Assert.That(() => new Framebuffer(Gl, width, height), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_screen_texture_takes_only_its_own_size()
    {
        using var texture = Avatars.Graphics.Texture.Screen(Gl, 8, 4);
        texture.Update(new RgbImage(8, 4));
        Assert.That(() => texture.Update(new RgbImage(4, 8)), Throws.ArgumentException.With.Message.Contains("8x4"));
    }

    void Clear(float red, float green, float blue)
    {
        Gl.ClearColor(red, green, blue, 1);
        Gl.Clear(ClearBufferMask.ColorBufferBit);
    }
}
