using System.CommandLine;
using Avatars.Cli.Generating;
using Avatars.Cli.Scripting;
using Avatars.Files;
using Avatars.Rig;
using Avatars.Scripting;
using Avatars.ScriptHost;
using Avatars.Video;

namespace Avatars.Cli.Commands;

/// <summary>avatar script: runs a C# script without a window.</summary>
static class ScriptCommand
{
    const int MaximumFrames = 1_000_000;

    public static Command Create()
    {
        var script = new Argument<string>("script") { Description = "A .cs file, or a folder of them, with behaviours that derive from AvatarBehaviour." };
        var source = new Option<string[]>("--source")
        {
            Description = "Picture of the person, .png or .jpg, or a .person file of 'avatar source'; again for more pictures, for models that take several. "
                + "Default: what the script sets.",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Film to write: .mp4, .webm or .mov (ProRes). Without it the script runs, and pictures are its own affair.",
        };
        var paneSize = new Option<string?>("--pane")
        {
            Description = "Pixels of a person's pane, as WxH; pictures are scaled to it. Default: the script's, or that of the pictures.",
        };
        var rate = new Option<double>("--fps") { Description = "Frames a second.", DefaultValueFactory = _ => 25 };
        var duration = new Option<double>("--duration", "--seconds")
        {
            Description = "Seconds, unless the script quits earlier.",
            DefaultValueFactory = _ => 5,
        };
        var set = new Option<string[]>("--set")
        {
            Description = "A field of the script, as NAME=VALUE; repeatable. Vectors as 1,2,3; enumerations by name.",
        };
        var trust = new Option<bool>("--trust")
        {
            Description = "Runs a script that has not run here before. A script is a program: it can do whatever you can.",
        };
        var steps = new Option<int?>("--steps") { Description = "Steps of the sampler where the script sets none. Default: the package's." };
        var behind = new BackgroundOption();
        var model = new ModelChoice();
        var worker = new WorkerChoice();
        var command = new Command("script", "Runs a C# script that poses a person, and films what it shows.")
        {
            script, source, output, paneSize, rate, duration, set, trust, steps,
        };
        behind.AddTo(command);
        model.AddTo(command);
        worker.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var path = parsed.GetValue(script)!;
            var text = ScriptSource.Read(path);
            var film = parsed.GetValue(output);
            var background = behind.Of(parsed);
            if (film is not null)
            {
                VideoWriter.RequireFormat(film, background is { IsTransparent: true });
                WholeFile.RequireWritable(film);
            }
            var framesPerSecond = parsed.GetValue(rate);
            var frames = FrameCount(parsed.GetValue(duration), framesPerSecond);
            RequireTrust(text.Path, parsed.GetValue(trust));
            var compiled = new ScriptCompiler(new CompileCache(CompileCache.DefaultFolder)).Compile(text);

            using var pictures = new ScriptPictures(text.Folder, () => model.Open(parsed),
                package => model.LoadOne(parsed, package, worker)[0], model.Inference(parsed),
                package => model.Settings(parsed, package, parsed.GetValue(steps)), parsed.GetValue(source) ?? [], background);
            var failures = 0;
            using var session = new ScriptSession(StandardHumanoid.Map, pictures);
            session.Logged += line =>
            {
                failures += line.Error is null ? 0 : 1;
                (line.Type is LogType.Log ? Console.Out : Console.Error).WriteLine(line.Type is LogType.Log or LogType.Warning ? line.Message
                    : $"avatar: {line.Message}");
            };
            session.Load(compiled, scripts => SetFields(scripts, parsed.GetValue(set) ?? []));
            var pane = parsed.GetValue(paneSize) is { } given ? Size.Parse(given, "--pane") : ((int, int)?)null;
            var ran = 0;
            if (film is null)
                ran = ScriptFilm.Run(session, frames, framesPerSecond, stop);
            else
                Generating.Progress.Run("Rendering", frames, stop,
                    report => ran = ScriptFilm.Write(film, session, pictures, pane, frames, framesPerSecond, report, stop));
            if (film is not null)
                Console.WriteLine($"{film}: {ran} frames at {framesPerSecond} a second");
            if (failures > 0)
                throw new InvalidOperationException($"the script failed: {failures} error{(failures == 1 ? "" : "s")}, printed above."
                    + (film is null ? "" : " The film shows the rest."));
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Asks on a terminal; elsewhere a script that is new here needs --trust.</summary>
    static void RequireTrust(string path, bool isTrusted)
    {
        var known = new TrustedScripts(TrustedScripts.DefaultFile);
        if (known.Has(path))
            return;
        if (!isTrusted)
        {
            const string Warning = "has not run here before. A script is a program: it can read, change and send whatever you can.";
            if (Console.IsInputRedirected || Console.IsErrorRedirected)
                throw new InvalidOperationException($"The script '{path}' {Warning} Read it, then add --trust.");
            Console.Error.Write($"The script '{path}' {Warning}\nRun it? [y/N] ");
            if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
                throw new OperationCanceledException("The script was not run.");
        }
        known.Add(path);
    }

    static void SetFields(IReadOnlyList<MonoBehaviour> scripts, string[] settings)
    {
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new ArgumentException($"--set {setting}: write NAME=VALUE, as in --set speed=2.5.");
            var fields = scripts.SelectMany(InspectedField.Of).ToArray();
            var found = fields.Where(field => field.Name == name).ToArray();
            if (found.Length == 0)
                throw new ArgumentException($"--set {setting}: the script has no field '{name}'. "
                    + (fields.Length == 0 ? "It has none that can be set." : $"It has {string.Join(", ", fields.Select(field => field.Name).Distinct())}."));
            foreach (var field in found)
                field.SetText(value);
        }
    }

    static int FrameCount(double seconds, double rate)
    {
        if (!(rate is >= 1 and <= 240))
            throw new ArgumentException($"--fps {rate}: a film has 1 to 240 frames a second.");
        var frames = Math.Floor(seconds * rate + 1e-6);
        return frames is >= 1 and <= MaximumFrames ? (int)frames
            : throw new ArgumentException($"--duration {seconds} at {rate} frames a second are {frames} frames; 1 to {MaximumFrames} are possible.");
    }
}
