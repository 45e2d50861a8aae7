using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Avatars.Fixtures;
using Avatars.Formats;

namespace Avatars.Tests.Formats;

public sealed class PoseFileTests
{
    static IEnumerable<TestCaseData> Files() => SharedFolders.Files(SharedFolder.Assets, "", "*.pose");

    static PoseFile Small(float version = 0.2f, float framesPerSecond = 24) => new(version, 640, 480, 0,
        [new PoseComponent("BODY", "XYZC", ["A", "Ä"], [new PoseLimb(0, 1)], [new PoseColor(255, 0, 7)]), new PoseComponent("HAND", "XYZC", ["W"], [], [])],
        framesPerSecond, 2, 1, Enumerable.Range(0, 18).Select(i => i * 0.5f).ToArray(), [1, 0.5f, 0, 1, 1, 0.25f]);

    static byte[] Bytes(PoseFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    [TestCaseSource(nameof(Files)), Category("Assets")]
    public void Every_pose_file_of_the_assets_survives_a_round_trip_byte_for_byte(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var file = PoseFile.Read(path);
        Assert.That(file.Frames * file.People * file.Points, Is.GreaterThan(0));
        if (file.Version < 0.05f)
            Assert.That(() => Bytes(file), Throws.ArgumentException.With.Message.Contains("WithVersion(0.2f)"), "version 0.0 is only read");
        else
            Assert.That(Bytes(file).AsSpan().SequenceEqual(bytes));
    }

    [TestCaseSource(nameof(Files)), Category("Assets")]
    public void Every_pose_file_of_the_assets_says_the_same_in_version_0_2(string path)
    {
        var file = PoseFile.Read(path);
        var again = PoseFile.Parse(Bytes(file.WithVersion(0.2f)), "again");
        Assert.That(again.Data, Is.EqualTo(file.Data));
        Assert.That(again.Confidence, Is.EqualTo(file.Confidence));
        Assert.That(again.FramesPerSecond, Is.EqualTo(file.FramesPerSecond));
    }

    [TestCase(0.1f)]
    [TestCase(0.2f)]
    public void What_is_written_is_read(float version)
    {
        var file = PoseFile.Parse(Bytes(Small(version)), "small");
        Assert.That((file.Width, file.Height, file.Depth, file.Frames, file.People, file.Points, file.Dimensions), Is.EqualTo((640, 480, 0, 2, 1, 3, 3)));
        Assert.That(file.Components[0].Points, Is.EqualTo(new[] { "A", "Ä" }));
        Assert.That(file.Components[0].Limbs, Is.EqualTo(new[] { new PoseLimb(0, 1) }));
        Assert.That(file.Components[0].Colors, Is.EqualTo(new[] { new PoseColor(255, 0, 7) }));
        Assert.That(file.StartOf(1), Is.EqualTo(2));
        Assert.That(file.At(1, 0, file.StartOf(1)), Is.EqualTo((new Vector3(7.5f, 8, 8.5f), 0.25f)));
    }

    [Test]
    public void Version_0_0_is_spread_over_frames_of_equal_size()
    {
        var bytes = new List<byte>();
        void U16(int value) => bytes.AddRange(BitConverter.GetBytes((ushort)value));
        void F32(float value) => bytes.AddRange(BitConverter.GetBytes(value));
        void Text(string text) { U16(text.Length); bytes.AddRange(Encoding.UTF8.GetBytes(text)); }
        F32(0f); U16(100); U16(50); U16(0); U16(1);
        Text("BODY"); Text("XYC"); U16(1); U16(0); U16(0); Text("NOSE");
        U16(25); U16(3);
        U16(1); U16(7); F32(1); F32(2); F32(0.5f);
        U16(0);
        U16(2); U16(7); F32(3); F32(4); F32(1); U16(8); F32(5); F32(6); F32(0.75f);
        var file = PoseFile.Parse(bytes.ToArray(), "old");
        Assert.That((file.Frames, file.People, file.Dimensions), Is.EqualTo((3, 2, 2)));
        Assert.That(file.At(0, 0, 0), Is.EqualTo((new Vector3(1, 2, 0), 0.5f)));
        Assert.That(file.At(0, 1, 0).Confidence, Is.Zero, "absent");
        Assert.That(file.At(1, 0, 0).Confidence, Is.Zero);
        Assert.That(file.At(2, 1, 0), Is.EqualTo((new Vector3(5, 6, 0), 0.75f)));
    }

    [TestCase(0, 7.5f, "version 7.5")]
    [TestCase(0, float.NaN, "Known are 0.0, 0.1 and 0.2")]
    public void An_unknown_version_is_refused(int offset, float value, string part)
    {
        var bytes = Bytes(Small());
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(offset), value);
        AssertRefused(bytes, part);
    }

    [TestCase(10, 0xFFFF, "cut off")] // components
    [TestCase(12, 0xFFFF, "a component's name")] // bytes of the first name
    [TestCase(24, 0xFFFF, "announces 65535 points")]
    [TestCase(26, 0xFFFF, "65535 limbs")]
    [TestCase(28, 0xFFFF, "65535 colours")]
    public void Absurd_counts_are_refused_before_memory_is_taken(int offset, int value, string part)
    {
        var bytes = Bytes(Small());
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), (ushort)value);
        AssertRefused(bytes, part);
    }

    [Test]
    public void An_absurd_number_of_frames_is_refused_before_memory_is_taken()
    {
        var bytes = Bytes(Small());
        var frames = bytes.Length - 4 * (18 + 6) - 2 - 4;
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(frames)), Is.EqualTo(2), "the test's own offset");
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(frames), uint.MaxValue);
        AssertRefused(bytes, "4294967295 frames");
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(frames), 2);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(frames - 4), -1);
        AssertRefused(bytes, "-1 frames a second");
    }

    [Test]
    public void A_file_cut_anywhere_is_refused_with_its_byte()
    {
        var bytes = Bytes(Small());
        for (var length = 0; length < bytes.Length; length++)
            AssertRefused(bytes[..length], "broken.pose, byte ");
    }

    [Test]
    public void Bytes_behind_the_end_are_refused() => AssertRefused([.. Bytes(Small()), 0], "need 96 bytes, but 97 follow");

    [Test]
    public void A_name_that_is_not_UTF8_is_refused()
    {
        var bytes = Bytes(Small());
        bytes[14] = 0xFF;
        AssertRefused(bytes, "byte 12: a component's name is not UTF-8");
    }

    [Test]
    public void A_fraction_of_a_frame_a_second_does_not_fit_version_0_1() =>
        Assert.That(() => Bytes(Small(0.1f, 29.97f)), Throws.ArgumentException.With.Message.Contains("29.97"));

    [Test]
    public void A_failed_write_leaves_the_old_file()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "clip.pose");
        Small().Write(path);
        var before = File.ReadAllBytes(path);
        Assert.That(() => Small(0.1f, 29.97f).Write(path), Throws.ArgumentException);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1));
        Directory.Delete(folder, recursive: true);
    }

    static void AssertRefused(byte[] bytes, string part) =>
        Assert.That(() => PoseFile.Parse(bytes, "broken.pose"), Throws.TypeOf<FormatException>().With.Message.Contains(part)
            .And.Message.StartsWith("broken.pose, byte "));
}
