using System.CommandLine;
using Avatars.Animation;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Live;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;

namespace Avatars.Cli.Commands;

/// <summary>avatar video: a motion, shown by the person of a picture.</summary>
static class VideoCommand
{
    const double StandardRate = 25; // frames a second
    const int MaximumFrames = 1_000_000;

    public static Command Create()
    {
        var source = new Option<string[]>("--source")
        {
            Description = $"Picture of the person, .png or .jpg, or a .person file of 'avatar source'; again for more pictures of the person in the same "
                + $"clothes, for models that take several. Keypoints, for models that need the source's pose, are read from "
                + $"NAME{KeypointsFile.SidecarEnding} beside it. Default: those of --scene.",
        };
        var scene = new Option<string?>("--scene") { Description = $"In place of --motion. {SceneArgument.Description}" };
        var motion = new Option<string?>("--motion") { Description = $"Motion of a humanoid: {MotionFile.Endings}." };
        var live = new Option<string?>("--live")
        {
            Description = $"In place of --motion: records --seconds of live motion first. vmc listens on UDP port {VmcOptions.DefaultPort} of this machine; "
                + "vmc:PORT or vmc:ADDRESS:PORT elsewhere.",
        };
        var output = new Option<string>("--out") { Description = "Film to write: .mp4, .webm or .mov (ProRes).", Required = true };
        var steps = new Option<int?>("--steps") { Description = "Steps of the sampler, 1 to 4 for a distilled model. Default: the package's." };
        var rate = new Option<double?>("--fps") { Description = "Frames of the film a second. Default: the scene's, else 25." };
        var seconds = new Option<double?>("--seconds", "--duration") { Description = "Length of the film. Default: the whole motion." };
        var paneSize = new Option<string?>("--pane")
        {
            Description = "Pixels of a pane, as WxH; pictures are scaled to it. Default: that of the pictures.",
        };
        var layout = new Option<string>("--layout")
        {
            Description = "side-by-side (source, pose map, person) or person.",
            DefaultValueFactory = _ => "side-by-side",
        };
        layout.AcceptOnlyFromAmong("side-by-side", "person");
        var framing = new Option<string>("--framing")
        {
            Description = "full (head to toe) or waist (upper body and hands; the source picture is cut to those too, where the model finds them in it).",
            DefaultValueFactory = _ => "full",
        };
        framing.AcceptOnlyFromAmong("full", "waist");
        var resume = new Option<bool>("--resume")
        {
            Description = "Keep finished frames in OUT.frames until the film is whole. The same command again goes on with those of a film that was stopped; "
                + "the film is the same, byte for byte.",
        };
        var motions = new MotionOptions();
        var recording = new SoundOption();
        var behind = new BackgroundOption();
        var model = new ModelChoice("the scene's where the model makes it, else the model's own");
        var worker = new WorkerChoice();
        var command = new Command("video", "Renders a motion as a film of the person in a picture.")
        {
            source, motion, scene, live, output, steps, rate, seconds, paneSize, layout, framing, resume,
        };
        behind.AddTo(command);
        recording.AddTo(command);
        motions.AddTo(command);
        model.AddTo(command);
        model.AddInFlightTo(command);
        worker.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            // Small files are read first, so that errors are reported early.
            var file = parsed.GetValue(output)!;
            WholeFile.RequireWritable(file);
            if (new[] { parsed.GetValue(live), parsed.GetValue(motion), parsed.GetValue(scene) }.Count(given => given is not null) != 1)
                throw new ArgumentException("Give one of --motion FILE, --scene FILE and --live vmc.");
            var played = parsed.GetValue(scene) is { } sceneFile ? SceneArgument.Read(sceneFile) : null;
            var background = behind.Of(parsed, played);
            var sounds = recording.Of(parsed, played);
            var isTransparent = background is { IsTransparent: true };
            FilmChoice.Require(parsed, file, layout, isTransparent);
            var pictures = parsed.GetValue(source) is { Length: > 0 } given ? given : played?.Sources ?? [];
            if (pictures.Length == 0)
                throw new ArgumentException(played is null ? "Give a picture of the person: --source FILE."
                    : $"{played.Path} has no source picture. Add one to the "
                    + "scene's person, or give --source FILE.");
            var person = SourceFiles.Read(pictures);
            var body = StandardHumanoid.Map;
            var framesPerSecond = parsed.GetValue(rate) ?? played?.Document.Settings.FramesPerSecond ?? StandardRate;
            var clip = played is not null ? played.Motion.ToClip()
                : parsed.GetValue(live) is { } input
                ? Record(LiveInput.Parse(input) with { YawRadians = motions.Of(parsed).YawRadians }, parsed.GetValue(seconds), framesPerSecond, stop)
                : motions.Of(parsed).LoadAndPrint(parsed.GetValue(motion)!);
            var frames = FrameCount(parsed.GetValue(live) is null ? parsed.GetValue(seconds) ?? clip.Length : clip.Length, framesPerSecond);
            var package = model.Open(parsed, played?.Size);
            var provider = model.Inference(parsed).Provider;
            using var generators = model.Load(parsed, package, worker);
            generators.Configure(model.Settings(parsed, package, parsed.GetValue(steps)));
            var waistUp = parsed.GetValue(framing) == "waist";
            if (waistUp)
                person = SourceFiles.UpperBody(person, generators[0]);
            generators.SetSource(FittedSource.Of(person, pictures, generators[0], model.Inference(parsed), background));

            var cameraAt = played?.CamerasOf(clip, waistUp, generators.Width, generators.Height)
                ?? FixedCamera(PersonFraming.CameraOf(clip, body, waistUp, generators.Width, generators.Height));
            using var others = FurtherPeople.Of(played, parsed, model, worker, package,
                model.Settings(parsed, package, parsed.GetValue(steps)));
            var film = new Film(new FrameSequence(generators, clip, body, cameraAt)
            {
                SourceAt = parsed.GetValue(source) is { Length: > 0 } ? null : played?.SourceAt(generators, model.Inference(parsed), background, waistUp),
                Others = others.Sequences(cameraAt),
            })
            {
                Sounds = sounds,
                Kept = parsed.GetValue(resume) ? new KeptFrames(file, KeptFrames.KeyOf(parsed, file, package.Folder)) : null,
            };
            var pane = parsed.GetValue(paneSize) is { } text ? Size.Parse(text, "--pane") : (generators.Width, generators.Height);
            var panes = parsed.GetValue(layout) == "person" ? FilmPanes.Person : FilmPanes.SideBySide;
            Generating.Progress.Run("Rendering", frames, stop, report =>
            {
                if (isTransparent)
                    film.WriteTransparent(file, frames, framesPerSecond, pane, report, stop);
                else
                    film.Write(file, frames, framesPerSecond, panes, person.Views[0].Picture, pane, report, stop);
            });
            if (film.Resumed > 0)
                Console.WriteLine($"{film.Resumed} of {frames} frames were kept of an earlier run.");
            if (film.Resumed == frames)
                return Task.FromResult(0);
            Console.WriteLine($"{file}: {frames} frames, {(frames - film.Resumed) / film.Seconds:F1} generated a second on {provider}"
                + (film.Unmoved > 0 ? $", {film.Unmoved} of them unmoved" : ""));
            Console.WriteLine($"  per generated frame: {film.Stages}");
            return Task.FromResult(0);
        });
        return command;
    }

    static Func<float, Camera> FixedCamera(Camera camera) => _ => camera;

    static AnimationClip Record(VmcOptions input, double? seconds, double framesPerSecond, CancellationToken stop)
    {
        var length = seconds ?? throw new ArgumentException("--live records for as long as --seconds says. Add, for example, --seconds 10.");
        _ = FrameCount(length, framesPerSecond);
        return LiveRecording.Take(input, length, framesPerSecond, stop);
    }

    static int FrameCount(double seconds, double rate)
    {
        if (!(rate is >= 1 and <= 240))
            throw new ArgumentException($"--fps {rate}: a film has 1 to 240 frames a second.");
        var frames = Math.Floor(seconds * rate + 1e-6) + 1;
        return frames is >= 1 and <= MaximumFrames ? (int)frames
            : throw new ArgumentException($"A film of {seconds} seconds at {rate} frames a second has {frames} frames; 1 to {MaximumFrames} are "
                + "possible. Set --seconds or --fps.");
    }
}
