using System.Text.Json.Nodes;

namespace Avatars.ModelEvaluation;

/// <summary>Scores on all of the picture, on the person's box and on the hands' patches.</summary>
public sealed class RegionScores
{
    public Score All { get; } = new();

    public Score Person { get; } = new();

    /// <summary>A patch for each hand that the picture shows.</summary>
    public Score Hands { get; } = new();

    public JsonObject ToJson() => new() { ["all"] = ToJson(All), ["person"] = ToJson(Person), ["hands"] = ToJson(Hands) };

    static JsonObject ToJson(Score score) => new()
    {
        ["pictures"] = score.Count,
        ["psnr"] = JsonNumbers.Of(score.Psnr),
        ["ssim"] = JsonNumbers.Of(score.UniformSsim),
        ["ssim_256"] = JsonNumbers.Of(score.GaussianSsim),
        ["ssim_range255"] = JsonNumbers.Of(score.FullRangeSsim),
        ["l1"] = JsonNumbers.Of(score.L1),
    };
}
