using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using static Avatars.Tests.Pictures.HandMadePicture;

namespace Avatars.Tests.Pictures;

public sealed class OrientationTests
{
    /// <summary>Where the four corners of 3 x 2 pixels are seen: width, height, and the stored pixels (1 to 6, row by row) in the order in which they
    /// are seen. Drawn on paper from Exif's table.</summary>
    static readonly (int Width, int Height, int[] Seen)[] Expected =
    [
        (3, 2, [1, 2, 3, 4, 5, 6]), (3, 2, [3, 2, 1, 6, 5, 4]), (3, 2, [6, 5, 4, 3, 2, 1]), (3, 2, [4, 5, 6, 1, 2, 3]),
        (2, 3, [1, 4, 2, 5, 3, 6]), (2, 3, [4, 1, 5, 2, 6, 3]), (2, 3, [6, 3, 5, 2, 4, 1]), (2, 3, [3, 6, 2, 5, 1, 4]),
    ];

    static byte[] Rows => [0, .. Pixel(1), .. Pixel(2), .. Pixel(3), 0, .. Pixel(4), .. Pixel(5), .. Pixel(6)];

    static byte[] Pixel(int number) => [(byte)(40 * number), (byte)number, (byte)(255 - 40 * number)];

    [Test]
    public void A_png_is_rotated_by_its_exif_orientation([Range(1, 8)] int orientation, [Values] bool isBig, [Values] bool hasSignature)
    {
        var tiff = Tiff(orientation, isBig);
        var picture = PictureFile.DecodeRgb(Png(3, 2, 8, 2, Rows, exif: hasSignature ? [.. "Exif\0\0"u8, .. tiff] : tiff), "a.png");
        var (width, height, seen) = Expected[orientation - 1];
        Assert.That((picture.Width, picture.Height), Is.EqualTo((width, height)));
        Assert.That(picture.Bytes, Is.EqualTo(seen.SelectMany(Pixel)));
    }

    /// <summary>A JPEG of four plain quarters of 16 pixels: red, green, blue, white; numbered 1 to 4 row by row.</summary>
    [Test]
    public void A_jpeg_is_rotated_by_its_exif_orientation([Range(1, 8)] int orientation, [Values] bool isBig, [Values(3, 4)] int type)
    {
        (byte R, byte G, byte B)[] colors = [(200, 30, 30), (30, 200, 30), (30, 30, 200), (230, 230, 230)];
        var stored = new RgbImage(32, 32);
        for (var y = 0; y < 32; y++)
            for (var x = 0; x < 32; x++)
                (stored.Row(y)[3 * x], stored.Row(y)[3 * x + 1], stored.Row(y)[3 * x + 2]) = colors[y / 16 * 2 + x / 16];
        var jpeg = PictureFile.EncodeJpeg(stored, 98);
        var seen = PictureFile.DecodeRgb(Insert(jpeg, 2, ExifSegment(Tiff(orientation, isBig, type))), "a.jpg");
        int[][] quarters = [[1, 2, 3, 4], [2, 1, 4, 3], [4, 3, 2, 1], [3, 4, 1, 2], [1, 3, 2, 4], [3, 1, 4, 2], [4, 2, 3, 1], [2, 4, 1, 3]];
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var pixel = seen.Row(quarter / 2 * 16 + 8).Slice(3 * (quarter % 2 * 16 + 8), 3).ToArray();
            var (r, g, b) = colors[quarters[orientation - 1][quarter] - 1];
            Assert.That(pixel.Zip([r, g, b], (x, y) => Math.Abs(x - y)).Max(), Is.LessThan(12), $"quarter {quarter}"); // levels: JPEG
        }
    }

    [Test]
    public void Only_the_first_exif_counts_and_textures_stay_as_they_are_stored()
    {
        var jpeg = PictureFile.EncodeJpeg(new RgbImage(32, 16));
        var turned = Insert(jpeg, 2, [.. ExifSegment(Tiff(6, isBig: false)), .. ExifSegment(Tiff(1, isBig: true))]);
        Assert.That((PictureFile.DecodeRgb(turned, "a.jpg").Width, PictureFile.DecodeRgba(turned, "a.jpg").Width), Is.EqualTo((16, 32)));
    }

    [TestCase(9, "orientation 9"), TestCase(-1, "orientation 65535"), TestCase(0, null)]
    public void An_orientation_that_is_none_is_passed_over(int orientation, string? warning)
    {
        var warnings = new List<string>();
        var picture = PictureFile.DecodeRgb(Insert(PictureFile.EncodeJpeg(new RgbImage(32, 16)), 2, ExifSegment(Tiff(orientation, isBig: false))), "a.jpg",
            warnings.Add);
        Assert.That(picture.Width, Is.EqualTo(32));
        Assert.That(warnings, warning is null ? Is.Empty : Has.One.Contains(warning).And.One.Contains("'a.jpg'"));
    }

    [Test]
    public void Damaged_exif_is_passed_over_with_a_warning()
    {
        var whole = Tiff(6, isBig: true);
        var jpeg = PictureFile.EncodeJpeg(new RgbImage(32, 16));
        for (var length = 0; length < 34; length++)
        {
            var warnings = new List<string>();
            Assert.That(PictureFile.DecodeRgb(Insert(jpeg, 2, ExifSegment(whole[..length])), "a.jpg", warnings.Add).Width, Is.EqualTo(32), $"{length} bytes");
            Assert.That(warnings, Has.One.Contains("damaged"));
        }
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var n = 0; n < 1 + round % 4; n++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Assert.DoesNotThrow(() => PictureFile.DecodeRgb(Insert(jpeg, 2, ExifSegment(damaged)), "a.jpg"));
        }
    }

    /// <summary>Upright by size. Its person was stored with the head on the right, where orientation 6 has the feet: by Exif's rule, and in every
    /// program that follows it, the person stands on the head.</summary>
    [Test]
    public void The_phone_picture_of_the_cases_is_rotated_by_its_exif_orientation()
    {
        var turned = PictureFile.ReadRgb(Path.Combine(SharedFolders.Cases, "trial", "picture_exif_6.jpg"));
        var control = PictureFile.ReadRgb(Path.Combine(SharedFolders.Cases, "trial", "picture_exif_none_control.jpg"));
        Assert.That((turned.Width, turned.Height), Is.EqualTo((128, 160)));
        var overhead = control.Bytes.Chunk(3).Reverse().SelectMany(pixel => pixel);
        Assert.That(turned.Bytes.Zip(overhead, (a, b) => Math.Abs(a - b)).Average(), Is.LessThan(2)); // levels
    }
}
