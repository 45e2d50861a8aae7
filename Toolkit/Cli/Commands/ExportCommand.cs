using System.CommandLine;
using Avatars.Cli.Exporting;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Live;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Cli.Commands;

/// <summary>avatar export: a scene or a motion in other programs' formats.</summary>
static class ExportCommand
{
    static readonly Dictionary<string, string> ByEnding = new()
    {
        [".bvh"] = "bvh", [".glb"] = "glb", [".vrma"] = "vrma", [".pose"] = "pose", [".cs"] = "csharp", [".json"] = "openpose",
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
        var seconds = new Option<double>("--seconds") { Description = "How long live motion is recorded.", DefaultValueFactory = _ => 10 };
        var output = new Option<string>("--out")
        {
            Description = "File to write: .bvh, .glb, .vrma, .pose, .json (keypoints), .cs (a Unity script); for pictures a folder, made if it is not there.",
            Required = true,
        };
        var format = new Option<string?>("--format")
        {
            Description = "openpose (BODY_25, hands, face), openpose18, coco133, pose, bvh, glb, vrma, csharp, or pictures: pose-map, depth, normal, mask, "
                + "surface. Default: by the ending of --out.",
        };
        format.AcceptOnlyFromAmong(MotionExport.Formats);
        var style = new Option<string[]>("--style") { Description = "Of pose maps; again for more, or all. Default: avatar." };
        var size = new Option<string>("--size") { Description = "Pixels of the picture, as WxH.", DefaultValueFactory = _ => "512x512" };
        var rate = new Option<double?>("--fps") { Description = "Frames a second. Default: the scene's or motion's." };
        var framing = new Option<string>("--framing") { Description = "full or waist, where the scene has no camera.", DefaultValueFactory = _ => "full" };
        framing.AcceptOnlyFromAmong("full", "waist");
        var body = new Option<string?>("--body")
        {
            Description = "A body file, such as Models/body/human.body: the skin of a .glb, and what depth, normal, mask and surface show. Default: none for "
                + ".glb, the shipped body for pictures.",
        };
        var motions = new MotionOptions();
        var command = new Command("export", "Writes a scene or a motion for other programs: keypoints, skeletons, pictures, scripts.")
        {
            scene, motion, live, seconds, output, format, style, size, rate, framing, body,
        };
        motions.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var path = parsed.GetValue(output)!;
            if (new[] { parsed.GetValue(scene), parsed.GetValue(motion), parsed.GetValue(live) }.Count(given => given is not null) != 1)
                throw new ArgumentException("Give either --scene FILE or --motion FILE or --live vmc.");
            if (!(parsed.GetValue(seconds) is > 0 and <= 3600 and var length))
                throw new ArgumentException($"--seconds {parsed.GetValue(seconds)}: give a number above 0, up to 3600.");
            var kind = parsed.GetValue(format) ?? ByEnding.GetValueOrDefault(Path.GetExtension(path).ToLowerInvariant())
                ?? throw new ArgumentException($"The ending of '{path}' does not tell a format. Give --format.");
            var isFolder = Array.IndexOf(MotionExport.Formats, kind) >= Array.IndexOf(MotionExport.Formats, "pose-map");
            if (isFolder && File.Exists(path))
                throw new IOException($"--out '{path}' is a file. Name a folder; pictures are written into it.");
            if (!isFolder)
                WholeFile.RequireWritable(path);
            var played = parsed.GetValue(scene) is { } file ? SceneArgument.Read(file) : null;
            var clip = played?.Motion.ToClip() ?? (parsed.GetValue(live) is { } input
                ? LiveRecording.Take(LiveInput.Parse(input) with { YawRadians = motions.Of(parsed).YawRadians }, length, parsed.GetValue(rate) ?? 30, stop)
                : motions.Of(parsed).LoadAndPrint(parsed.GetValue(motion)!));
            var (width, height) = Size.Parse(parsed.GetValue(size)!, "--size");
            var framesPerSecond = parsed.GetValue(rate) ?? clip.FrameRate;
            if (!(framesPerSecond is >= 1 and <= 240))
                throw new ArgumentException($"--fps {framesPerSecond}: give 1 to 240 frames a second.");
            var waistUp = parsed.GetValue(framing) == "waist";
            var fixedCamera = played is null || !played.HasCamera ? PersonFraming.CameraOf(clip, StandardHumanoid.Map, waistUp, width, height) : null;
            var export = new MotionExport(clip, seconds => fixedCamera ?? played!.CameraAt(seconds, waistUp, width, height), width, height,
                (float)framesPerSecond);
            export.Write(path, kind, Styles(parsed.GetValue(style) ?? []), parsed.GetValue(body));
            Console.WriteLine($"{path}: {export.Frames} frames, {kind}");
            return Task.FromResult(0);
        });
        return command;
    }

    static IReadOnlyList<PoseMapStyle> Styles(string[] names) => names.Length == 0 ? [PoseMapStyle.Avatar]
        : names.Contains("all") ? PoseMapStyle.All : Array.ConvertAll(names, PoseMapStyle.Find);
}
