using System.CommandLine;
using Avatars.Applications;
using Avatars.Cli.Commands;
using Avatars.Cli.Guarding;
using Avatars.Workers;

namespace Avatars.Cli;

static class Program
{
    static int Main(string[] args) => WorkerProgram.TryRun(args, out var code) ? code : EntryPoint.Run("avatar", Commands(), args);

    /// <summary>The whole command line.</summary>
    public static RootCommand Commands()
    {
        var root = new RootCommand("Avatar: generates pictures of a person, given by one source picture, in the poses of a 3D skeleton.");
        // Commands, one file each, in alphabetical order.
        root.Add(BatchCommand.Create(root));
        root.Add(BenchCommand.Create());
        root.Add(BodyCommand.Create());
        root.Add(DatasetCommand.Create());
        root.Add(DetectCommand.Create());
        root.Add(DoctorCommand.Create());
        root.Add(EvaluateCommand.Create());
        root.Add(ExportCommand.Create());
        root.Add(GenerateCommand.Create());
        root.Add(HandShapesCommand.Create());
        root.Add(LexiconCommand.Create());
        root.Add(LiftCommand.Create());
        root.Add(MetricCommand.Create());
        root.Add(ModelCommand.Create());
        root.Add(MotionCommand.Create());
        root.Add(NewCommand.Create());
        root.Add(PoseMapCommand.Create());
        root.Add(ScriptCommand.Create());
        root.Add(ServeCommand.Create());
        root.Add(SigmlCommand.Create());
        root.Add(SignCommand.Create());
        root.Add(SoakCommand.Create());
        root.Add(SourceCommand.Create());
        root.Add(TrainCommand.Create(root));
        root.Add(VideoCommand.Create());
        GuardedCommands.Guard(root);
        return root;
    }
}
