using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Workers.Confinement;

namespace Avatars.Workers;

/// <summary>What tests start as processes of their own: this assembly as a program.</summary>
static class Program
{
    /// <summary>The program and first arguments that start it.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", typeof(Program).Assembly.Location];

    static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["shell", var readable, var script]: // with a worker's rights
                var told = LeastRights.Apply([readable], "/bin/bash", mayUseGraphicsCards: false);
                Console.WriteLine($"told: {told}");
                ProgramReplacement.Become("/bin/bash", ["-c", script]);
                return 1;
            case ["editor", var package]: // shows frames until it is killed
                return Show(ModelPackage.Open(package));
            default:
                return 1;
        }
    }

    static int Show(ModelPackage package)
    {
        using var generators = WorkerGenerators.LoadSeveral(package, new InferenceOptions { Threads = 1 }, 1,
            new WorkerOptions { Command = WorkerTesting.Program });
        generators.Configure(WorkerTesting.Settings);
        generators.SetSource(WorkerTesting.Person);
        using var stream = new PoseStream(generators);
        stream.SetSource(WorkerTesting.Person);
        Console.WriteLine(WorkerTesting.HostOf(generators).ProcessId);
        var camera = new Camera { Width = package.Manifest.Width, Height = package.Manifest.Height };
        for (var i = 0; ; i++, Thread.Sleep(5))
            stream.Submit(WorkerTesting.PoseAt(0.01f * i, camera));
    }
}
