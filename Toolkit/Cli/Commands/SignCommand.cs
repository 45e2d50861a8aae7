using System.CommandLine;
using Avatars.Body;
using Avatars.Cli.Generating;
using Avatars.Cli.Signing;
using Avatars.Files;
using Avatars.Models;
using Avatars.Posing;
using Avatars.Signing;
using Avatars.Signing.Editing;
using Avatars.Systems;
using Avatars.Video;

namespace Avatars.Cli.Commands;

/// <summary>avatar sign: a text, glosses or notation, signed by the person of a picture.</summary>
static class SignCommand
{
    const int MaximumFrames = 1_000_000;

    static readonly FrameSize FilmSize = new(512, 512); // fingers and mouths are a few pixels wide in smaller pictures

    public static Command Create()
    {
        var text = new Argument<string>("TEXT")
        {
            Description = "What to sign: words or glosses (#WORD is fingerspelled), or a file: .txt, .sigml, .eaf, .hns (HamNoSys), .pose, or a "
                + "scene (*.avatar.json).",
        };
        var output = new Option<string>("--out")
        {
            Description = "File to write: .mp4, .webm or .mov (film), .avatar.json (a scene with keys and glosses, to edit), .pose (pose-format), or .png "
                + "(a picture of each sign, for checking).", Required = true,
        };
        var source = new Option<string[]>("--source")
        {
            Description = "Picture of the person, .png or .jpg, or a .person file of 'avatar source'; again for more pictures, for models that take several. "
                + "Default: a sample character.",
        };
        var score = new SignScore();
        var rate = new Option<double>("--rate") { Description = "Pace, 0.2 to 5; 2 is twice as fast.", DefaultValueFactory = _ => 1 };
        var hand = new Option<string>("--hand") { Description = "The dominant hand: right or left.", DefaultValueFactory = _ => "right" };
        hand.AcceptOnlyFromAmong("right", "left");
        var subtitles = new Option<string?>("--subtitles")
        {
            Description = "Subtitles to write, .vtt or .srt: a line per sign. Without a file: beside the film, .vtt.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var elan = new Option<string?>("--eaf") { Description = "ELAN file to write: what is signed when, .eaf." };
        var frames = new Option<double>("--fps") { Description = "Frames of the film a second.", DefaultValueFactory = _ => 25 };
        var still = new Option<bool>("--still") { Description = "No breathing, sway or blinks." };
        var paneSize = new Option<string?>("--pane")
        {
            Description = "Pixels of the film, as WxH; pictures are scaled to it. Default: that of the pictures.",
        };
        var layout = new Option<string>("--layout")
        {
            Description = "side-by-side (source, pose map, person) or person.",
            DefaultValueFactory = _ => "person",
        };
        layout.AcceptOnlyFromAmong("side-by-side", "person");
        var steps = new Option<int?>("--steps") { Description = "Steps of the sampler, 1 to 4 for a distilled model. Default: the package's." };
        var report = new Option<string?>("--report")
        {
            Description = "Report to write about a film, .json: how well MediaPipe's hand network finds the requested hands in each frame, by sign and hand; "
                + "also printed as a table.",
        };
        var retry = new Option<int>("--retry-steps")
        {
            Description = "Steps with which --report makes bad frames again, and keeps the better picture; 0: never.", DefaultValueFactory = _ => 4,
        };
        var mark = new Option<string?>("--mark") { Description = "Scene of the same signing (.avatar.json), on whose timeline --report marks bad spans." };
        var behind = new BackgroundOption("a plain colour");
        var model = new ModelChoice($"{FilmSize} where the model makes it, else its own");
        var worker = new WorkerChoice();
        var command = new Command("sign", "Signs a text, glosses or notation as a film of the person in a picture. No deaf signer has judged the result.")
        {
            text, output, source, rate, hand, subtitles, elan, frames, still, paneSize, layout, steps, report, retry, mark,
        };
        behind.AddTo(command);
        score.AddTo(command);
        model.AddTo(command);
        model.AddInFlightTo(command);
        worker.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var file = parsed.GetValue(output)!;
            var kind = SceneFile.IsScene(file) ? SceneFile.Ending : Path.GetExtension(file).ToLowerInvariant();
            if (kind is not (".mp4" or ".webm" or ".mov" or ".pose" or ".png" or SceneFile.Ending))
                throw new ArgumentException($"--out {file}: a .mp4, .webm or .mov film, a scene ({SceneFile.Ending}), a .pose file or a .png picture can be "
                    + "written. Give the file one of these endings.");
            var isFilm = kind is ".mp4" or ".webm" or ".mov";
            var background = behind.Of(parsed);
            if (isFilm)
                FilmChoice.Require(parsed, file, layout, background is { IsTransparent: true });
            WholeFile.RequireWritable(file);
            var captions = parsed.GetResult(subtitles) is null ? null : parsed.GetValue(subtitles) ?? file[..^kind.Length] + ".vtt";
            if (captions is not null && Path.GetExtension(captions).ToLowerInvariant() is not (".vtt" or ".srt"))
                throw new ArgumentException($"--subtitles {captions}: .vtt and .srt are written. Give the file one of these endings.");
            if (captions is not null)
                WholeFile.RequireWritable(captions);
            if (parsed.GetValue(elan) is { } annotation)
                WholeFile.RequireWritable(annotation);
            if (parsed.GetValue(report) is { } judged)
                HandReport.Require(judged, isFilm);
            HandReport.RequireScene(parsed.GetValue(mark), parsed.GetValue(report), parsed.GetValue(retry));
            var fps = parsed.GetValue(frames);
            if (!(fps is >= 5 and <= 240))
                throw new ArgumentException($"--fps {fps}: a signing film has 5 to 240 frames a second.");
            if (!(parsed.GetValue(rate) is >= 0.2 and <= 5))
                throw new ArgumentException($"--rate {parsed.GetValue(rate)}: 0.2 to 5 are possible.");
            var items = score.Read(parsed, parsed.GetValue(text)!);
            var options = new SigningOptions
            {
                Rate = (float)parsed.GetValue(rate), LeftHanded = parsed.GetValue(hand) == "left", FrameRate = (float)fps, Idle = !parsed.GetValue(still),
                Seed = model.Seed(parsed),
            };
            var name = Path.GetFileName(file)[..^kind.Length];
            var motion = new Signer().Open(name, items, options);
            if (motion.FrameCount > MaximumFrames)
                throw new ArgumentException($"The film has {motion.FrameCount} frames; {MaximumFrames} are the most. Cut the text into several films.");
            if (kind == ".pose")
                SigningOutputs.WritePose(file, motion);
            else if (kind == ".png")
                SigningOutputs.WriteSheet(file, motion);
            else if (!isFilm)
                SigningOutputs.WriteScene(new SceneFolder(file), motion, options, score.Language(parsed), score.HasOwnAlphabet(parsed),
                    parsed.GetValue(source) ?? [], behind.Of(parsed, new SceneFolder(file)));
            else
                Film(parsed, file, motion, background, stop);
            if (captions is not null)
                Subtitles.Write(captions, Subtitles.Of(motion.Signs));
            if (parsed.GetValue(elan) is { } eaf)
                ElanFile.Write(eaf, motion.Signs, file);
            Console.WriteLine(SigningOutputs.Summary(file, motion));
            return Task.FromResult(0);
        });
        return command;

        void Film(ParseResult parsed, string file, SigningMotion motion, PersonBackground? background, CancellationToken stop)
        {
            string[] pictures = parsed.GetValue(source) is { Length: > 0 } given ? given : [SigningOutputs.DefaultSource()];
            var person = SourceFiles.Read(pictures);
            var package = model.Open(parsed, FilmSize);
            using var generators = model.Load(parsed, package, worker);
            var settings = model.Settings(parsed, package, parsed.GetValue(steps));
            generators.Configure(settings);
            person = SourceFiles.UpperBody(person, generators[0]);
            if (!behind.IsGiven(parsed) && generators[0].ReadsBody)
                background = PersonBackground.Of(PersonBackground.ParseColour(SigningScene.Background)!.Value);
            var fitted = FittedSource.Of(person, pictures, generators[0], model.Inference(parsed), background);
            generators.SetSource(fitted);
            SigningOutputs.HintContrast(fitted);
            (GenerationSettings, GenerationSettings)? again = parsed.GetValue(retry) is var more && more > settings.Steps
                ? (settings, settings with { Steps = more }) : null;
            using var hands = parsed.GetValue(report) is { } judged ? new HandReport(judged, motion, again) : null;
            var camera = SigningOutputs.CameraOf(motion, fitted.Person, generators.Width, generators.Height);
            var film = new Film(generators, motion, Rig.StandardHumanoid.Map, camera) { Watch = hands is null ? null : hands.Add };
            var pane = parsed.GetValue(paneSize) is { } written ? Size.Parse(written, "--pane") : (generators.Width, generators.Height);
            var panes = parsed.GetValue(layout) == "person" ? FilmPanes.Person : FilmPanes.SideBySide;
            var count = motion.FrameCount;
            Generating.Progress.Run("Rendering", count, stop, tick =>
            {
                if (background is { IsTransparent: true })
                    film.WriteTransparent(file, count, motion.FrameRate, pane, tick, stop);
                else
                    film.Write(file, count, motion.FrameRate, panes, person.Views[0].Picture, pane, tick, stop);
            });
            if (parsed.GetValue(mark) is { } scene)
                hands!.Mark(scene);
            hands?.Write(file, package.Manifest.Name, generators.Width, generators.Height);
        }
    }
}
