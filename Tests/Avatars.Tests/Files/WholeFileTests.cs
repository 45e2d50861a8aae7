using Avatars.Files;

namespace Avatars.Tests.Files;

public sealed class WholeFileTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-files").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(_folder, "a.txt");
        WholeFile.Write(path, "old"u8.ToArray());
        Assert.That(() => WholeFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("midway");
        }), Throws.InvalidOperationException);
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFileSystemEntries(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void The_old_file_stays_readable_until_the_new_one_is_whole()
    {
        var path = Path.Combine(_folder, "a.txt");
        WholeFile.Write(path, "old"u8.ToArray());
        WholeFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        });
        Assert.That(File.ReadAllText(path), Is.EqualTo("new"));
    }
}
