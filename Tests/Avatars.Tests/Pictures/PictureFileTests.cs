using System.Buffers.Binary;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Tests.Pictures;

public sealed class PictureFileTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-pictures").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    /// <summary>Colour gradients with a hard edge, from a formula.</summary>
    static RgbImage Gradient(int width, int height)
    {
        var picture = new RgbImage(width, height);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = (byte)(i / 3 % width * 255 / width / (i % 3 + 1) + (i / 3 / width > height / 2 ? 40 : 0));
        return picture;
    }

    [TestCase(1, 1), TestCase(7, 5), TestCase(64, 33)]
    public void Png_gives_every_byte_back(int width, int height)
    {
        var path = Path.Combine(_folder, "a.png");
        var picture = Gradient(width, height);
        PictureFile.Write(path, picture);
        var read = PictureFile.ReadRgb(path);
        Assert.That((read.Width, read.Height), Is.EqualTo((width, height)));
        Assert.That(read.Bytes, Is.EqualTo(picture.Bytes));
    }

    [Test]
    public void Png_keeps_alpha()
    {
        var picture = new RgbaImage(2, 1, [1, 2, 3, 4, 250, 251, 252, 0]);
        Assert.That(PictureFile.DecodeRgba(PictureFile.EncodePng(picture), "memory").Bytes, Is.EqualTo(picture.Bytes));
    }

    [Test]
    public void Jpeg_of_quality_95_stays_near()
    {
        var picture = Gradient(64, 48);
        var read = PictureFile.DecodeRgb(PictureFile.EncodeJpeg(picture), "memory");
        var mean = picture.Bytes.Zip(read.Bytes, (a, b) => Math.Abs(a - b)).Average();
        Assert.That(mean, Is.LessThan(3)); // levels
    }

    [Test]
    public void Writing_replaces_a_file_and_leaves_nothing_beside_it()
    {
        var path = Path.Combine(_folder, "new", "a.jpg");
        PictureFile.Write(path, Gradient(8, 8));
        PictureFile.Write(path, Gradient(16, 16));
        Assert.That(PictureFile.ReadRgb(path).Width, Is.EqualTo(16));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void Other_endings_are_refused() =>
        Assert.That(() => PictureFile.Write(Path.Combine(_folder, "a.gif"), Gradient(2, 2)),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("a.gif"));

    [Test]
    public void A_missing_file_is_named() =>
        Assert.That(() => PictureFile.ReadRgb(Path.Combine(_folder, "none.png")), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("none.png"));

    [TestCase("")]
    [TestCase("hello, this is text and no picture")]
    [TestCase("GIF89a\u0001\u0001")]
    public void What_is_no_picture_is_refused(string text) => RefusesNaming(System.Text.Encoding.Latin1.GetBytes(text), "neither PNG nor JPEG");

    [Test]
    public void Every_truncation_of_a_png_is_refused()
    {
        var encoded = PictureFile.EncodePng(Gradient(40, 30));
        for (var length = 0; length < encoded.Length - 4; length += 1 + length / 16) // the last 4 bytes are a checksum that StbImageSharp does not look at
            RefusesNaming(encoded[..length]);
    }

    [Test]
    public void Every_truncation_of_a_jpeg_is_refused()
    {
        var encoded = PictureFile.EncodeJpeg(Gradient(40, 30));
        for (var length = 0; length < encoded.Length; length += 1 + length / 64)
            RefusesNaming(encoded[..length]);
        RefusesNaming(encoded[..^1], "breaks off");
    }

    [Test]
    public void Damaged_bytes_decode_or_are_refused_but_nothing_else()
    {
        var random = new Random(7);
        foreach (var whole in new[] { PictureFile.EncodePng(Gradient(40, 30)), PictureFile.EncodeJpeg(Gradient(40, 30)) })
            for (var round = 0; round < 400; round++)
            {
                var damaged = (byte[])whole.Clone();
                for (var n = 0; n <= round % 5; n++)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                try
                {
                    PictureFile.DecodeRgb(damaged, "damaged");
                }
                catch (FormatException error)
                {
                    Assert.That(error.Message, Does.Contain("'damaged'"));
                }
            }
    }

    [TestCase(100_000, 10), TestCase(10, 100_000), TestCase(16_384, 16_384), TestCase(int.MaxValue, int.MaxValue), TestCase(0, 5)]
    public void A_header_with_an_absurd_size_is_refused_before_memory_is_taken(int width, int height)
    {
        var encoded = PictureFile.EncodePng(Gradient(4, 4));
        BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(encoded.AsSpan(29), Crc32(encoded.AsSpan(12, 17)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        RefusesNaming(encoded);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    static void RefusesNaming(byte[] encoded, string reason = "")
    {
        var error = Assert.Throws<FormatException>(() => PictureFile.DecodeRgb(encoded, "some picture"), $"{encoded.Length} bytes");
        Assert.That(error!.Message, Does.Contain("'some picture'").And.Contain(reason));
    }

    static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
