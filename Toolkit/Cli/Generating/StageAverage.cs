using Avatars.Inference;

namespace Avatars.Cli.Generating;

/// <summary>The mean of many frames' stage times.</summary>
sealed class StageAverage
{
    StageTimes _sum;

    public int Count { get; private set; }

    public StageTimes Mean => new(_sum.PoseMap / Count, _sum.Encode / Count, _sum.Denoise / Count, _sum.Decode / Count, _sum.Runs / Count);

    public void Add(StageTimes times)
    {
        Count++;
        _sum = new(_sum.PoseMap + times.PoseMap, _sum.Encode + times.Encode, _sum.Denoise + times.Denoise, _sum.Decode + times.Decode, _sum.Runs + times.Runs);
    }

    public override string ToString() =>
        Count == 0 ? "no frames" : $"pose map {Mean.PoseMap:F1} ms, encode {Mean.Encode:F1} ms, denoise {Mean.Denoise:F1} ms, decode {Mean.Decode:F1} ms";
}
