using System.CommandLine;
using Avatars.Animation;
using Avatars.Body.Fitting;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Sources;

namespace Avatars.Cli.Commands;

/// <summary>avatar lift: flat keypoints or a photograph become a pose or motion of the rig.</summary>
static class LiftCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("INPUT")
        {
            Description = $"Keypoints: {KeypointFiles.Kinds}; every frame of the file. Or a photograph (.png, .jpg).",
        };
        var output = new Option<string>("--out")
        {
            Description = $"File to write: {SceneFile.Ending} (keys of a pose), .bvh or .glb (a moving skeleton).",
            Required = true,
        };
        var person = new Option<int>("--person") { Description = "Which person, from 1.", DefaultValueFactory = _ => 1 };
        var rate = new Option<double>("--fps") { Description = "Frames of the keypoints a second.", DefaultValueFactory = _ => 25 };
        var canvas = new Option<string?>("--canvas") { Description = "Size of the keypoints' picture as WxH. Default: the file's." };
        var body = BodyChoice.Option();
        var command = new Command("lift", "Flat keypoints, or a person in a photograph, become a pose or motion of the rig.")
        {
            input, output, person, rate, canvas, body,
        };
        command.SetAction((parsed, stop) =>
        {
            var (from, to) = (parsed.GetValue(input)!, parsed.GetValue(output)!);
            var write = WriterOf(to);
            WholeFile.RequireWritable(to);
            var framesPerSecond = parsed.GetValue(rate);
            if (!(framesPerSecond is >= 1 and <= 240))
                throw new ArgumentException($"--fps {framesPerSecond}: give 1 to 240 frames a second.");
            if (parsed.GetValue(person) < 1)
                throw new ArgumentException($"--person {parsed.GetValue(person)}: people count from 1.");
            var model = BodyChoice.Open(parsed.GetValue(body));
            List<JointTransform[]> poses = [];
            if (Path.GetExtension(from).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg")
            {
                using var analysis = new BodyAnalysis(PerceptionModels.Open(), model, new InferenceOptions());
                var found = analysis.Analyse(PictureFile.ReadRgb(from), parsed.GetValue(person));
                foreach (var warning in found.Warnings)
                    Console.Error.WriteLine($"avatar: note: '{from}': {warning}");
                poses.Add(KeypointLifter.OnStandard(found.Fit));
            }
            else
                Generating.Progress.Run("Lifting", 1, stop, report =>
                {
                    poses = Lift(from, parsed.GetValue(canvas), parsed.GetValue(person), new KeypointLifter(model), stop);
                    report();
                });
            write(to, poses, (float)framesPerSecond);
            Console.WriteLine($"{to}: {poses.Count} {(poses.Count == 1 ? "pose" : "poses")}");
            return Task.FromResult(0);
        });
        return command;
    }

    static List<JointTransform[]> Lift(string path, string? canvas, int person, KeypointLifter lifter, CancellationToken stop)
    {
        var poses = new List<JointTransform[]>();
        var reading = new KeypointReading { Canvas = canvas is null ? null : Size.Parse(canvas, "--canvas") };
        var frames = KeypointsFile.ReadAll(path, reading);
        for (var i = 0; i < frames.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            var frame = frames[i].WithLikelyCanvas(512, 512);
            if (frame.People.Count < person)
            {
                if (poses.Count == 0)
                    throw new FormatException($"'{path}', frame {i + 1}: there is no person {person}; it shows {frame.People.Count}.");
                poses.Add(poses[^1]); // out of the picture for a moment: stays as it was
                continue;
            }
            var (width, height) = frame.Canvas ?? (512, 512);
            try
            {
                poses.Add(lifter.Lift(frame.People[person - 1], frame.Layout, (int)Math.Ceiling(width), (int)Math.Ceiling(height)));
            }
            catch (Exception error) when (error is FormatException or ArgumentException)
            {
                throw new FormatException($"'{path}', frame {i + 1}: {ErrorLine.Of(error)}", error);
            }
        }
        return poses;
    }

    static Action<string, IReadOnlyList<JointTransform[]>, float> WriterOf(string path) =>
        SceneFile.IsScene(path) ? WriteScene : Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".bvh" => (file, poses, rate) => BvhWriter.Write(file, ClipOf(file, poses, rate)),
            ".glb" => (file, poses, rate) => GlbWriter.Write(file, ClipOf(file, poses, rate)),
            _ => throw new ArgumentException($"'{path}': a lifted pose is written as {SceneFile.Ending}, .bvh or .glb. Give the file one of these endings."),
        };

    static void WriteScene(string path, IReadOnlyList<JointTransform[]> poses, float rate)
    {
        const string person = "person-1";
        var document = new PoseDocument([new SceneSettings(Path.GetFileNameWithoutExtension(path), poses.Count / rate, rate),
            new PersonItem(person, "Person 1", [], default, new Dictionary<string, float>())]);
        for (var i = 0; i < poses.Count; i++)
            PoseKeys.Set(document, person, i / rate, poses[i], default, "Pose");
        SceneFile.Write(path, document);
    }

    static AnimationClip ClipOf(string path, IReadOnlyList<JointTransform[]> poses, float rate)
    {
        var recorder = new ClipRecorder(StandardHumanoid.Skeleton);
        foreach (var pose in poses)
            recorder.Add(pose);
        return recorder.ToClip(Path.GetFileNameWithoutExtension(path), rate, []);
    }
}
