using System.Diagnostics;
using Avatars.Files;

namespace Avatars.Tests.Files;

/// <summary>Regular files within the bound are read; everything else is refused at once, by name.</summary>
public sealed class WholeFileReadingTests
{
    const int Maximum = 1000;
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-files").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(0), TestCase(1), TestCase(Maximum)]
    public void A_file_within_the_bound_comes_whole(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        File.WriteAllBytes(In("a"), bytes);
        Assert.That(WholeFile.Read(In("a"), Maximum), Is.EqualTo(bytes));
    }

    [Test]
    public void A_larger_file_is_refused_also_behind_a_link()
    {
        File.WriteAllBytes(In("a"), new byte[Maximum + 1]);
        File.CreateSymbolicLink(In("link"), In("a"));
        Assert.That(() => WholeFile.Read(In("a"), Maximum), Throws.TypeOf<FormatException>().With.Message.Contains("1,001 bytes")
            .And.Message.Contains(In("a")));
        Assert.That(() => WholeFile.Read(In("link"), Maximum), Throws.TypeOf<FormatException>().With.Message.Contains("1,001 bytes"));
    }

    [Test]
    public void A_link_is_followed_to_its_file()
    {
        File.WriteAllBytes(In("a"), [1, 2, 3]);
        File.CreateSymbolicLink(In("link"), "a");
        Assert.That(WholeFile.Read(In("link"), Maximum), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test, CancelAfter(20_000)]
    public void A_named_pipe_is_refused_without_waiting_also_behind_a_link()
    {
        RequireUnix();
        using (var made = Process.Start("mkfifo", In("pipe")))
            made.WaitForExit();
        File.CreateSymbolicLink(In("link"), In("pipe"));
        foreach (var name in new[] { "pipe", "link" })
            Assert.That(() => WholeFile.Read(In(name), Maximum), Throws.TypeOf<FormatException>().With.Message.Contains("pipe or a device"));
    }

    [TestCase("/dev/zero"), TestCase("/dev/urandom"), TestCase("/proc/cpuinfo")]
    public void A_device_is_refused(string device)
    {
        RequireUnix();
        if (!File.Exists(device))
            Assert.Ignore($"This machine has no {device}.");
        File.CreateSymbolicLink(In("link"), device);
        Assert.That(() => WholeFile.Read(device, Maximum), Throws.TypeOf<FormatException>().With.Message.Contains("pipe or a device"));
        Assert.That(() => WholeFile.Read(In("link"), Maximum), Throws.TypeOf<FormatException>().With.Message.Contains("pipe or a device"));
    }

    [Test]
    public void A_folder_an_absent_file_and_a_dangling_link_are_named()
    {
        File.CreateSymbolicLink(In("dangling"), In("nothing"));
        Assert.That(() => WholeFile.Read(_folder, Maximum), Throws.TypeOf<FormatException>().With.Message.Contains("this is a folder"));
        Assert.That(() => WholeFile.Read(In("nothing"), Maximum), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("no such file"));
        Assert.That(() => WholeFile.Read(In("dangling"), Maximum), Throws.TypeOf<FileNotFoundException>().With.Message.Contains(In("dangling")));
        Assert.That(() => WholeFile.Read("", Maximum), Throws.TypeOf<FormatException>());
        Assert.That(() => WholeFile.Read("a\0b", Maximum), Throws.TypeOf<FormatException>().With.Message.Contains("a\\u0000b"));
    }

    [Test]
    public void Text_is_decoded_by_its_byte_order_mark()
    {
        File.WriteAllText(In("utf16"), "größe", System.Text.Encoding.Unicode);
        File.WriteAllText(In("utf8"), "größe");
        Assert.That(WholeFile.ReadText(In("utf16"), Maximum), Is.EqualTo("größe"));
        Assert.That(WholeFile.ReadText(In("utf8"), Maximum), Is.EqualTo("größe"));
    }

    string In(string name) => Path.Combine(_folder, name);

    static void RequireUnix()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no named pipes and devices among its files.");
    }
}
