using System.CommandLine;
using Avatars.Animation;
using Avatars.Broadcasting;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Live;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Cli.Commands;

/// <summary>avatar serve: the live picture without a window, for other programs.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var source = new Option<string[]>("--source")
        {
            Description = "Picture of the person, .png or .jpg, or a .person file; several pictures for models that take several.",
            Required = true,
        };
        var motion = new Option<string?>("--motion") { Description = $"Motion to repeat: {MotionFile.Endings}. Default: a person who stands in a T pose." };
        var live = new Option<string?>("--live")
        {
            Description = $"In place of --motion: vmc shows live motion from UDP port {VmcOptions.DefaultPort} of this machine; vmc:PORT or vmc:ADDRESS:PORT "
                + "elsewhere.",
        };
        var output = new Option<string[]>("--output")
        {
            Description = $"Where the picture goes; repeatable: {OutputTarget.Forms}.",
            DefaultValueFactory = _ => ["http"],
        };
        var rate = new Option<double>("--fps") { Description = "Frames a second of films, streams and devices.", DefaultValueFactory = _ => 25 };
        var seconds = new Option<double?>("--seconds", "--duration") { Description = "When to end. Default: at Ctrl-C." };
        var steps = new Option<int?>("--steps") { Description = "Steps of the sampler, 1 to 4 for a distilled model. Default: the package's." };
        var framing = new Option<string>("--framing")
        {
            Description = "full (head to toe) or waist (upper body and hands).",
            DefaultValueFactory = _ => "full",
        };
        framing.AcceptOnlyFromAmong("full", "waist");
        var motions = new MotionOptions();
        var behind = new BackgroundOption();
        var model = new ModelChoice();
        var worker = new WorkerChoice();
        var command = new Command("serve", "Shows the person live to other programs: browsers, OBS, cameras, streaming servers. They may pose it too.")
        {
            source, motion, live, output, rate, seconds, steps, framing,
        };
        behind.AddTo(command);
        motions.AddTo(command);
        model.AddTo(command);
        model.AddInFlightTo(command);
        worker.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var targets = (parsed.GetValue(output) ?? []).Select(OutputTarget.Parse).ToArray();
            var framesPerSecond = parsed.GetValue(rate) is >= 1 and <= 240 and var given ? given
                : throw new ArgumentException($"--fps {parsed.GetValue(rate)}: give 1 to 240 frames a second.");
            var length = parsed.GetValue(seconds) is not { } limit ? double.PositiveInfinity
                : limit is > 0 and <= 1e6 ? limit : throw new ArgumentException($"--seconds {limit}: give a number above 0.");
            if (parsed.GetValue(motion) is not null && parsed.GetValue(live) is not null)
                throw new ArgumentException("Give one of --motion FILE and --live vmc.");
            var background = behind.Of(parsed);
            var pictures = parsed.GetValue(source)!;
            var person = SourceFiles.Read(pictures);
            var poses = new PostedPoses();
            using var receiver = parsed.GetValue(live) is { } input ? new VmcReceiver(LiveInput.Parse(input) with
            {
                YawRadians = motions.Of(parsed).YawRadians,
            }) : null;
            var shown = receiver ?? (parsed.GetValue(motion) is { } file ? motions.Of(parsed).LoadAndPrint(file) : (IPoseSource)poses);

            var package = model.Open(parsed);
            using var generators = model.Load(parsed, package, worker);
            generators.Configure(model.Settings(parsed, package, parsed.GetValue(steps)));
            var waistUp = parsed.GetValue(framing) == "waist";
            if (waistUp)
                person = SourceFiles.UpperBody(person, generators[0]);
            person = FittedSource.Of(person, pictures, generators[0], model.Inference(parsed), background);

            var picture = new LivePicture(generators.Width, generators.Height, background is { IsTransparent: true });
            using var targetsOpen = new LiveOutput(targets, picture, poses, framesPerSecond);
            using var served = new ServedPerson(generators, person, shown, targetsOpen, waistUp);
            foreach (var place in targetsOpen.Places)
                Console.WriteLine($"Live at {ErrorLine.Printable(place, 200)}");
            served.Run(length, stop);
            Console.WriteLine($"frames: {served.Frames}, posted poses: {poses.Count}");
            return Task.FromResult(0);
        });
        return command;
    }
}
