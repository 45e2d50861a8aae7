using System.CommandLine;
using Avatars.Broadcasting;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Live;
using Avatars.Models;
using Avatars.Posing;
using Avatars.Retargeting;
using Avatars.Sampling;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>Options of the viewer's command line.</summary>
sealed record ViewerOptions
{
    /// <summary>A motion to play; null opens a scene.</summary>
    public string? Motion { get; init; }

    /// <summary>A scene to open, or to begin where there is no such file; null for an empty one without a file.</summary>
    public string? Scene { get; init; }

    /// <summary>How motion files are read and retargeted; animation and bones belong to <see cref="Motion"/> alone.</summary>
    public Motions Motions { get; init; } = new();

    /// <summary>Null plays files alone.</summary>
    public VmcOptions? Live { get; init; }

    /// <summary>A C# file, or a folder of them, that moves the person; null for none.</summary>
    public string? Script { get; init; }

    /// <summary>Whether it may run though it has not run here before.</summary>
    public bool TrustScript { get; init; }

    /// <summary>Where the generated picture goes besides the window.</summary>
    public IReadOnlyList<OutputTarget> Outputs { get; init; } = [];

    /// <summary>Null shows the sample people.</summary>
    public string? Source { get; init; }

    /// <summary>What the camera shows at first.</summary>
    public Framing Framing { get; init; }

    /// <summary>Folder of a model package.</summary>
    public required string Model { get; init; }

    /// <summary>Of the generated picture; null for the model's own.</summary>
    public FrameSize? PictureSize { get; init; }

    /// <summary>Sampler steps; null for the model's default.</summary>
    public int? Steps { get; init; }

    /// <summary>Name of the sampler; null for the model's default.</summary>
    public string? Sampler { get; init; }

    /// <summary>Options of the sampler by their published names, after the model's own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SamplerOptions { get; init; } = [];

    public required string Provider { get; init; }

    /// <summary>Lexicons of signs, for glosses of the timeline.</summary>
    public IReadOnlyList<string> Lexicons { get; init; } = [];

    /// <summary>Whether the model and the analysis of pictures run in the viewer's own process, in place of worker processes.</summary>
    public bool InProcess { get; init; }

    /// <summary>Where to save the window's picture before ending; null to stay open.</summary>
    public string? Screenshot { get; init; }

    /// <summary>Seconds from the first frame to the screenshot.</summary>
    public double After { get; init; }

    /// <summary>Where to film the window before ending; null to stay open.</summary>
    public string? Record { get; init; }

    /// <summary>Length of the film.</summary>
    public double Seconds { get; init; }

    /// <summary>Of letters and panels; null for the screen's.</summary>
    public float? Scale { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public static RootCommand Command(Func<ViewerOptions, CancellationToken, int> show)
    {
        var motion = new Option<string?>("--motion") { Description = $"A motion file to play ({MotionFile.Endings}). Default: an empty scene to pose." };
        var scene = new Option<string?>("--scene")
        {
            Description = $"A scene to pose and animate, NAME{SceneFile.Ending}; a new name begins an empty one.",
        };
        var facing = new Option<string>("--facing")
        {
            Description = "camera (rotates the whole motion so that the person faces the camera) or keep (as recorded).",
            DefaultValueFactory = _ => "camera",
        };
        facing.AcceptOnlyFromAmong("camera", "keep");
        var yaw = new Option<double>("--yaw") { Description = "Additional rotation of motions to the person's left, degrees." };
        var person = new Option<int?>("--person") { Description = "Which person of a .pose file, from 1. Default: the first visible one." };
        var animation = new Option<string?>("--animation")
        {
            Description = "Which animation of --motion, a glTF file: its name, or its number from 0. Default: the first.",
        };
        var bones = new Option<string?>("--bones")
        {
            Description = "A file with the bones of the joints of --motion, in lines such as LeftUpperArm = Arm_L. Default: NAME.bones.txt next to the "
                + "motion, if it exists.",
        };
        var live = new Option<string?>("--live")
        {
            Description = $"Live motion: vmc listens on UDP port {VmcOptions.DefaultPort} of this machine for programs that send the VMC protocol; vmc:PORT "
                + "or vmc:ADDRESS:PORT elsewhere.",
        };
        var script = new Option<string?>("--script") { Description = "A C# script, or a folder of them, that moves the person; saved changes are live." };
        var trust = new Option<bool>("--trust") { Description = "Runs a script that has not run here before without asking." };
        var lexicon = new Option<string[]>("--lexicon") { Description = "Lexicon of signs for the timeline's glosses, as of 'avatar sign'; repeatable." };
        var output = new Option<string[]>("--output") { Description = $"Where the generated picture goes too; repeatable: {OutputTarget.Forms}." };
        var source = new Option<string?>("--source")
        {
            Description = "The person to show: a picture (.png, .jpg) or a person file (.person). Default: the samples.",
        };
        var framing = new Option<string>("--framing")
        {
            Description = "What the camera shows at first: picture, the person as large and at the same place as in the source picture, where the model fits "
                + "a body to it and that suits; full, the whole figure; or waist, the upper body and the hands.",
            DefaultValueFactory = _ => "picture",
        };
        framing.AcceptOnlyFromAmong("picture", "full", "waist");
        var model = new Option<string>("--model")
        {
            Description = "The folder of a model package.",
            DefaultValueFactory = _ => Samples.Find("Models/fpdm-body"),
        };
        var pictureSize = new Option<string?>("--picture-size")
        {
            Description = "Pixels of the generated picture, as WxH: one of the sizes that the model makes. Default: the model's own.",
        };
        var steps = new Option<int?>("--steps") { Description = "Denoising steps a frame, 1 to 4. Default: as the model's makers recommend." };
        var sampler = new Option<string?>("--sampler")
        {
            Description = $"How noise becomes a picture: {string.Join(", ", Samplers.Names)}. Default: as the model's makers recommend.",
        };
        var samplerOptions = new Option<string[]>("--option")
        {
            Description = "An option of the sampler by its published name, as NAME=VALUE; repeatable: "
                + $"{string.Join(", ", SamplerOption.All.Select(option => option.Name))}. Other options keep the model's values.",
            AllowMultipleArgumentsPerToken = true,
        };
        var provider = new Option<string>("--provider")
        {
            Description = $"Where the networks run: {string.Join(", ", Inference.Provider.Names)}.",
            DefaultValueFactory = _ => "cpu",
        };
        var inProcess = new Option<bool>("--in-process")
        {
            Description = "Runs the model in the viewer's own process: what goes wrong in it then ends the viewer. Default: in a worker process.",
        };
        var screenshot = new Option<string?>("--screenshot") { Description = "Save a picture of the window as this PNG file, and end." };
        var after = new Option<double>("--after") { Description = "Seconds before the screenshot.", DefaultValueFactory = _ => 5 };
        var record = new Option<string?>("--record") { Description = "Film the window into this MP4 file, and end." };
        var seconds = new Option<double>("--seconds", "--duration") { Description = "Length of the film.", DefaultValueFactory = _ => 10 };
        var size = new Option<string>("--size") { Description = "Of the window.", DefaultValueFactory = _ => "1600x900" };
        var scale = new Option<double?>("--scale")
        {
            Description = "Size of letters and panels, 0.75 to 3. Default: the desktop's setting for the screen; Ctrl with + and - changes it.",
        };
        var command = new RootCommand("Avatar's viewer: a rig, its pose map and the generated person, live.");
        foreach (var option in (Option[])[motion, scene, facing, yaw, person, animation, bones, live, script, trust, lexicon, output, source, framing, model,
            pictureSize, steps, sampler, samplerOptions, provider, inProcess, screenshot, after, record, seconds, size, scale])
            command.Options.Add(option);
        command.SetAction((result, stop) =>
        {
            var (width, height) = ParseSize(result.GetValue(size)!);
            return Task.FromResult(show(new ViewerOptions
            {
                Motion = result.GetValue(motion),
                Scene = RequireScene(result.GetValue(scene), result.GetValue(motion), result.GetValue(live)),
                Motions = new Motions(new MotionRequest(result.GetValue(animation), result.GetValue(person), result.GetValue(bones),
                    result.GetValue(facing) == "keep" ? Facing.Keep : Facing.Camera, RequireDegrees(result.GetValue(yaw)) * MathF.PI / 180),
                        result.GetValue(motion)),
                Live = result.GetValue(live) is { } input ? LiveInput.Parse(input) : null,
                Script = result.GetValue(script),
                TrustScript = result.GetValue(trust),
                Lexicons = result.GetValue(lexicon) ?? [],
                Outputs = [.. (result.GetValue(output) ?? []).Select(OutputTarget.Parse)],
                Source = result.GetValue(source),
                Framing = result.GetValue(framing) switch { "full" => Framing.Figure, "waist" => Framing.UpperBody, _ => Framing.Picture },
                Model = result.GetValue(model)!,
                PictureSize = result.GetValue(pictureSize) is { } pixels ? RequirePictureSize(pixels) : null,
                Steps = result.GetValue(steps) is { } count ? RequireSteps(count) : null,
                Sampler = result.GetValue(sampler) is { } name ? RequireSampler(name) : null,
                SamplerOptions = [.. (result.GetValue(samplerOptions) ?? []).Select(SamplerOption.Parse)],
                Provider = result.GetValue(provider)!,
                InProcess = result.GetValue(inProcess),
                Screenshot = RequireWritable(result.GetValue(screenshot)),
                After = RequireSeconds(result.GetValue(after), "--after"),
                Record = RequireWritable(result.GetValue(record)),
                Seconds = RequireSeconds(result.GetValue(seconds), "--seconds"),
                Scale = result.GetValue(scale) is { } given ? RequireScale(given) : null,
                Width = width,
                Height = height,
            }, stop));
        });
        return command;
    }

    static string? RequireWritable(string? path)
    {
        if (path is not null)
            WholeFile.RequireWritable(path);
        return path;
    }

    static string? RequireScene(string? scene, string? motion, string? live)
    {
        if (scene is null)
            return null;
        if (motion is not null || live is not null)
            throw new ArgumentException($"--scene and {(motion is not null ? "--motion" : "--live")} cannot be shown at once: leave one of them out.");
        return SceneFile.IsScene(scene) ? scene : throw new ArgumentException($"--scene {scene}: a scene's name ends in {SceneFile.Ending}.");
    }

    static FrameSize RequirePictureSize(string text) => FrameSize.TryParse(text, out var size) ? size
        : throw new ArgumentException($"--picture-size {text}: give width x height in pixels, such as 512x512.");

    static int RequireSteps(int steps) => steps is >= 1 and <= 4 ? steps : throw new ArgumentException($"--steps {steps}: give 1, 2, 3 or 4.");

    static float RequireDegrees(double degrees) => Math.Abs(degrees) <= 3600 ? (float)degrees
        : throw new ArgumentException($"--yaw {degrees}: give degrees, such as 180.");

    static string RequireSampler(string name) => Samplers.Names.Contains(name) ? name
        : throw new ArgumentException($"--sampler {name}: give one of {string.Join(", ", Samplers.Names)}.");

    static float RequireScale(double scale) => scale is >= 0.75 and <= 3 ? (float)scale : throw new ArgumentException($"--scale {scale}: give 0.75 to 3.");

    static double RequireSeconds(double seconds, string option) =>
        seconds is >= 0 and <= 3600 ? seconds : throw new ArgumentException($"{option} {seconds}: give 0 to 3600 seconds.");

    static (int Width, int Height) ParseSize(string size)
    {
        var parts = size.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], out var width) && int.TryParse(parts[1], out var height) && width is >= 640 and <= 8192
            && height is >= 400 and <= 8192
            ? (width, height)
            : throw new ArgumentException($"--size {size}: give width x height in points, such as 1600x900, from 640x400.");
    }
}
