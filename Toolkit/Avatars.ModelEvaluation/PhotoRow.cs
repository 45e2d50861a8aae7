using System.Text.Json.Nodes;
using Avatars.Metrics;

namespace Avatars.ModelEvaluation;

/// <summary>One way to get the target photograph, scored on all pairs.</summary>
public sealed class PhotoRow(string name)
{
    const double BestPsnr = 100; // decibels: what equal pictures count for

    double _psnr, _ssim, _mattePsnr, _matteSsim, _overlap;
    int _hands;

    public string Name => name;

    public int Count { get; private set; }

    /// <summary>In the box around the person in the target photograph. Decibels.</summary>
    public double BoxPsnr => _psnr / Count;

    /// <inheritdoc cref="BoxPsnr"/>
    public double BoxSsim => _ssim / Count;

    /// <summary>Weighted by the target photograph's matte. Decibels.</summary>
    public double MattePsnr => _mattePsnr / Count;

    /// <inheritdoc cref="MattePsnr"/>
    public double MatteSsim => _matteSsim / Count;

    /// <summary>Intersection over union of the mattes that perception finds in the picture and in the target photograph; 0 where it finds no person.</summary>
    public double MatteOverlap => _overlap / Count;

    /// <summary>Hands that perception finds.</summary>
    public int Hands => _hands;

    /// <summary>BodyPix' joints against perception's joints of the target photograph, in shares of the person's longer side.</summary>
    public JointErrors Body { get; } = new();

    public void Add(in PhotoScore score)
    {
        Count++;
        _psnr += Math.Min(score.BoxPsnr, BestPsnr);
        _ssim += score.BoxSsim;
        _mattePsnr += Math.Min(score.MattePsnr, BestPsnr);
        _matteSsim += score.MatteSsim;
        _overlap += score.MatteOverlap;
        _hands += score.Hands;
    }

    public JsonObject ToJson() => new()
    {
        ["name"] = name,
        ["boxPsnr"] = JsonNumbers.Of(BoxPsnr),
        ["boxSsim"] = JsonNumbers.Of(BoxSsim),
        ["mattePsnr"] = JsonNumbers.Of(MattePsnr),
        ["matteSsim"] = JsonNumbers.Of(MatteSsim),
        ["matteOverlap"] = JsonNumbers.Of(MatteOverlap),
        ["hands"] = Hands,
        ["bodyPck01"] = JsonNumbers.Of(Body.Count == 0 ? double.NaN : Body.Pck),
    };
}

/// <summary>Scores of one picture.</summary>
public readonly record struct PhotoScore(double BoxPsnr, double BoxSsim, double MattePsnr, double MatteSsim, double MatteOverlap, int Hands);
