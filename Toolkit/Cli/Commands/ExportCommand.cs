using System.CommandLine;
using Avatars.Animation;
using Avatars.Cli.Generating;
using Avatars.Exporting;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Live;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;

namespace Avatars.Cli.Commands;

/// <summary>avatar export: a scene or a motion in other programs' formats.</summary>
static class ExportCommand
{
    const string PersonPictures = "png";
    static readonly string[] Films = ["mp4", "webm", "mov"];

    static readonly Dictionary<string, string> ByEnding = new()
    {
        [".bvh"] = "bvh", [".glb"] = "glb", [".vrma"] = "vrma", [".pose"] = "pose", [".cs"] = "csharp", [".json"] = "openpose", [".mp4"] = "mp4",
        [".webm"] = "webm", [".mov"] = "mov",
    };

    public static Command Create()
    {
        var scene = new Option<string?>("--scene") { Description = SceneArgument.Description };
        var motion = new Option<string?>("--motion") { Description = $"In place of --scene: motion of a humanoid: {MotionFile.Endings}." };
        var live = new Option<string?>("--live")
        {
            Description = $"In place of --scene: records --seconds of live motion first. vmc listens on UDP port {VmcOptions.DefaultPort} of this machine; "
                + "vmc:PORT or vmc:ADDRESS:PORT elsewhere.",
        };
        var seconds = new Option<double>("--seconds", "--duration") { Description = "How long live motion is recorded.", DefaultValueFactory = _ => 10 };
        var output = new Option<string>("--out")
        {
            Description = "File to write: .bvh, .glb, .vrma, .pose, .json (keypoints), .cs (a Unity script), .mp4, .webm, .mov; for pictures a folder, made"
                + " if it is not there.",
            Required = true,
        };
        var format = new Option<string?>("--format")
        {
            Description = "openpose (BODY_25, hands, face), openpose18, coco133, pose, bvh, glb, vrma, csharp, films of the generated person: mp4, webm, "
                + "mov, or pictures: png (the generated person), pose-map, depth, normal, mask, surface. Default: by the ending of --out.",
        };
        format.AcceptOnlyFromAmong([.. MotionExport.Formats, .. Films, PersonPictures]);
        var style = new Option<string[]>("--style") { Description = "Of pose maps; again for more, or all. Default: avatar." };
        var rate = new Option<double?>("--fps") { Description = "Frames a second. Default: the scene's or motion's." };
        var framing = new Option<string>("--framing") { Description = "full or waist, where the scene has no camera.", DefaultValueFactory = _ => "full" };
        framing.AcceptOnlyFromAmong("full", "waist");
        var body = new Option<string?>("--body")
        {
            Description = "A body file, such as Models/body/human.body: the skin of a .glb, and what depth, normal, mask and surface show. Default: none for "
                + ".glb, the shipped body for pictures.",
        };
        var source = new Option<string[]>("--source") { Description = "Of films and png: pictures of the person. Default: the scene's." };
        var steps = new Option<int?>("--steps") { Description = "Of films and png: steps of the sampler. Default: the package's." };
        var motions = new MotionOptions();
        var recording = new SoundOption();
        var behind = new BackgroundOption();
        var model = new ModelChoice();
        var worker = new WorkerChoice();
        var command = new Command("export", "Writes a scene or a motion for other programs: keypoints, skeletons, pictures, films, scripts.")
        {
            scene, motion, live, seconds, output, format, style, rate, framing, body, source, steps,
        };
        motions.AddTo(command);
        behind.AddTo(command);
        recording.AddTo(command);
        model.AddTo(command);
        model.AddInFlightTo(command);
        worker.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var path = parsed.GetValue(output)!;
            if (new[] { parsed.GetValue(scene), parsed.GetValue(motion), parsed.GetValue(live) }.Count(given => given is not null) != 1)
                throw new ArgumentException("Give either --scene FILE or --motion FILE or --live vmc.");
            if (!(parsed.GetValue(seconds) is > 0 and <= 3600 and var length))
                throw new ArgumentException($"--seconds {parsed.GetValue(seconds)}: give a number above 0, up to 3600.");
            var kind = parsed.GetValue(format) ?? ByEnding.GetValueOrDefault(Path.GetExtension(path).ToLowerInvariant())
                ?? throw new ArgumentException($"The ending of '{path}' does not tell a format. Give --format.");
            RequireTarget(path, kind);
            var played = parsed.GetValue(scene) is { } file ? SceneArgument.Read(file) : null;
            var background = behind.Of(parsed, played);
            var sounds = recording.Of(parsed, played);
            var isTransparent = background is { IsTransparent: true };
            if (Films.Contains(kind))
                Video.VideoWriter.RequireFormat(path, isTransparent);
            var clip = played?.Motion.ToClip() ?? (parsed.GetValue(live) is { } input
                ? LiveRecording.Take(LiveInput.Parse(input) with { YawRadians = motions.Of(parsed).YawRadians }, length, parsed.GetValue(rate) ?? 30, stop)
                : motions.Of(parsed).LoadAndPrint(parsed.GetValue(motion)!));
            var framesPerSecond = parsed.GetValue(rate) ?? clip.FrameRate;
            if (!(framesPerSecond is >= 1 and <= 240))
                throw new ArgumentException($"--fps {framesPerSecond}: give 1 to 240 frames a second.");
            var waistUp = parsed.GetValue(framing) == "waist";
            Func<float, Camera> CamerasOf(int width, int height) => played?.CamerasOf(clip, waistUp, width, height)
                ?? Fixed(PersonFraming.CameraOf(clip, StandardHumanoid.Map, waistUp, width, height));
            if (kind != PersonPictures && !Films.Contains(kind))
            {
                var (width, height) = model.SizeOf(parsed)
                    ?? (played is null ? (512, 512) : (played.Document.Settings.Width, played.Document.Settings.Height));
                var export = new MotionExport(clip, CamerasOf(width, height), width, height, (float)framesPerSecond,
                    (file, picture) => PictureFile.Write(file, picture)) { Stop = stop };
                export.Write(path, kind, Styles(parsed.GetValue(style) ?? []), parsed.GetValue(body));
                Console.WriteLine($"{path}: {export.Frames} frames, {kind}");
                return Task.FromResult(0);
            }
            var pictures = parsed.GetValue(source) is { Length: > 0 } given ? given : played?.Sources ?? [];
            if (pictures.Length == 0)
                throw new ArgumentException($"--format {kind} shows a person. Give a picture of one: --source FILE, or add one to the scene's person.");
            var person = SourceFiles.Read(pictures);
            var package = model.Open(parsed);
            using var generators = model.Load(parsed, package, worker);
            generators.Configure(model.Settings(parsed, package, parsed.GetValue(steps)));
            var shown = waistUp ? SourceFiles.UpperBody(person, generators[0]) : person;
            generators.SetSource(FittedSource.Of(shown, pictures, generators[0], model.Inference(parsed), background));
            using var others = FurtherPeople.Of(played, parsed, model, worker, package,
                model.Settings(parsed, package, parsed.GetValue(steps)));
            var cameraAt = CamerasOf(generators.Width, generators.Height);
            var film = new Film(new FrameSequence(generators, clip, StandardHumanoid.Map, cameraAt)
            {
                SourceAt = parsed.GetValue(source) is { Length: > 0 } ? null : played?.SourceAt(generators, model.Inference(parsed), background, waistUp),
                Others = others.Sequences(cameraAt),
            }) { Sounds = sounds };
            var frames = (int)Math.Floor(clip.Length * framesPerSecond + 1e-3) + 1;
            var pane = (generators.Width, generators.Height);
            Generating.Progress.Run("Rendering", frames, stop, report =>
            {
                if (kind == PersonPictures)
                    film.WritePictures(path, frames, framesPerSecond, isTransparent, report, stop);
                else if (isTransparent)
                    film.WriteTransparent(path, frames, framesPerSecond, pane, report, stop);
                else
                    film.Write(path, frames, framesPerSecond, FilmPanes.Person, person.Views[0].Picture, pane, report, stop);
            });
            Console.WriteLine($"{path}: {frames} frames, {kind}{(isTransparent ? " with alpha" : "")}");
            return Task.FromResult(0);
        });
        return command;
    }

    static void RequireTarget(string path, string kind)
    {
        if (kind != PersonPictures && !MotionExport.IsFolder(kind))
            WholeFile.RequireWritable(path);
        else if (File.Exists(path))
            throw new IOException($"--out '{path}' is a file. Name a folder; pictures are written into it.");
    }

    static Func<float, Camera> Fixed(Camera camera) => _ => camera;

    static IReadOnlyList<PoseMapStyle> Styles(string[] names) => names.Length == 0 ? [PoseMapStyle.Avatar]
        : names.Contains("all") ? PoseMapStyle.All : Array.ConvertAll(names, PoseMapStyle.Find);
}
