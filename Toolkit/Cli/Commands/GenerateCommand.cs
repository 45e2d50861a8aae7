using System.CommandLine;
using System.Diagnostics;
using Avatars.Cli.Generating;
using Avatars.Formats;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Commands;

/// <summary>avatar generate: single pictures of a person in given poses.</summary>
static class GenerateCommand
{
    const int MostPoses = 10_000;

    public static Command Create()
    {
        var source = new Option<string[]>("--source")
        {
            Description = "Picture of the person, .png or .jpg, or a .person file of 'avatar source'. Again for more pictures of the person in the same "
                + "clothes, where the model takes several (IMAGPose: up to three). Default: those of --scene.",
        };
        var scene = new Option<string[]>("--scene")
        {
            Description = $"{SceneArgument.Description} FILE@1.5 is the second of the pose; again for more. In place of --pose, or beside it.",
        };
        var sourcePose = new Option<string[]>("--source-pose")
        {
            Description = $"Keypoints of the person in each --source, in the same order, for models that need them (PCDMs, IMAGPose). Default: "
                + $"NAME{KeypointsFile.SidecarEnding} in the folder of the picture.",
        };
        var pose = new Option<string[]>("--pose") { Description = $"The pose to show: {PoseArgument.Kinds}. Again for more poses." };
        var output = new Option<string>("--out")
        {
            Description = "Folder to write the pictures to, one per pose, as NN-NAME.png; made if it is not there.",
            Required = true,
        };
        var steps = new Option<int?>("--steps") { Description = "Steps of the sampler. Default: the package's." };
        var canvas = new Option<string?>("--canvas")
        {
            Description = "Size of the picture that --pose keypoints are on, as WxH, where their file does not state it; 1x1 for coordinates as shares "
                + "of the picture.",
        };
        var framing = new Option<string>("--framing")
        {
            Description = "For motions: full (head to toe) or waist (upper body and hands; the source picture is cut to those too, where the model "
                + "finds them in it).",
            DefaultValueFactory = _ => "full",
        };
        framing.AcceptOnlyFromAmong("full", "waist");
        var maps = new Option<bool>("--maps") { Description = "Also write the pose maps, as NN-NAME.map.png." };
        var behind = new BackgroundOption();
        var motions = new MotionOptions();
        var model = new ModelChoice("the scene's where the model makes it, else the model's own");
        var worker = new WorkerChoice();
        var command = new Command("generate", "Shows the person of a picture in other poses, as single pictures.") { source, sourcePose, pose, scene, output,
            steps, canvas, framing, maps };
        behind.AddTo(command);
        motions.AddTo(command);
        model.AddTo(command);
        worker.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            // Small files are read first, so that errors are reported early.
            var folder = parsed.GetValue(output)!;
            if (File.Exists(folder))
                throw new IOException($"--out '{folder}' is a file. Name a folder; pictures are written into it.");
            var scenes = Array.ConvertAll(parsed.GetValue(scene) ?? [], SceneArgument.Read);
            var background = behind.Of(parsed, scenes.FirstOrDefault());
            var pictures = parsed.GetValue(source) is { Length: > 0 } given ? given : scenes.FirstOrDefault()?.Sources ?? [];
            if (pictures.Length == 0)
                throw new ArgumentException(scenes.Length == 0 ? "Give a picture of the person: --source FILE."
                    : $"{scenes[0].Path} has no source picture. Add one to "
                    + "the scene's person, or give --source FILE.");
            var person = SourceFiles.Read(pictures, parsed.GetValue(sourcePose) ?? []);
            var waistUp = parsed.GetValue(framing) == "waist";
            PoseArgument[] files = [.. ReadPoses(parsed.GetValue(pose) ?? [], parsed.GetValue(canvas), motions.Of(parsed), waistUp),
                .. scenes.Select(one => PoseArgument.Of(one, waistUp))];
            if (files.Length == 0)
                throw new ArgumentException("Give a pose: --pose FILE, or --scene FILE@SECONDS.");
            var package = model.Open(parsed, scenes.FirstOrDefault()?.Size);
            var inference = model.Inference(parsed);
            if (files.Length > 1 && package.Manifest.System == "imagpose" && worker.For(parsed, package) is not null)
                throw new ArgumentException($"--model '{package.Folder}' is not of this program's Models folder, and IMAGPose makes several poses together "
                    + "only in the command's own process. Give one pose at a time, or --in-process if you trust the package.");
            using var loaded = model.LoadOne(parsed, package, worker);
            var generator = loaded[0];
            if (!generator.ReadsBody)
                generator.RequireSource(person);
            var style = PoseMapStyle.Find(package.Manifest.PoseStyle);
            var settings = model.Settings(parsed, package, parsed.GetValue(steps));
            generator.Configure(settings);
            generator.SetSource(FittedSource.Of(waistUp ? SourceFiles.UpperBody(person, generator) : person, pictures, generator, inference, background));
            var poses = Array.ConvertAll(files, file => file.Draw(style, generator.MakePoseMapRenderer()));

            var start = Stopwatch.GetTimestamp();
            var written = new List<string>();
            string PathOf(int i) => Path.Combine(folder, $"{i + 1:D2}-{files[i].Name}");
            Generating.Progress.Run("Generating", poses.Length, stop, report =>
            {
                if (background is { IsTransparent: true })
                    Stills.MakeTransparent((ITransparentFrameGenerator)generator, poses, (i, picture) =>
                    {
                        PictureFile.Write(PathOf(i) + ".png", picture);
                        Finish(i, report);
                    });
                else
                    Stills.Make(generator, poses, (i, picture) =>
                    {
                        PictureFile.Write(PathOf(i) + ".png", picture);
                        Finish(i, report);
                    });
            });

            void Finish(int i, Action report)
            {
                if (parsed.GetValue(maps))
                    PictureFile.Write(PathOf(i) + ".map.png", poses[i].Map);
                written.Add(PathOf(i) + ".png");
                report();
            }

            foreach (var path in written)
                Console.WriteLine(path);
            Console.WriteLine($"{written.Count} {(written.Count == 1 ? "picture" : "pictures")} of {generator.Width}x{generator.Height} "
                + $"in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s: "
                + $"{package.Manifest.Name}, {settings.Sampler}, {settings.Steps} {(settings.Steps == 1 ? "step" : "steps")}, "
                    + $"guidance {settings.Guidance}, seed {settings.Seed}, on {inference.Provider}");
            return Task.FromResult(0);
        });
        return command;
    }

    static PoseArgument[] ReadPoses(string[] arguments, string? canvas, MotionRequest motions, bool waistUp) => arguments.Length <= MostPoses
        ? Array.ConvertAll(arguments, argument => PoseArgument.Read(argument, canvas, motions, waistUp))
        : throw new ArgumentException($"{arguments.Length} poses were given; up to {MostPoses} are taken at a time.");
}
