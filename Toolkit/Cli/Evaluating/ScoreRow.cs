using System.Text.Json.Nodes;
using Avatars.Imaging;

namespace Avatars.Cli.Evaluating;

/// <summary>One row of the report: a way to get the target picture, scored on everybody, on the residents and on strangers.</summary>
sealed class ScoreRow(string name)
{
    public string Name => name;

    public RegionScores Everybody { get; } = new();

    public RegionScores Residents { get; } = new();

    public RegionScores Strangers { get; } = new();

    /// <summary>Empty where there are no judges.</summary>
    public JudgeScore Judged { get; } = new();

    /// <summary>Empty where there are no networks for it.</summary>
    public PerceptualScore Perceived { get; } = new();

    /// <param name="picture">Of the truth's size.</param>
    public void Add(ScoredPair truth, RgbImage picture)
    {
        var all = PictureScore.Of(truth.Target, picture);
        var person = PictureScore.Of(truth.Target, picture, truth.Person);
        PictureScore?[] hands = [.. truth.Hands.Select(hand => PictureScore.Of(truth.Target, picture, hand))];
        foreach (var scores in new[] { Everybody, truth.IsResident ? Residents : Strangers })
        {
            scores.All.Add(all);
            scores.Person.Add(person);
            foreach (var hand in hands)
                scores.Hands.Add(hand);
        }
    }

    /// <summary>Everybody's figures, then the two groups' where there is somebody in each.</summary>
    /// <param name="metrics">Null for none.</param>
    public JsonObject ToJson(PerceptualMetrics? metrics)
    {
        var json = new JsonObject { ["name"] = name };
        foreach (var (region, score) in Everybody.ToJson().ToArray())
            json[region] = score!.DeepClone();
        if (Residents.All.Count > 0 && Strangers.All.Count > 0)
            (json["residents"], json["strangers"]) = (Residents.ToJson(), Strangers.ToJson());
        if (Judged.Body.Count > 0)
            json["judged"] = Judged.ToJson();
        if (metrics is not null)
            json["perceptual"] = Perceived.ToJson(metrics);
        return json;
    }
}
