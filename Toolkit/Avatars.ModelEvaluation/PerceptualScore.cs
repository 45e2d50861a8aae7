using System.Text.Json.Nodes;

namespace Avatars.ModelEvaluation;

/// <summary>One row's perceptual distances to the true pictures, and its pictures' features.</summary>
public sealed class PerceptualScore
{
    readonly Dictionary<string, (double Sum, int Count)> _distances = new(StringComparer.Ordinal);
    readonly List<float> _features = [];
    double? _fid;

    /// <summary>Of all pictures, one after another.</summary>
    public ReadOnlySpan<float> Features => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_features);

    public void AddDistance(string metric, double distance)
    {
        var (sum, count) = _distances.GetValueOrDefault(metric);
        _distances[metric] = (sum + distance, count + 1);
    }

    public void AddFeatures(ReadOnlySpan<float> features) => _features.AddRange(features);

    /// <summary>Mean distance of a metric.</summary>
    public double Distance(string metric) => _distances.TryGetValue(metric, out var one) ? one.Sum / one.Count : double.NaN;

    /// <summary>Frechet distance to the true pictures; not a number for fewer than two. Worked out once, when all pictures are there.</summary>
    public double Fid(PerceptualScore truth, int dimensions) =>
        _fid ??= _features.Count < 2 * dimensions ? double.NaN : FrechetDistance.Between(truth.Features, Features, dimensions);

    /// <param name="metrics">What was measured.</param>
    public JsonObject ToJson(PerceptualMetrics metrics)
    {
        var json = new JsonObject();
        foreach (var metric in metrics.Distances)
            json[metric] = JsonNumbers.Of(Distance(metric));
        if (metrics.Dimensions > 0)
            json["fid"] = JsonNumbers.Of(Fid(metrics.Truth, metrics.Dimensions));
        return json;
    }
}
