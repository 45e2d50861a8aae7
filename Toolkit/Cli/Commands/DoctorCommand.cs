using System.CommandLine;
using Avatars.Batches;
using Avatars.Cli.Batches;
using Avatars.Cli.Diagnosing;
using Avatars.Cli.Generating;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Cli.Commands;

/// <summary>avatar doctor: what was found on the machine, and whether it works; to be pasted into a bug report.</summary>
static class DoctorCommand
{
    /// <summary>Mean difference of bytes from the CPU's picture above which a provider counts as wrong. CUDA without TF32 and DirectML round
    /// differently, not by whole steps.</summary>
    const double MostMeanDifference = 0.5;

    const string EightBitEnding = "-8bit";

    /// <summary>Least likeness of the pictures in 8 bits and in float, dB. Packages are made with 30 dB and more; sums that overflow give about 10.</summary>
    const double LeastEightBit = 25;

    public static Command Create()
    {
        var provider = new Option<string>("--provider")
        {
            Description = $"Where the test runs: {string.Join(", ", Provider.Names)}.", DefaultValueFactory = _ => Provider.Auto,
        };
        var model = new Option<string?>("--model") { Description = $"Model package of the test. Default: Models/{ModelChoice.DefaultModel} of this program." };
        var command = new Command("doctor", "Reports machine, drivers, providers and what is chosen, and compares a test picture with the CPU's; for bug "
            + "reports.")
        {
            provider, model,
        };
        command.SetAction(parsed =>
        {
            Line("Avatar", BatchArguments.Version);
            Line("System", Machine.System);
            Line("Processor", $"{Processor.Current}, {Environment.ProcessorCount} threads, {Machine.Memory} for this program");
            foreach (var card in Machine.Cards())
                Line("Graphics card", card);
            Line("OpenGL", Machine.OpenGl());
            Line("ffmpeg", Machine.Ffmpeg());
            var perception = Path.Combine(PerceptionModels.DefaultFolder, PerceptionModels.FileName);
            Line("Perception", File.Exists(perception) ? Machine.Shown(PerceptionModels.DefaultFolder)
                : "not there: photographs need it; 'avatar model import --system mediapipe' brings it");
            var (managed, native) = Provider.RuntimeVersions;
            Line("ONNX Runtime", $"{managed} (managed), {(native.Length > 0 ? native : "none")} (native)");
            foreach (var (name, why) in Provider.Survey())
                Line($"  {name}", why is null ? "can be used" : $"no: {Machine.Shown(why)}");
            var asked = parsed.GetValue(provider)!;
            var chosen = Provider.Choose(asked);
            Line("Chosen", asked == Provider.Auto ? $"{chosen}: the first of these that can be used" : $"{chosen}: asked for");
            if ((parsed.GetValue(model) ?? ModelChoice.DefaultFolder()) is not { } folder)
                throw new FileNotFoundException($"There is no Models/{ModelChoice.DefaultModel} beside this program or in a folder above. Name a package with "
                    + "--model.");
            return Test(ModelPackage.Open(folder), chosen) ? 0 : 1;
        });
        return command;
    }

    /// <summary>Runs and compares the test pictures.</summary>
    /// <returns>Whether they are right.</returns>
    static bool Test(ModelPackage package, Provider chosen)
    {
        var manifest = package.Manifest;
        Line("Model", $"{manifest.Name}, {manifest.Width}x{manifest.Height}, {manifest.System}, "
            + $"SHA-256 of {ModelManifest.FileName} {new InputHashes().Of(package.Folder)![..12]}");
        package.VerifyAll();
        var onCpu = TestInference.Run(package, new InferenceOptions());
        Line("Test on cpu", Timing(onCpu));
        var isRight = onCpu.IsRepeatable;
        if (chosen == Provider.Cpu)
        {
            var (most, mean) = onCpu.Difference(TestInference.Run(package, new InferenceOptions { Threads = 1 }));
            isRight &= Verdict("With one thread", most, mean);
        }
        else
        {
            var tested = TestInference.Run(package, new InferenceOptions { Provider = chosen });
            Line($"Test on {chosen}", Timing(tested));
            var (most, mean) = tested.Difference(onCpu);
            isRight &= tested.IsRepeatable & Verdict("Against cpu", most, mean);
        }
        if (Directory.Exists(package.Folder + EightBitEnding))
        {
            var eight = TestInference.Run(ModelPackage.Open(package.Folder + EightBitEnding), new InferenceOptions());
            var decibels = Decibels(eight, onCpu);
            Line("In 8 bits on cpu", FormattableString.Invariant($"{Timing(eight)}; {decibels:0.0} dB like the float model's picture, ")
                + (decibels >= LeastEightBit ? "right" : $"WRONG: below {LeastEightBit} dB"));
            isRight &= decibels >= LeastEightBit;
        }
        return isRight;
    }

    static bool Verdict(string what, int most, double mean)
    {
        var isRight = mean <= MostMeanDifference;
        Line(what, FormattableString.Invariant($"pictures differ by {mean:0.000} of 255 on average, by {most} at most: {(isRight ? "right" : "WRONG")}"));
        return isRight;
    }

    static string Timing(TestInference test) => FormattableString.Invariant($"{test.Milliseconds:0.0} ms a frame, ")
        + (test.IsRepeatable ? "the same pose gives the same bytes" : "WRONG: the same pose gives other bytes");

    static double Decibels(TestInference one, TestInference other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Frame.Bytes.Length; i++)
            sum += Math.Pow(one.Frame.Bytes[i] - other.Frame.Bytes[i], 2);
        return 10 * Math.Log10(255.0 * 255 * one.Frame.Bytes.Length / Math.Max(sum, 1e-9));
    }

    static void Line(string what, string value) => Console.WriteLine($"{what,-17} {value}");
}
