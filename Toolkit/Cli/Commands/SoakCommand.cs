using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Avatars.Cli.Diagnosing;
using Avatars.Cli.Soaking;
using Avatars.Files;
using Avatars.Graphics;
using Avatars.Inference;

namespace Avatars.Cli.Commands;

/// <summary>avatar soak: plays for hours and reports what grows.</summary>
static class SoakCommand
{
    const int LeastTurns = 8; // on a machine too busy for them in the time: fewer samples tell nothing

    public static Command Create()
    {
        var hours = new Option<double>("--hours") { Description = "How long, in hours." };
        var minutes = new Option<double>("--minutes") { Description = "How long, in minutes, besides the hours." };
        var turn = new Option<double>("--turn") { Description = "Seconds until the next model or size.", DefaultValueFactory = _ => 10 };
        var models = new Option<string[]>("--model") { Description = "Packages to change between; again for more. Default: those of this program." };
        var sources = new Option<string[]>("--source") { Description = "Pictures of people; again for more. Default: the samples." };
        var motions = new Option<string[]>("--motion") { Description = "Motions; again for more. Default: the samples." };
        var seed = new Option<int>("--seed") { Description = "Of the order in which things change.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads of the processor for a network; 0 lets the machine decide." };
        var report = new Option<string?>("--report") { Description = "Report to write, .json, after every turn." };
        var command = new Command("soak", "Plays motions, scenes and scripts, changes people, models and sizes, and reports what grows: memory, handles, "
            + "threads, OpenGL objects; and frame times.")
        {
            hours, minutes, turn, models, sources, motions, seed, threads, report,
        };
        command.SetAction((parsed, stop) =>
        {
            var length = 3600 * parsed.GetValue(hours) + 60 * parsed.GetValue(minutes);
            if (!(length is > 0 and <= 3600 * 1000 && parsed.GetValue(turn) is >= 1 and <= 3600) || parsed.GetValue(threads) is < 0 or > 1024)
                throw new ArgumentException("Give --hours or --minutes, up to 1000 hours, --turn 1 to 3600 seconds, and --threads 0 to 1024.");
            if (parsed.GetValue(report) is { } asked)
                WholeFile.RequireWritable(asked);
            var material = SoakMaterial.Of(parsed.GetValue(models) ?? [], parsed.GetValue(sources) ?? [], parsed.GetValue(motions) ?? []);
            var inference = new InferenceOptions { Threads = parsed.GetValue(threads) };
            using var graphics = Graphics();
            var folder = Directory.CreateTempSubdirectory("avatar-soak-").FullName;
            UnfinishedFiles.Add(folder);
            try
            {
                return Task.FromResult(Run(material, inference, graphics, folder, length, parsed.GetValue(turn), new Random(parsed.GetValue(seed)),
                    parsed.GetValue(report), stop));
            }
            finally
            {
                UnfinishedFiles.Delete(folder);
            }
        });
        return command;
    }

    static int Run(SoakMaterial material, InferenceOptions inference, GraphicsContext? graphics, string folder, double length, double turn, Random random,
        string? file, CancellationToken stop)
    {
        var (clock, times, samples, generated) = (Stopwatch.StartNew(), new FrameTimes(), new List<ProcessUse>(), 0L);
        SoakReport report;
        do
        {
            var package = material.Package(random);
            var one = new SoakTurn(material, package, inference, graphics?.Gl, random, times);
            one.Run(turn, folder, stop);
            generated += one.Generated;
            samples.Add(ProcessUse.Now(clock.Elapsed.TotalSeconds, graphics?.Gl));
            Console.WriteLine(FormattableString.Invariant($"{samples[^1].Seconds,7:0} s  managed {samples[^1].ManagedBytes / 1e6,6:0.0} MB  native ")
                + FormattableString.Invariant($"{samples[^1].NativeBytes / 1e6,6:0.0} MB  resident ")
                + FormattableString.Invariant($"{samples[^1].ResidentBytes / 1e6,6:0.0} MB  {package.Manifest.Name} ")
                + FormattableString.Invariant($"{package.Manifest.Width}x{package.Manifest.Height}: ") + string.Join(", ", one.Parts));
            report = new SoakReport(samples, times, generated, clock.Elapsed.TotalSeconds);
            if (file is not null)
                WholeFile.Write(file, Encoding.UTF8.GetBytes(report.ToJson().ToJsonString() + "\n"));
        }
        while (clock.Elapsed.TotalSeconds < length || samples.Count < LeastTurns);
        foreach (var line in report.Lines())
            Console.WriteLine(line);
        if (report.Leaks)
            Console.Error.WriteLine($"avatar: something grows by more than {SoakReport.MostPerHour} MB an hour, or without end.");
        return report.Leaks ? 1 : 0;
    }

    static GraphicsContext? Graphics()
    {
        try
        {
            return new GraphicsContext();
        }
        catch (Exception error) when (error is InvalidOperationException or DllNotFoundException)
        {
            Console.Error.WriteLine($"avatar: note: OpenGL is left out: {Machine.Shown(ErrorLine.Of(error))}");
            return null;
        }
    }
}
