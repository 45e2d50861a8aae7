namespace Avatars.ModelBuilding.Quantization;

/// <summary>How real numbers become bytes: byte = round(real / scale) + zero. Zero itself is exact, so that padding is.</summary>
/// <param name="Scale">Of one step, positive.</param>
public readonly record struct ActivationRange(float Scale, byte Zero)
{
    public const int Levels = 255; // steps from byte 0 to byte 255
    const int ScaleBits = 12; // of a scale's mantissa: float kernels of different processors differ in the last of 24, and must give the same scale

    /// <param name="least">Of the numbers that must fit; what lies beyond is clamped.</param>
    /// <exception cref="ArgumentException">A bound is not finite, or they are in the wrong order.</exception>
    public static ActivationRange Of(float least, float most)
    {
        if (!float.IsFinite(least) || !float.IsFinite(most) || least > most)
            throw new ArgumentException($"Numbers from {least} to {most} cannot be laid on bytes. The network computes values that are not finite: "
                + "its weights are broken.");
        var (low, high) = (Math.Min(least, 0), Math.Max(most, 0));
        if (high == low)
            return new(1, 0);
        var scale = Rounded((high - low) / Levels);
        return new(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, Levels));
    }

    public float Least => -Zero * Scale;

    public float Most => (Levels - Zero) * Scale;

    /// <summary>With the same byte for zero, so stretched or shrunk that a bound falls on a step: pictures have many pixels of exactly -1 or 1.</summary>
    /// <param name="bound">Not zero.</param>
    public ActivationRange Onto(float bound)
    {
        var steps = bound < 0 ? Zero : Levels - Zero;
        return steps == 0 ? this : this with { Scale = Rounded(Math.Abs(bound) / steps) };
    }

    /// <summary>The byte of a number.</summary>
    public byte ByteOf(double value) => (byte)Math.Clamp(Math.Round(value / Scale) + Zero, 0, Levels);

    /// <summary>What a byte stands for.</summary>
    public double ValueOf(byte step) => (step - Zero) * (double)Scale;

    /// <summary>To the nearest number with a short mantissa; never below the least that every processor computes with.</summary>
    static float Rounded(float scale)
    {
        const int dropped = 23 - ScaleBits;
        var bits = BitConverter.SingleToInt32Bits(Math.Max(scale, 1e-30f));
        return BitConverter.Int32BitsToSingle((bits + (1 << (dropped - 1))) >> dropped << dropped);
    }
}
