using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Workers;

/// <summary>Real workers with a small model, its frames in this process, and a person who raises an arm.</summary>
sealed class WorkerTesting : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public WorkerTesting(FpdmModel? model = null) => Package = ModelPackage.Open(TinyFpdm.Write(_folder, model: model ?? TinyFpdm.OnBody));

    /// <summary>The real program, as its users have it.</summary>
    public static IReadOnlyList<string> Program { get; } = ["dotnet", Path.Combine(AppContext.BaseDirectory, "avatar.dll")];

    public ModelPackage Package { get; }

    public ConcurrentQueue<WorkerEvent> Events { get; } = [];

    public WorkerOptions Options => new() { Command = Program, Told = Events.Enqueue };

    public static InferenceOptions OneThread { get; } = new() { Threads = 1 };

    public static PersonSource Person { get; } = MakePerson();

    public static GenerationSettings Settings { get; } = new() { Sampler = "ddim", Steps = 1, Seed = 5 };

    public Camera Camera => Camera.Orbit(new Vector3(0, 0.9f, 0), 0.2f, 0.1f, 4, 0.5f, Package.Manifest.Width, Package.Manifest.Height);

    public FramesInFlight LoadInWorker(WorkerOptions? options = null, int inFlight = 1, ModelPackage? package = null) =>
        Ready(WorkerGenerators.LoadSeveral(package ?? Package, OneThread, inFlight, options ?? Options));

    public FramesInFlight LoadHere(int inFlight = 1, ModelPackage? package = null) =>
        Ready(FrameGenerators.LoadSeveral(package ?? Package, OneThread, inFlight));

    public static WorkerHost HostOf(FramesInFlight generators) => ((WorkerGenerator)generators[0]).Host;

    /// <summary>Poses of the standard humanoid, whose arm is raised by radians.</summary>
    public RigPose PoseAt(float radians) => PoseAt(radians, Camera);

    public static RigPose PoseAt(float radians, Camera camera)
    {
        var (rig, local) = (StandardHumanoid.Map, new JointTransform[StandardHumanoid.Skeleton.Count]);
        StandardHumanoid.Skeleton.CopyRestTo(local);
        var arm = rig[HumanBodyBones.LeftUpperArm];
        local[arm] = local[arm] with { Rotation = local[arm].Rotation * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, radians) };
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(StandardHumanoid.Skeleton, local, model);
        return new RigPose(rig, model, [], camera);
    }

    public byte[] FrameOf(IFrameGenerator generator, float radians) => FrameOf(new PoseToFrame(generator), radians);

    public byte[] FrameOf(PoseToFrame path, float radians)
    {
        var request = path.MakeRequest();
        request.Set(PoseAt(radians));
        var picture = new RgbImage(path.Width, path.Height);
        path.Run(request, picture);
        return picture.Bytes;
    }

    public static void WaitUntil(Func<bool> isSo, double seconds = 30)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(); Thread.Sleep(2))
            if (clock.Elapsed.TotalSeconds > seconds)
                Assert.Fail($"It did not happen within {seconds} s.");
    }

    /// <summary>Whether SIGSTOP has reached every thread of a process.</summary>
    public static bool IsStopped(int process) => Directory.GetDirectories($"/proc/{process}/task")
        .All(thread => File.ReadAllText(Path.Combine(thread, "status")).Contains("State:\tT", StringComparison.Ordinal));

    /// <summary>Processes that were started as workers and live.</summary>
    public static int[] LiveWorkers() => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
        .Select(name => int.Parse(name!)).Where(IsWorker)];

    public static bool IsWorker(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Split('\0').Contains(WorkerProgram.Argument)
                && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    public void Dispose() => _folder.Dispose();

    static FramesInFlight Ready(FramesInFlight generators)
    {
        generators.Configure(Settings);
        generators.SetSource(Person);
        return generators;
    }

    static PersonSource MakePerson()
    {
        var picture = RandomPictures.Make(96, 128, 4);
        return new PersonSource(new SourceView(picture))
        {
            Person = TexturedPerson.Plain(BodyFile.ReadShipped(), new RgbColor(200, 120, 90), new RgbColor(20, 40, 60)),
        };
    }
}
