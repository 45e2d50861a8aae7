using System.Buffers.Binary;
using Avatars.Body;
using Avatars.Fixtures;

namespace Avatars.Tests.Body;

/// <summary>The body file: what is written is read, and any other bytes are refused.</summary>
public sealed class BodyFileTests
{
    static readonly byte[] Shipped = File.ReadAllBytes(HumanBody.Path);

    [Test]
    public void A_body_that_is_read_and_written_has_the_same_bytes() =>
        Assert.That(BodyFile.ToBytes(BodyFile.Read(Shipped, "file")), Is.EqualTo(Shipped));

    [Test]
    public void The_shipped_file_is_small() => Assert.That(Shipped, Has.Length.LessThanOrEqualTo(4_000_000));

    [TestCase(0), TestCase(7), TestCase(19), TestCase(100), TestCase(2_000_000)]
    public void A_file_that_is_cut_off_is_refused(int length) =>
        Assert.That(() => BodyFile.Read(Shipped.AsSpan(0, length), "cut.body"), Throws.InstanceOf<FormatException>().With.Message.Contains("cut.body"));

    [Test]
    public void A_later_version_is_refused_by_number()
    {
        var later = (byte[])Shipped.Clone();
        later[8] = 7;
        Assert.That(() => BodyFile.Read(later, "later.body"), Throws.InstanceOf<FormatException>().With.Message.Contains("version 7"));
    }

    [Test]
    public void A_flipped_bit_is_found()
    {
        var damaged = (byte[])Shipped.Clone();
        damaged[1_000_000] ^= 4;
        Assert.That(() => BodyFile.Read(damaged, "damaged.body"), Throws.InstanceOf<FormatException>().With.Message.Contains("checksum"));
    }

    /// <summary>Damage that a checksum cannot find, since it was computed afterwards.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void Any_bytes_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var bytes = (byte[])Shipped.Clone();
        for (var change = random.Next(1, 6); change > 0; change--)
            bytes[Place(random, bytes.Length)] = (byte)random.Next(256);
        if (random.Next(4) == 0)
            bytes = bytes[..random.Next(16, bytes.Length)];
        Seal(bytes);
        try
        {
            var model = BodyFile.Read(bytes, "mutated");
            new PosedSurface(new ShapedBody(model, [])).Pose(HumanBody.Rest(new ShapedBody(model, [])));
        }
        catch (FormatException error)
        {
            Assert.That(error.Message, Does.StartWith("mutated"));
        }
    }

    /// <summary>Half of the changes go to where the counts and indices are.</summary>
    static int Place(Random random, int length) => random.Next(2) == 0 ? random.Next(16, 22) + random.Next(2) * random.Next(400_000) : random.Next(16, length);

    static void Seal(byte[] bytes)
    {
        if (bytes.Length < 20)
            return;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32.Of(bytes.AsSpan(0, bytes.Length - 4)));
    }
}
