using System.Globalization;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>The package in 8 bits that comes along shows what the float package shows, on whatever processor this runs.</summary>
[Category("Weights")]
public sealed class EightBitPackageTests
{
    const double LeastDecibels = 41; // saturating pairs of products cost four decibels
    const int Frames = 12;

    [TestCase("person-01.png", "full")]
    public void Pictures_of_the_sample_clip_are_those_of_the_float_package(string source, string framing)
    {
        using var folder = new TemporaryFolder();
        var (exact, rounded) = (Generate("fpdm-compact", source, framing, folder["float"]), Generate("fpdm-compact-8bit", source, framing, folder["8bit"]));
        var noise = 0.0;
        for (var frame = 0; frame < Frames; frame++)
            noise += MeanSquare(exact[frame], rounded[frame]) / Frames;
        Assert.That(noise, Is.Positive, "rounding shows");
        var decibels = 10 * Math.Log10(255.0 * 255.0 / noise);
        TestContext.Out.WriteLine($"{source}, {framing}: {decibels:F2} dB");
        Assert.That(decibels, Is.GreaterThanOrEqualTo(LeastDecibels), $"{source}, {framing}");
    }

    static RgbImage[] Generate(string model, string source, string framing, string to)
    {
        const double seconds = 4; // of the clip
        string Of(params string[] path) => Path.Combine([SharedFolders.Repository, .. path]);
        var poses = Enumerable.Range(0, Frames)
            .Select(frame => Of("Samples", "Motion", string.Create(CultureInfo.InvariantCulture, $"wave.bvh@{seconds * frame / Frames:F3}")));
        var (code, _, errors) = CommandLine.Run(["generate", "--model", Of("Models", model), "--source", Of("Samples", "Sources", source), "--framing",
            framing, "--steps", "1", "--out", to,
            .. poses.SelectMany(pose => new[] { "--pose", pose })]);
        Assert.That(code, Is.Zero, errors);
        return [.. Directory.GetFiles(to, "*.png").Order(StringComparer.Ordinal).Select(path => PictureFile.ReadRgb(path))];
    }

    static double MeanSquare(RgbImage one, RgbImage other)
    {
        var sum = 0L;
        for (var i = 0; i < one.Bytes.Length; i++)
            sum += (one.Bytes[i] - other.Bytes[i]) * (one.Bytes[i] - other.Bytes[i]);
        return sum / (double)one.Bytes.Length;
    }
}
