namespace Avatars.Sampling;

/// <summary>Hands out the draws that were recorded for a step.</summary>
sealed class RecordedNoise(float[] draws, int length) : INoise
{
    public int Step { get; set; }

    /// <summary>The steps that asked.</summary>
    public List<int> Drawn { get; } = [];

    /// <summary>What is handed out at this step; empty where nothing was recorded.</summary>
    public ReadOnlySpan<float> Recorded => draws.Length == 0 ? [] : draws.AsSpan(Step * length, length);

    public void Fill(Span<float> gaussian)
    {
        draws.AsSpan(Step * length, length).CopyTo(gaussian);
        Drawn.Add(Step);
    }
}
