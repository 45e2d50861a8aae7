using Avatars.Fixtures;
using Avatars.Pictures;
using static Avatars.Tests.Pictures.HandMadePicture;

namespace Avatars.Tests.Pictures;

public sealed class PngReaderTests
{
    static readonly byte[] Rows = [0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12];

    [TestCase(3, 2), TestCase(16, 3), TestCase(16, 7), TestCase(7, 2), TestCase(8, 5), TestCase(0, 0)]
    public void Bits_and_colours_that_do_not_go_together_are_refused(int depth, int colors) => Refuses(Png(2, 2, depth, colors, Rows), "no kind of PNG");

    [Test]
    public void Other_interlace_is_refused() => Refuses(Png(2, 2, 8, 2, Rows, interlace: 2), "interlace 2");

    [Test]
    public void A_palette_that_is_missing_or_too_long_is_refused()
    {
        Refuses(Png(1, 1, 8, 3, [0, 0]), "no palette");
        Refuses(Png(1, 1, 8, 3, [0, 0], palette: new byte[771]), "771");
        Refuses(Png(1, 1, 8, 3, [0, 0], palette: new byte[4]), "4 bytes");
    }

    [Test]
    public void Transparency_of_a_wrong_length_is_refused_and_too_much_of_it_is_passed_over()
    {
        Refuses(Png(2, 2, 8, 2, Rows, transparency: [1, 2]), "transparency");
        Assert.That(PictureFile.DecodeRgb(Png(1, 1, 8, 3, [0, 0], palette: [1, 2, 3], transparency: [255, 0, 0, 0]), "a.png").Bytes,
            Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Unknown_chunks_are_passed_over_unless_they_are_critical()
    {
        byte[] With(string type)
        {
            var file = new MemoryStream();
            Chunk(file, type, [1, 2, 3]);
            return Insert(Png(2, 2, 8, 2, Rows), 33, file.ToArray());
        }

        Assert.That(PictureFile.DecodeRgb(With("teSt"), "a.png").Width, Is.EqualTo(2));
        Refuses(With("TEST"), "'TEST'");
        Refuses(Insert(Png(2, 2, 8, 2, Rows), 8, With("CgBI")[33..48]), "Apple");
    }

    [Test]
    public void Pixels_in_many_chunks_are_one()
    {
        var whole = Png(2, 2, 8, 2, Rows);
        var packed = Zlib(Rows);
        var file = new MemoryStream();
        file.Write(whole.AsSpan(0, 33));
        foreach (var part in packed)
            Chunk(file, "IDAT", [part]);
        Chunk(file, "IEND", []);
        Assert.That(PictureFile.DecodeRgb(file.ToArray(), "a.png").Bytes, Is.EqualTo(PictureFile.DecodeRgb(whole, "a.png").Bytes));
    }

    [Test]
    public void A_checksum_that_is_wrong_is_passed_over()
    {
        var file = Png(2, 2, 8, 2, Rows);
        file[^1] ^= 1;
        file[30] ^= 1;
        Assert.That(PictureFile.DecodeRgb(file, "a.png").Width, Is.EqualTo(2));
    }

    [Test]
    public void Too_few_pixels_are_refused() => Refuses(Png(2, 2, 8, 2, Rows[..13]), "breaks off after 13 of 14");

    /// <summary>64 MB of zeros in 64 KB, under a header of 2 x 2.</summary>
    [Test]
    public void A_bomb_under_a_small_header_is_refused_before_memory_is_taken()
    {
        var file = Png(2, 2, 8, 2, new byte[1 << 26]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(file, "more than the 14 bytes");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void A_large_header_over_few_pixels_is_refused_before_memory_is_taken()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(Png(8192, 6144, 8, 2, Rows), "breaks off");
        Refuses(Png(8192, 6144, 16, 6, Rows), "bytes of pixels");
        Refuses(Png(8192, 8192, 8, 2, Rows), "8192x8192");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    /// <summary>Interlaced rows of the seven passes: 3 x 3 pixels of grey, each with its number.</summary>
    [Test]
    public void Interlaced_pictures_are_counted_by_their_passes()
    {
        byte[] passes = [0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6]; // 1 | - | - | (2,0) | (0,2) (2,2) | (1,0) (1,2) | row 1
        Assert.That(PictureFile.DecodeRgb(Png(3, 3, 8, 0, passes, interlace: 1), "a.png").Bytes.Where((_, i) => i % 3 == 0),
            Is.EqualTo(Enumerable.Range(1, 9)));
        Refuses(Png(3, 3, 8, 0, passes[..^1], interlace: 1), "breaks off after 14 of 15");
    }

    [TestCase("12a-8192x8192-rgba16.png")]
    public void A_hostile_file_of_the_cases_is_refused_before_memory_is_taken(string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => PictureFile.ReadRgb(Path.Combine(SharedFolders.Cases, "fuzz", name)),
            Throws.TypeOf<FormatException>().With.Message.Contains(name).And.Message.Contains("8192x8192"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    static void Refuses(byte[] file, string reason) =>
        Assert.That(() => PictureFile.DecodeRgb(file, "some picture"), Throws.TypeOf<FormatException>().With.Message.Contains("'some picture'")
            .And.Message.Contains(reason));
}
