namespace Avatars.ModelBuilding.Quantization;

/// <summary>How real numbers become bytes: byte = round(real / scale) + zero. Zero itself is exact, so that padding is.</summary>
/// <param name="Scale">Of one step, positive.</param>
public readonly record struct ActivationRange(float Scale, byte Zero)
{
    public const int Levels = 255; // steps from byte 0 to byte 255

    /// <param name="least">Of the numbers that must fit; what lies beyond is clamped.</param>
    /// <exception cref="ArgumentException">A bound is not finite, or they are in the wrong order.</exception>
    public static ActivationRange Of(float least, float most)
    {
        if (!float.IsFinite(least) || !float.IsFinite(most) || least > most)
            throw new ArgumentException($"Numbers from {least} to {most} cannot be laid on bytes. The network computes values that are not finite: its weights are broken.");
        var (low, high) = (Math.Min(least, 0), Math.Max(most, 0));
        if (high == low)
            return new(1, 0);
        var scale = Math.Max((high - low) / Levels, 1e-30f); // a normal number, whatever is read
        return new(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, Levels));
    }

    public float Least => -Zero * Scale;

    public float Most => (Levels - Zero) * Scale;
}
