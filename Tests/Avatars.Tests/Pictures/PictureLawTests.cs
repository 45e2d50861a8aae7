using Avatars.Imaging;
using Avatars.Pictures;
using FsCheck;
using static Avatars.Tests.Pictures.HandMadePicture;

namespace Avatars.Tests.Pictures;

/// <summary>What holds for any bytes: a picture, or a refusal that names the file; no other exception.</summary>
public sealed class PictureLawTests
{
    static readonly byte[][] Seeds = MakeSeeds();

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void Any_bytes_are_read_or_refused(byte[]? bytes)
    {
        byte[] tail = bytes ?? [];
        ReadOrRefuse(tail);
        ReadOrRefuse([0xFF, 0xD8, .. tail, 0xFF, 0xD9]);
        ReadOrRefuse([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. tail]);
    }

    /// <summary>Bytes changed, cut out, doubled, moved from another file; many of them in headers and tables.</summary>
    [FsCheck.NUnit.Property(MaxTest = 4000)]
    public void Any_mutation_of_a_valid_picture_is_read_or_refused(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var bytes = new List<byte>(Seeds[random.Next(Seeds.Length)]);
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 8; changes--)
        {
            var at = random.Next(random.Next(3) == 0 ? bytes.Count : Math.Min(bytes.Count, 700));
            var length = random.Next(Math.Min(24, bytes.Count - at));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    var other = Seeds[random.Next(Seeds.Length)];
                    bytes.InsertRange(at, other.Skip(random.Next(other.Length)).Take(100));
                    break;
            }
        }
        ReadOrRefuse([.. bytes]);
    }

    static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            var picture = PictureFile.DecodeRgb(bytes, "some picture");
            Assert.That((long)picture.Width * picture.Height, Is.InRange(1, PictureFile.MaximumPixels));
        }
        catch (FormatException error)
        {
            Assert.That(error.Message, Does.Contain("'some picture'"));
            Assert.That(error.Message, Has.Length.LessThan(400));
            Assert.That(error.Message.Any(char.IsControl), Is.False);
        }
    }

    static byte[][] MakeSeeds()
    {
        var random = new Random(3);
        byte[] Rows(int bytes, int rows)
        {
            var all = new byte[(bytes + 1) * rows];
            random.NextBytes(all);
            for (var row = 0; row < rows; row++)
                all[row * (bytes + 1)] = (byte)random.Next(5);
            return all;
        }

        var picture = new RgbImage(40, 30);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = (byte)(i % 120 * 2 + random.Next(20));
        return
        [
            PictureFile.EncodeJpeg(picture), PictureFile.EncodeJpeg(picture, 60),
                Insert(PictureFile.EncodeJpeg(picture, 90), 2, ExifSegment(Tiff(6, isBig: true))), JpegReaderTests.Progressive, JpegReaderTests.Cmyk,
            PictureFile.EncodePng(picture), Png(20, 10, 8, 6, Rows(80, 10)), Png(9, 9, 16, 4, Rows(36, 9), exif: Tiff(8, isBig: false)),
                Png(16, 8, 4, 3, Rows(8, 8), palette: new byte[48], transparency: new byte[16]), Png(20, 10, 1, 0, Rows(3, 10), transparency: [0, 1]),
        ];
    }
}
