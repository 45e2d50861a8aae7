using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Streaming;
using static Avatars.Workers.WorkerTesting;

namespace Avatars.Workers;

/// <summary>Real workers that die.</summary>
[CancelAfter(300_000), NonParallelizable]
public sealed class WorkerDrills
{
    const double BackSeconds = 3;

    [Test]
    public void Killed_fifty_times_at_random_moments_the_stream_goes_on_and_nothing_is_left()
    {
        const float Still = 0.7f;
        var (sharedBefore, temporaryBefore) = (Directory.GetFileSystemEntries("/dev/shm"), Directory.GetFileSystemEntries(Path.GetTempPath()));
        using var testing = new WorkerTesting();
        using var here = testing.LoadHere();
        var expected = testing.FrameOf(here[0], Still);
        var longest = 0.0;
        int[] workers;
        using (var there = testing.LoadInWorker())
        {
            var host = HostOf(there);
            using var stream = new PoseStream(there);
            stream.SetSource(Person);
            stream.Configure(Settings);
            var random = new Random(7);
            for (var kill = 0; kill < 50; kill++)
            {
                var (wait, clock) = (random.NextDouble() * 0.15, Stopwatch.StartNew());
                while (clock.Elapsed.TotalSeconds < wait)
                    Show(stream, 0.001f * (kill * 1000 + clock.ElapsedMilliseconds));
                if (host.ProcessId is > 0 and var process)
                    Signal(process, "KILL");
                var killed = Stopwatch.StartNew();
                if (kill % 3 > 0) // every third time it is killed again while it starts
                {
                    var next = stream.Submit(testing.PoseAt(-0.01f * (kill + 1)));
                    WaitUntil(() => stream.Answered >= next || stream.Failure is not null);
                    longest = Math.Max(longest, killed.Elapsed.TotalSeconds);
                }
                Assert.That(stream.Failure, Is.Null, $"kill {kill}");
            }
            var last = stream.Submit(testing.PoseAt(Still));
            WaitUntil(() => stream.Answered >= last);
            while (stream.TryTake())
            {
            }
            Assert.That(stream.Frame.Picture.Bytes, Is.EqualTo(expected));
            workers = LiveWorkers();
            Assert.That(workers, Does.Contain(host.ProcessId));
        }
        Assert.That(workers.Where(IsWorker), Is.Empty, "orphans");
        Assert.That(Directory.GetFileSystemEntries("/dev/shm").Except(sharedBefore), Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(Path.GetTempPath()).Except(temporaryBefore)
            .Select(Path.GetFileName).Where(name => IsOf(name!, workers)), Is.Empty);
        TestContext.Out.WriteLine($"back after {longest:0.00} s at most");
        Assert.That(longest, Is.LessThan(Patient(BackSeconds)));
        Assert.That(testing.Events.Where(told => told.Kind == WorkerEventKind.Ended).Select(told => told.Text), Has.Some.Contains("it was killed (SIGKILL)"));
    }

    [Test]
    public void Stopped_by_a_signal_it_is_ended_within_about_two_seconds_and_started_again()
    {
        using var testing = new WorkerTesting();
        using var there = testing.LoadInWorker();
        var before = testing.FrameOf(there[0], 0.2f);
        var stopped = HostOf(there).ProcessId;
        Signal(stopped, "STOP");
        WaitUntil(() => IsStopped(stopped)); // on a busy machine a frame may be made first
        var clock = Stopwatch.StartNew();
        var picture = testing.FrameOf(there[0], 0.2f);
        TestContext.Out.WriteLine($"back after {clock.Elapsed.TotalSeconds:0.00} s");
        Assert.That(picture, Is.EqualTo(before));
        Assert.That(clock.Elapsed.TotalSeconds, Is.InRange(1.5, 2 + Patient(BackSeconds)));
        Assert.That(IsWorker(stopped), Is.False);
        Assert.That(testing.Events.First().Text, Does.Contain("no sign of life for 2."));
        Assert.That(testing.Events.Last(), Is.EqualTo(new WorkerEvent(WorkerEventKind.Back, testing.Events.Last().Text)));
    }

    [Test]
    public void A_model_that_crashes_the_runtime_ends_three_workers_then_stops_and_may_be_tried_again()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
            Assert.Ignore("Other processors divide by zero without a crash.");
        using var testing = new WorkerTesting(HostileModels.ThatCrashes());
        using var there = testing.LoadInWorker();
        using var stream = new PoseStream(there);
        stream.SetSource(Person);
        foreach (var attempt in (int[])[1, 2])
        {
            stream.Submit(testing.PoseAt(0.1f * attempt));
            WaitUntil(() => stream.Failure is not null);
            Assert.That(stream.Failure!.Message, Does.Contain("has ended it 3 times").And.Contain("crashed (SIG"));
            Assert.That(testing.Events.Select(told => told.Kind),
                Is.EqualTo(Enumerable.Repeat((WorkerEventKind[])[WorkerEventKind.Ended, WorkerEventKind.Ended, WorkerEventKind.Stopped], attempt)
                    .SelectMany(kinds => kinds)));
            stream.Restart();
        }
    }

    [Test]
    public void A_worker_ends_with_its_editor_even_where_it_is_stopped([Values] bool isStopped)
    {
        using var testing = new WorkerTesting();
        var start = new ProcessStartInfo("dotnet", [Program.Command[1], "editor", testing.Package.Folder]) { RedirectStandardOutput = true };
        using var editor = Process.Start(start)!;
        var worker = int.Parse(editor.StandardOutput.ReadLine()!);
        Assert.That(IsWorker(worker), Is.True);
        if (isStopped)
            Signal(worker, "STOP");
        Signal(editor.Id, "KILL");
        WaitUntil(() => !IsWorker(worker), seconds: 5);
    }

    [Test]
    public void With_little_memory_fewer_and_smaller_frames_are_made_and_told([Values] bool isKilledBySystem)
    {
        using var testing = new WorkerTesting(HostileModels.ThatNeedsMemory());
        using var limit = MemoryLimit.Of(isKilledBySystem);
        using var there = testing.LoadInWorker(testing.Options with { Command = [.. limit.Prefix, .. WorkerTesting.Program] }, inFlight: 2);
        var picture = testing.FrameOf(there[0], 0.3f);
        foreach (var told in testing.Events)
            TestContext.Out.WriteLine(told.Text);
        Assert.That(testing.Events.Select(told => told.Text), Has.Some.Contains("one frame at a time").And.Some.Contains("frames are made at 64x64"));
        Assert.That(testing.Events.Any(told => told.Text.Contains("the system ran out of memory and ended it", StringComparison.Ordinal)),
            Is.EqualTo(isKilledBySystem));
        var small = testing.Package.WithSize(new(64, 64));
        using var here = testing.LoadHere(package: small);
        var path = new PoseToFrame(here[0]);
        path.SetSource(Person);
        var (request, frame) = (path.MakeRequest(), new RgbImage(64, 64));
        request.Set(PoseAt(0.3f, testing.Camera.WithSize(64, 64)));
        path.Run(request, frame);
        Assert.That(picture, Is.EqualTo(PictureResizer.Resize(frame, 96, 128, ResizeFilter.Bilinear).Bytes));
    }

    /// <summary>Whether a file is of one of these workers: its frames, or what .NET leaves for debuggers.</summary>
    static bool IsOf(string name, int[] workers) =>
        name.StartsWith("avatar-", StringComparison.Ordinal) && name.Length == "avatar-".Length + Path.GetRandomFileName().Length
        || name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal) && workers.Any(worker => name.Contains($"-{worker}-", StringComparison.Ordinal));

    static void Show(PoseStream stream, float radians)
    {
        stream.Submit(PoseAt(radians, CameraOf(stream)));
        stream.TryTake();
        Thread.Sleep(2);
    }

    static PoseMaps.Camera CameraOf(PoseStream stream) => new() { Width = stream.Frame.Picture.Width, Height = stream.Frame.Picture.Height };

    /// <summary>Seconds, on a machine whose processors have other work: <paramref name="seconds"/> is for one that has none.</summary>
    static double Patient(double seconds)
    {
        var load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        return seconds * Math.Max(1, load / Environment.ProcessorCount);
    }
}
