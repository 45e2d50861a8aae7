using Avatars.Evaluation;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.ModelEvaluation;

/// <summary>LPIPS and FID, for the networks that 'avatar metric import' wrote to a folder.</summary>
/// <remarks>FID is measured against the true pictures of the scored pairs; it is biased upwards for few pictures, so compare only equal counts.</remarks>
public sealed class PerceptualMetrics : IDisposable
{
    static readonly string[] Known = ["lpips-alex", "lpips-vgg"];

    readonly Dictionary<string, PerceptualDistance> _distances = new(StringComparer.Ordinal);
    readonly PictureFeatures? _features;

    /// <exception cref="FileNotFoundException">None of the known networks is in the folder.</exception>
    public PerceptualMetrics(string folder, InferenceOptions inference)
    {
        string FileOf(string metric) => Path.Combine(folder, metric + ".onnx");
        foreach (var metric in Known.Where(metric => File.Exists(FileOf(metric))))
            _distances.Add(metric, new PerceptualDistance(FileOf(metric), inference));
        _features = File.Exists(FileOf("fid")) ? new PictureFeatures(FileOf("fid"), inference) : null;
        if (_distances.Count == 0 && _features is null)
            throw new FileNotFoundException($"--metrics '{folder}' holds none "
                + $"of {string.Join(", ", Known.Append("fid").Select(metric => metric + ".onnx"))}. Make them with 'avatar metric import --out {folder}'.");
    }

    /// <summary>Names of the distances.</summary>
    public IEnumerable<string> Distances => _distances.Keys;

    /// <summary>Of a picture's features; 0 where FID is not measured.</summary>
    public int Dimensions => _features?.Dimensions ?? 0;

    /// <summary>The true pictures' features.</summary>
    public PerceptualScore Truth { get; } = new();

    /// <summary>Begins the next pair.</summary>
    public void Begin(RgbImage truth)
    {
        if (_features is not null)
            Truth.AddFeatures(_features.Of(truth));
    }

    /// <param name="picture">A row's.</param>
    public void Add(PerceptualScore score, RgbImage truth, RgbImage picture)
    {
        foreach (var (metric, network) in _distances)
            score.AddDistance(metric, network.Between(truth, picture));
        if (_features is not null)
            score.AddFeatures(_features.Of(picture));
    }

    public void Dispose()
    {
        foreach (var network in _distances.Values)
            network.Dispose();
        _features?.Dispose();
    }
}
