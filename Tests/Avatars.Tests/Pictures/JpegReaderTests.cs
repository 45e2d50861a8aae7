using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using static Avatars.Tests.Pictures.HandMadePicture;

namespace Avatars.Tests.Pictures;

public sealed class JpegReaderTests
{
    const byte Frame = 0xC0, Huffman = 0xC4, Scan = 0xDA, Quantization = 0xDB;

    static readonly RgbImage Picture = Plain(48, 32);

    static readonly byte[] Jpeg = PictureFile.EncodeJpeg(Picture);

    static readonly byte[] Decoded = PictureFile.DecodeRgb(Jpeg, "a.jpg").Bytes;

    /// <summary>16 x 16, red above and blue below, progressive; made with ImageMagick.</summary>
    internal static readonly byte[] Progressive = Convert.FromBase64String(
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06k"
            + "bl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wgARCAAQABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAIE/8QAFAEBAAAA"
            + "AAAAAAAAAAAAAAAAA//aAAwDAQACEAMQAAAByoM//8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABBQIf/8QAFREBAQAAAAAAAAAAAAAAAAAAABP/2gAIAQMBAT8Bs//EABURAQEA"
            + "AAAAAAAAAAAAAAAAAAAT/9oACAECAQE/AYP/xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAY/Ah//xAAVEAEBAAAAAAAAAAAAAAAAAAAAEf/aAAgBAQABPyGqqv/aAAwDAQACAAMA"
            + "AAAQx//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8QP//EABURAQEAAAAAAAAAAAAAAAAAAABx/9oACAECAQE/EIf/xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/EB//"
            + "2Q==");

    /// <summary>16 x 16 of cyan 0, magenta and yellow full, black 0, with Adobe's marker; made with ImageMagick.</summary>
    internal static readonly byte[] Cmyk = Convert.FromBase64String(
            "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdoZz5NcXlwZHhcZWdj/9sAQwEREhIYFRgvGhovY0I4"
            + "QmNjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj/8AAFAgAEAAQBAEiAAIRAQMRAQQiAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAFB//EABQQAQAA"
            + "AAAAAAAAAAAAAAAAAAD/xAAVAQEBAAAAAAAAAAAAAAAAAAAFBv/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAOBAEAAhEDEQQAAD8AtAFEG0AB/9k=");

    static RgbImage Plain(int width, int height)
    {
        var picture = new RgbImage(width, height);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = (byte)(i / 3 % width * 5 + i % 3 * 20);
        return picture;
    }

    [TestCase(1), TestCase(5), TestCase(300)]
    public void Stray_bytes_between_segments_change_nothing(int count)
    {
        var stray = Enumerable.Range(1, count).Select(i => (byte)(i % 251)).ToArray();
        foreach (var marker in new[] { Quantization, Frame, Huffman, Scan })
            Assert.That(PictureFile.DecodeRgb(Insert(Jpeg, Find(Jpeg, marker), stray), "a.jpg").Bytes, Is.EqualTo(Decoded), $"before 0x{marker:X2}");
        Assert.That(PictureFile.DecodeRgb(Insert(Jpeg, Find(Jpeg, Huffman), 0xFF, 0x00, 0x55, 0xFF, 0xFF, 0xFF), "a.jpg").Bytes,
            Is.EqualTo(Decoded), "stuffed and fill bytes");
    }

    [Test]
    public void What_lies_behind_the_picture_and_in_other_segments_changes_nothing()
    {
        Assert.That(PictureFile.DecodeRgb([.. Jpeg, .. Jpeg, 1, 2, 3], "a.jpg").Bytes, Is.EqualTo(Decoded), "a second picture behind the first, as in MPF");
        byte[] thumbnail = [0xFF, 0xE2, (byte)((Jpeg.Length + 2) >> 8), (byte)(Jpeg.Length + 2), .. Jpeg]; // APP2
        byte[] comment = [0xFF, 0xFE, 0, 6, 0xFF, 0xD9, 0xFF, 0xDA];
        Assert.That(PictureFile.DecodeRgb(Insert(Jpeg, 2, [.. thumbnail, .. comment]), "a.jpg").Bytes, Is.EqualTo(Decoded));
    }

    [Test]
    public void The_junk_picture_of_the_cases_is_as_its_control()
    {
        var folder = Path.Combine(SharedFolders.Cases, "trial");
        var junk = PictureFile.ReadRgb(Path.Combine(folder, "picture_junk_between_segments.jpg"));
        Assert.That(junk.Bytes, Is.EqualTo(PictureFile.ReadRgb(Path.Combine(folder, "picture_exif_none_control.jpg")).Bytes));
    }

    [Test]
    public void Progressive_is_read()
    {
        var picture = PictureFile.DecodeRgb(Progressive, "p.jpg");
        Assert.That(picture.Width, Is.EqualTo(16));
        Assert.That(picture.Row(0)[24], Is.GreaterThan(230), "red above");
        Assert.That(picture.Row(15)[26], Is.GreaterThan(230), "blue below");
        Assert.That(picture.Row(0)[26], Is.LessThan(25));
    }

    [Test]
    public void Cmyk_is_read_as_red()
    {
        var pixel = PictureFile.DecodeRgb(Cmyk, "c.jpg").Row(8).Slice(24, 3).ToArray();
        Assert.That(pixel[0], Is.GreaterThan(245));
        Assert.That(pixel[1], Is.LessThan(10));
        Assert.That(pixel[2], Is.LessThan(10));
    }

    [TestCase(0xC9, "arithmetic coding"), TestCase(0xCA, "arithmetic coding"), TestCase(0xC3, "lossless coding"), TestCase(0xC5, "hierarchical coding")]
    public void A_kind_that_is_not_read_is_named(int marker, string kind) => Refuses(Changed(Find(Jpeg, Frame) + 1, (byte)marker), kind);

    [Test]
    public void Twelve_bits_are_named() => Refuses(Changed(Find(Jpeg, Frame) + 4, 12), "12 bits a colour");

    [Test]
    public void An_arithmetic_table_is_named() => Refuses(Insert(Jpeg, Find(Jpeg, Frame), 0xFF, 0xCC, 0, 4, 0, 0), "arithmetic coding");

    [TestCase(4, 0x20, "class 2"), TestCase(4, 0x04, "number 4"), TestCase(5, 3, "more codes of 1 bits")]
    public void A_huffman_table_that_cannot_be_is_refused(int offset, int value, string reason) =>
        Refuses(Changed(Find(Jpeg, Huffman) + offset, (byte)value), reason);

    /// <summary>Codes of eight and more bits would allow it, but decoders hold no more symbols than a byte counts.</summary>
    [Test]
    public void A_huffman_table_of_more_than_256_symbols_is_refused()
    {
        byte[] counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 100, 100];
        Refuses(Insert(Jpeg, Find(Jpeg, Frame), [0xFF, 0xC4, 319 >> 8, 319 & 255, 0, .. counts, .. new byte[300]]), "300 symbols");
    }

    [Test]
    public void A_table_that_ends_early_is_refused()
    {
        Refuses(Insert(Jpeg, Find(Jpeg, Frame), 0xFF, 0xC4, 0, 5, 0x00, 1, 1), "ends early");
        Refuses(Insert(Jpeg, Find(Jpeg, Frame), 0xFF, 0xDB, 0, 5, 0x00, 1, 1), "ends early");
        Refuses(Insert(Jpeg, Find(Jpeg, Frame), 0xFF, 0xDB, 0, 3, 0x07), "number 7");
    }

    [Test]
    public void A_scan_of_tables_that_are_not_there_is_refused()
    {
        var table = Find(Jpeg, Huffman);
        var without = Jpeg[..table].Concat(Jpeg[(table + 2 + (Jpeg[table + 2] << 8 | Jpeg[table + 3]))..]).ToArray();
        Refuses(without, "not defined");
        Refuses(Changed(Find(Jpeg, Scan) + 6, 0x33), "not defined");
        Refuses(Changed(Find(Jpeg, Scan) + 5, 99), "not there");
        Refuses(Insert(Jpeg, Find(Jpeg, Frame), Jpeg[Find(Jpeg, Scan)..]), "before the frame header");
    }

    [Test]
    public void A_picture_of_very_many_scans_is_refused()
    {
        var scan = Jpeg[Find(Jpeg, Scan)..^2];
        byte[] Repeated(int times) => [.. Jpeg[..^2], .. Enumerable.Repeat(scan, times).SelectMany(bytes => bytes), 0xFF, 0xD9];
        Refuses(Repeated(100), "more than 100 scans");
        Assert.That(PictureFile.DecodeRgb(Repeated(20), "a.jpg").Width, Is.EqualTo(48));
    }

    /// <summary>A header may promise much; each block of 8 x 8 takes a bit at least.</summary>
    [Test]
    public void A_large_size_over_little_data_is_refused_before_memory_is_taken()
    {
        var large = (byte[])Jpeg.Clone();
        var frame = Find(large, Frame);
        (large[frame + 5], large[frame + 6], large[frame + 7], large[frame + 8]) = (0x18, 0, 0x20, 0); // 8192 x 6144
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(large, "8192x6144");
        large[frame + 5] = 0x20;
        Refuses(large, "8192x8192");
        large[frame + 5] = large[frame + 6] = 0;
        Refuses(large, "8192x0");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [TestCase("01a-huffman-table-of-735-symbols.jpg"), TestCase("01b-undefined-huffman-table-a.jpg"), TestCase("12d-8192x8192.jpg"),
        TestCase("12e-8192x8192-1000-scans.jpg")]
    public void A_hostile_file_of_the_cases_is_refused_before_it_is_decoded(string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => PictureFile.ReadRgb(Path.Combine(SharedFolders.Cases, "fuzz", name)), Throws.TypeOf<FormatException>().With.Message.Contains(name));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8 << 20), "refused by its markers, before it is decoded");
    }

    static byte[] Changed(int at, byte value)
    {
        var changed = (byte[])Jpeg.Clone();
        changed[at] = value;
        return changed;
    }

    static void Refuses(byte[] file, string reason) =>
        Assert.That(() => PictureFile.DecodeRgb(file, "some picture"), Throws.TypeOf<FormatException>().With.Message.Contains("'some picture'")
            .And.Message.Contains(reason));
}
