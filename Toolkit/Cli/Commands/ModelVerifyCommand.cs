using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Avatars.Cli.Inspecting;
using Avatars.Files;
using Avatars.Inference;
using Avatars.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Avatars.Cli.Commands;

/// <summary>avatar model verify: sizes and hashes, then every network loads and runs.</summary>
static class ModelVerifyCommand
{
    const int WarmUps = 2;

    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var threads = new Option<int>("--threads")
        {
            Description = "Threads of the processor, at most as many as it has; 0 lets the machine decide.",
            DefaultValueFactory = _ => 0,
        };
        var repeats = new Option<int>("--repeats") { Description = "Timed runs of each network, after the first.", DefaultValueFactory = _ => 0 };
        var signed = new Option<string?>("--signed")
        {
            Description = "A list of SHA-256 from someone you trust, as 'avatar model sign' or 'sha256sum' writes it: the package must be that one.",
        };
        var command = new Command("verify", "Checks a package's files, then loads and runs every network.") { folder, threads, repeats, signed };
        command.SetAction(parsed =>
        {
            var package = ModelPackage.Open(parsed.GetValue(folder)!);
            if (parsed.GetValue(signed) is { } list)
                HashList.Read(list).Require(package.Folder);
            package.VerifyAll();
            SharedThreads.Start();
            using var options = new SessionOptions { IntraOpNumThreads = SharedThreads.Count(Between(parsed.GetValue(threads), 1024, "--threads")),
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            var timed = Between(parsed.GetValue(repeats), 1_000_000, "--repeats");
            var own = new FrameSize(package.Manifest.Width, package.Manifest.Height);
            foreach (var size in package.Manifest.Sizes.DefaultIfEmpty(own))
            {
                if (package.Manifest.Sizes.Count > 1)
                    Console.WriteLine($"{size}:");
                foreach (var name in package.Manifest.Networks.Keys)
                    Console.WriteLine($"{name,-17} {Run(package.PathOf(name), package.WithSize(size).Manifest, options, timed)}");
            }
            Console.WriteLine($"{package.Folder}: {package.Manifest.Networks.Count} networks are whole and run.");
        });
        return command;
    }

    static int Between(int given, int most, string option) => given >= 0 && given <= most ? given
        : throw new ArgumentException($"{option} {given}: give 0 to {most}.");

    /// <summary>Runs on zeros and prints the outputs.</summary>
    static string Run(string path, ModelManifest manifest, SessionOptions options, int repeats)
    {
        try
        {
            _ = OnnxStructure.Read(path);
            using var session = new InferenceSession(path, options);
            var inputs = session.InputMetadata.Select(input =>
                NamedOnnxValue.CreateFromTensor(input.Key, new DenseTensor<float>(
                    input.Value.Dimensions.Zip(input.Value.SymbolicDimensions, (side, name) => side > 0 ? side : SideOf(name, manifest)).ToArray())))
                    .ToArray();
            var shapes = RequireFinite(session, inputs, path);
            return repeats > 0 ? $"{Median(session, inputs, repeats),8:F2} ms  {shapes}" : shapes;
        }
        catch (OnnxRuntimeException error)
        {
            throw new FormatException($"'{path}' does not run: {ErrorLine.Printable(error.Message, 300)}", error);
        }
    }

    /// <summary>A side that the file leaves open: a share of the frame's, as in "height/8", or the batch.</summary>
    static int SideOf(string name, ModelManifest manifest)
    {
        var parts = name.Split('/');
        var whole = parts[0] switch { "height" => manifest.Height, "width" => manifest.Width, _ => 1 };
        return parts is [_, var share] && int.TryParse(share, NumberStyles.None, CultureInfo.InvariantCulture, out var divisor) && divisor > 0
            ? Math.Max(1, whole / divisor) : whole;
    }

    static string RequireFinite(InferenceSession session, NamedOnnxValue[] inputs, string path)
    {
        using var outputs = session.Run(inputs);
        foreach (var output in outputs)
            if (!output.AsEnumerable<float>().All(float.IsFinite))
                throw new FormatException($"'{path}' gives values that are not finite in '{output.Name}', on inputs of zero. Its weights are broken.");
        return string.Join(", ", outputs.Take(3).Select(output => $"{output.Name} [{string.Join(", ", output.AsTensor<float>().Dimensions.ToArray())}]"))
            + (outputs.Count > 3 ? $" and {outputs.Count - 3} more" : "");
    }

    static double Median(InferenceSession session, NamedOnnxValue[] inputs, int repeats)
    {
        var times = new double[repeats];
        for (var i = -WarmUps; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            session.Run(inputs).Dispose();
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[repeats / 2];
    }
}
