using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Streaming;
using Avatars.Workers.Confinement;
using static Avatars.Workers.WorkerTesting;

namespace Avatars.Workers;

/// <summary>What a process with a worker's rights can do, tried by a shell that has them, and read off real workers.</summary>
[CancelAfter(60_000)]
public sealed class LeastRightsTests
{
    [OneTimeSetUp]
    public void OnlyWhereTheSystemCan()
    {
        if (!OperatingSystem.IsLinux() || Landlock.Version == 0 || !SystemCallFilter.IsKnown)
            Assert.Ignore("This system has no landlock, or no filter of system calls for this processor.");
    }

    [TestCase("read line < \"$FOLDER/readable/file\" && echo can", true)]
    [TestCase("read line < \"$FOLDER/other/file\" && echo can", false)]
    [TestCase("echo text > \"$FOLDER/readable/new\" && echo can", false)]
    [TestCase("echo text > /tmp/avatar-escaped && echo can", false)]
    [TestCase("echo text > /dev/null && echo can", true)]
    [TestCase("exec 3<>/dev/tcp/127.0.0.1/9 && echo can", false)]
    [TestCase("exec 3<>/dev/udp/127.0.0.1/9 && echo can", false)]
    [TestCase("/bin/ls / > /dev/null && echo can", false)]
    [TestCase("kill -0 $PPID && echo can", false)]
    public void A_worker_may_only_read_its_models(string script, bool can)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["readable", "other"])
        {
            Directory.CreateDirectory(folder[name]);
            File.WriteAllText(folder[$"{name}/file"], "line\n");
        }
        var start = new ProcessStartInfo("dotnet", [Program.Command[1], "shell", folder["readable"], script])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["FOLDER"] = folder.Path;
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        var lines = shell.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Is.EqualTo(can ? (string[])["told: ", "can"] : ["told: "]), errors.Result);
    }

    [Test]
    public void Every_thread_of_a_worker_is_filtered()
    {
        using var testing = new WorkerTesting();
        using var there = testing.LoadInWorker();
        testing.FrameOf(there[0], 0);
        var threads = Directory.GetDirectories($"/proc/{HostOf(there).ProcessId}/task");
        Assert.That(threads, Has.Length.GreaterThan(4));
        foreach (var thread in threads)
            Assert.That(File.ReadAllLines(Path.Combine(thread, "status")), Has.Some.EqualTo("Seccomp:\t2").And.Some.EqualTo("NoNewPrivs:\t1"));
    }

    [Test]
    public void Links_out_of_a_package_are_followed_as_without_a_worker()
    {
        using var testing = new WorkerTesting();
        using var elsewhere = new TemporaryFolder();
        var network = Path.Combine(testing.Package.Folder, testing.Package.Manifest.Networks.Values.First().File);
        File.Move(network, elsewhere["blob"]);
        File.CreateSymbolicLink(network, elsewhere["blob"]);
        using var there = testing.LoadInWorker();
        using var here = testing.LoadHere();
        Assert.That(testing.FrameOf(there[0], 0.5f), Is.EqualTo(testing.FrameOf(here[0], 0.5f)));
    }

    [Test]
    public void It_is_told_where_a_worker_has_more_rights()
    {
        using var testing = new WorkerTesting();
        using var there = testing.LoadInWorker(testing.Options with { IsConfined = false });
        Assert.That(testing.Events.Single().Kind, Is.EqualTo(WorkerEventKind.NotConfined));
    }
}
