using System.Diagnostics;
using System.Text.RegularExpressions;
using Avatars.Files;
using Avatars.Fixtures;

namespace Avatars.Tests.Files;

/// <summary>Full disks, several writers, and processes that were killed while they wrote.</summary>
public sealed class FailedWritingTests
{
    TemporaryFolder _folder = null!;

    [SetUp] public void Make() => _folder = new TemporaryFolder();

    [TearDown] public void Remove() => _folder.Dispose();

    [Test]
    public void A_full_disk_leaves_the_old_file_and_is_told_by_the_name_that_was_given()
    {
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        using var small = SmallDisk.Mount(disk, 64);
        var path = Path.Combine(disk, "a.bin");
        WholeFile.Write(path, [1, 2, 3]);
        var error = Assert.Throws<IOException>(() => WholeFile.Write(path, new byte[100_000]))!;
        Assert.That(error.Message, Is.EqualTo($"'{path}' could not be written (No space left on device). See that the disk has room and that the folder is "
            + "writable, or choose another place."));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Directory.GetFileSystemEntries(disk), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_folder_that_does_not_fit_is_not_there()
    {
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        using var small = SmallDisk.Mount(disk, 64);
        var path = Path.Combine(disk, "made");
        var error = Assert.Throws<IOException>(() => WholeFolder.Create(path, beside =>
        {
            File.WriteAllText(Path.Combine(beside, "a.txt"), "a");
            WholeFile.Write(Path.Combine(beside, "b.bin"), new byte[100_000]);
        }))!;
        Assert.That(error.Message, Does.StartWith($"'{path}' could not be written (No space left on device). "));
        Assert.That(Directory.GetFileSystemEntries(disk), Is.Empty);
    }

    [Test]
    public void A_failure_of_something_else_is_told_as_it_is()
    {
        var error = Assert.Throws<FileNotFoundException>(() => WholeFile.Write(_folder["a"], _ => File.ReadAllBytes(_folder["absent"])))!;
        Assert.That(error.Message, Does.Contain("absent").And.Not.Contain("could not be written"));
    }

    [Test]
    public void What_a_killed_process_left_is_deleted_by_the_next_one_that_writes_there()
    {
        using var ended = Process.Start("true");
        ended.WaitForExit();
        var folder = Directory.CreateDirectory(_folder["film"]).FullName;
        var ours = Path.GetFileName(TemporaryName.In(_folder.Path, "film", ".mp4"));
        string Of(int process) => Path.Combine(folder, Regex.Replace(ours, "-[0-9a-f]+-", $"-{process:x}-"));
        var (abandoned, living, elsewhere) = (Of(ended.Id), Of(Environment.ProcessId), Path.Combine(folder, $".film.00000000-{ended.Id:x}-12345678.mp4"));
        foreach (var path in new[] { abandoned, living, elsewhere, Path.Combine(folder, ".film.mp4") })
            File.WriteAllText(path, "half");
        Directory.CreateDirectory(abandoned + ".part");
        Directory.CreateDirectory(Path.ChangeExtension(abandoned, ".part"));
        File.WriteAllText(Path.Combine(Path.ChangeExtension(abandoned, ".part"), "inner"), "half");
        WholeFile.Write(Path.Combine(folder, "other.bin"), [1]);
        Assert.That(Directory.GetFileSystemEntries(folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { Path.GetFileName(living),
            Path.GetFileName(elsewhere), Path.GetFileName(abandoned) + ".part", ".film.mp4", "other.bin" }));
    }

    [Test]
    public void Of_many_writers_to_one_file_the_last_one_stays_and_every_reader_sees_a_whole_file()
    {
        var path = _folder["shared.bin"];
        Parallel.For(0, 8, writer =>
        {
            for (var i = 0; i < 60; i++)
            {
                WholeFile.Write(path, [.. Enumerable.Repeat((byte)writer, 5000)]);
                if (i % 3 == 0)
                    File.Delete(path);
                if (Read(path) is { } bytes)
                    Assert.That(bytes, Has.Length.EqualTo(5000).And.All.EqualTo(bytes[0]));
            }
        });
        Assert.That(Directory.GetFileSystemEntries(_folder.Path).Length, Is.LessThanOrEqualTo(1));
    }

    static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
