using System.Text.Json.Nodes;
using Avatars.Imaging;

namespace Avatars.ModelEvaluation;

/// <summary>One row of the report: a method of producing the target picture, scored on all identities, on those
/// seen in training and on those unseen.</summary>
public sealed class ScoreRow(string name)
{
    public string Name => name;

    public RegionScores AllIdentities { get; } = new();

    public RegionScores SeenIdentities { get; } = new();

    public RegionScores UnseenIdentities { get; } = new();

    /// <summary>Empty without pretrained evaluators.</summary>
    public DetectionScore Detections { get; } = new();

    /// <summary>Empty where there are no networks for it.</summary>
    public PerceptualScore Perceived { get; } = new();

    /// <param name="picture">Of the truth's size.</param>
    public void Add(ScoredPair truth, RgbImage picture)
    {
        var all = PictureScore.Of(truth.Target, picture);
        var person = PictureScore.Of(truth.Target, picture, truth.Person);
        PictureScore?[] hands = [.. truth.Hands.Select(hand => PictureScore.Of(truth.Target, picture, hand))];
        foreach (var scores in new[] { AllIdentities, truth.IsSeenIdentity ? SeenIdentities : UnseenIdentities })
        {
            scores.All.Add(all);
            scores.Person.Add(person);
            foreach (var hand in hands)
                scores.Hands.Add(hand);
        }
    }

    /// <summary>Figures of all identities, then of seen and unseen ones where there are both.</summary>
    /// <param name="metrics">Null for none.</param>
    public JsonObject ToJson(PerceptualMetrics? metrics)
    {
        var json = new JsonObject { ["name"] = name };
        foreach (var (region, score) in AllIdentities.ToJson().ToArray())
            json[region] = score!.DeepClone();
        if (SeenIdentities.All.Count > 0 && UnseenIdentities.All.Count > 0)
            (json["seenIdentities"], json["unseenIdentities"]) = (SeenIdentities.ToJson(), UnseenIdentities.ToJson());
        if (Detections.Body.Count > 0)
            json["detections"] = Detections.ToJson();
        if (metrics is not null)
            json["perceptual"] = Perceived.ToJson(metrics);
        return json;
    }
}
