using Avatars.Datasets.Pairs;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Datasets.Tests.Pairs;

public sealed class CameraRandomizationTests
{
    const int Size = 64;

    static RgbImage Grey(byte value)
    {
        var picture = new RgbImage(Size, Size);
        Array.Fill(picture.Bytes, value);
        return picture;
    }

    static byte[] FullMask()
    {
        var mask = new byte[Size * Size / 8];
        Array.Fill(mask, (byte)255);
        return mask;
    }

    [Test]
    public void Both_pictures_get_the_same_response_up_to_noise_and_compression()
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var (source, target, mask) = (Grey(120), Grey(120), FullMask());
            var taken = CameraRandomization.Apply(source, target, mask, null, new SeededRandom(seed));
            int[] kept = [.. Enumerable.Range(0, Size * Size).Where(i => (mask[i / 8] >> (7 - i % 8) & 1) != 0)];
            for (var k = 0; k < 3; k++)
                Assert.That(kept.Average(i => taken.Bytes[3 * i + k]), Is.EqualTo(target.Bytes[k]).Within(3), $"seed {seed}, channel {k}");
            Assert.That(target.Bytes.Chunk(3).Distinct(new PixelComparer()).Count(), Is.EqualTo(1), "no noise in what is to be generated");
        }
    }

    [Test]
    public void Objects_before_the_person_are_cut_out_of_the_mask()
    {
        var covered = 0;
        for (var seed = 0UL; seed < 60; seed++)
        {
            var (source, target, mask) = (Grey(120), Grey(120), FullMask());
            CameraRandomization.Apply(source, target, mask, null, new SeededRandom(seed));
            covered += mask.Any(bits => bits != 255) ? 1 : 0;
        }
        Assert.That(covered, Is.InRange(2, 20), "of 60");
    }

    [Test]
    public void Photographs_are_named_when_there_are_none_and_the_same_seed_gives_the_same_part()
    {
        Assert.That(Assert.Throws<DirectoryNotFoundException>(() => new PhotographBackgrounds("no-such-folder"))!.Message, Does.Contain("no-such-folder"));
        var folder = Directory.CreateTempSubdirectory("avatar-photographs-").FullName;
        try
        {
            Assert.That(Assert.Throws<FormatException>(() => new PhotographBackgrounds(folder))!.Message, Does.Contain(folder).And.Contain("--photographs"));
            var picture = Grey(0);
            for (var i = 0; i < picture.Bytes.Length; i++)
                picture.Bytes[i] = (byte)(i * 7);
            PictureFile.Write(Path.Combine(folder, "a.png"), picture);
            var photographs = new PhotographBackgrounds(folder);
            var part = photographs.Sample(new SeededRandom(3), 32).Picture!;
            Assert.That((part.Width, part.Height), Is.EqualTo((32, 32)));
            Assert.That(photographs.Sample(new SeededRandom(3), 32).Picture!.Bytes, Is.EqualTo(part.Bytes));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    sealed class PixelComparer : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] pixel) => pixel[0];
    }
}
