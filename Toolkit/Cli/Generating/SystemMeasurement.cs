using System.Diagnostics;
using System.Text.Json;
using Avatars.Cli.Guarding;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>What a system at some size costs, measured in a process of its own.</summary>
/// <param name="LoadSeconds">Checking hashes and loading every network.</param>
/// <param name="LoadedBytes">Most memory of the process until then.</param>
/// <param name="SourceSeconds">Encoding the person.</param>
/// <param name="StepSeconds">One denoising step with guidance, the mean of the whole picture's.</param>
/// <param name="FirstStepSeconds">The same when it runs first.</param>
/// <param name="PictureSeconds">One whole picture, the person encoded before.</param>
/// <param name="PeakBytes">Most memory of the process at any time.</param>
sealed record SystemMeasurement(double LoadSeconds, long LoadedBytes, double SourceSeconds, double FirstStepSeconds, double StepSeconds,
    double PictureSeconds, int Steps, double Guidance, long PeakBytes)
{
    /// <summary>Measures in this process, which should have done nothing before.</summary>
    /// <param name="steps">Of the whole picture; null takes the package's.</param>
    public static SystemMeasurement Take(ModelPackage package, InferenceOptions inference, int? steps)
    {
        var clock = Stopwatch.StartNew();
        using var generator = FrameGenerators.Load(package, inference);
        var (load, loaded) = (clock.Elapsed.TotalSeconds, Peak());
        var settings = GenerationSettings.Of(package.Manifest.Defaults);
        settings = settings with { Steps = steps ?? settings.Steps };
        var (person, frame) = (Keypoints(generator.Width, generator.Height), new RgbImage(generator.Width, generator.Height));
        var pose = TargetPose.Draw(person, PoseMapStyle.Find(package.Manifest.PoseStyle), generator.Width, generator.Height);

        generator.Configure(settings with { Steps = 1 });
        clock.Restart();
        generator.SetSource(new PersonSource(new SourceView(new RgbImage(generator.Width, generator.Height), person)));
        var source = clock.Elapsed.TotalSeconds;
        generator.Generate(pose, frame);
        var first = generator.Times.Denoise / 1000;

        generator.Configure(settings);
        clock.Restart();
        generator.Generate(pose, frame);
        return new(load, loaded, source, first, generator.Times.Denoise / 1000 / settings.Steps, clock.Elapsed.TotalSeconds, settings.Steps,
            settings.Guidance, Peak());
    }

    /// <summary>The same in a new process, so that only its own memory is measured.</summary>
    public static SystemMeasurement TakeInNewProcess(string package, int? steps, int threads)
    {
        var start = ChildCommand.StartOf(["bench", "systems", "--measure", package, "--threads", $"{threads}",
            .. steps is { } count ? (string[])["--steps", $"{count}"] : []]);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{package}' could not be "
                + $"measured: {(errors.Result.Trim() is { Length: > 0 } said ? said : $"the process ended with {process.ExitCode}, possibly out of memory")}");
        return JsonSerializer.Deserialize<SystemMeasurement>(output)!;
    }

    static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>A standing person, with every keypoint of the body.</summary>
    static KeypointFrame Keypoints(int width, int height)
    {
        var person = new Keypoint[KeypointLayout.Body18.Count];
        for (var i = 0; i < person.Length; i++)
            person[i] = new Keypoint(width * (0.3f + 0.2f * (i % 3)), height * (0.1f + 0.8f * i / person.Length), 1);
        return new KeypointFrame(KeypointLayout.Body18, (width, height), [person]);
    }
}
