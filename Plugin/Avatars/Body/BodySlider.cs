using System;

namespace Avatars.Body;

/// <summary>A direction with a meaning, such as height or weight, for users: moves the shape coefficients together.</summary>
/// <param name="Name">In words: "height", "shoulder width".</param>
/// <param name="Low">Added to each coefficient at -1.</param>
/// <param name="High">Added to each coefficient at +1.</param>
public sealed record BodySlider(string Name, float[] Low, float[] High)
{
    /// <param name="value">-1..1; 0 is the average body.</param>
    /// <param name="coefficients">One per shape direction.</param>
    public void AddTo(Span<float> coefficients, float value)
    {
        var towards = value < 0 ? Low : High;
        for (var i = 0; i < towards.Length; i++)
            coefficients[i] += MathF.Abs(value) * towards[i];
    }
}
