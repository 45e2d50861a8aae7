using System;

namespace Avatars.Animation;

/// <summary>On which sides of a key the tangents carry weights; names and values as in Unity, in effect bit flags.</summary>
public enum WeightedMode
{
    None = 0,
    In = 1,
    Out = 2,
    Both = 3,
}

/// <summary>A value at a time, with the incoming and outgoing tangents. A value: changing a copy changes no curve. As in Unity.</summary>
/// <remarks>The members in small letters are the same ones in Unity's spelling, for scripts.</remarks>
public record struct Keyframe
{
    /// <summary>Level tangents without weights.</summary>
    /// <param name="time">Seconds.</param>
    public Keyframe(float time, float value) : this(time, value, 0, 0) { }

    /// <param name="inTangent">Slope before the key, value per second; infinite holds the previous value up to the key.</param>
    /// <param name="outTangent">Slope after the key, value per second; infinite holds this value up to the next key.</param>
    public Keyframe(float time, float value, float inTangent, float outTangent) : this()
    {
        Time = time;
        Value = value;
        InTangent = inTangent;
        OutTangent = outTangent;
    }

    /// <summary>Weighted on both sides.</summary>
    /// <param name="inWeight">Length of the incoming tangent as a share of the time to the key before, 0 to 1.</param>
    /// <param name="outWeight">Length of the outgoing tangent as a share of the time to the key after, 0 to 1.</param>
    public Keyframe(float time, float value, float inTangent, float outTangent, float inWeight, float outWeight) : this(time, value, inTangent, outTangent)
    {
        InWeight = inWeight;
        OutWeight = outWeight;
        WeightedMode = WeightedMode.Both;
    }

    /// <summary>Seconds.</summary>
    public float Time { get; set; }

    public float Value { get; set; }

    /// <summary>Slope before the key, value per second; infinite holds the previous value up to the key.</summary>
    public float InTangent { get; set; }

    /// <summary>Slope after the key, value per second; infinite holds this value up to the next key.</summary>
    public float OutTangent { get; set; }

    /// <summary>Share of the time to the key before, 0 to 1; counts when <see cref="WeightedMode"/> has <see cref="WeightedMode.In"/>.</summary>
    public float InWeight { get; set; }

    /// <summary>Share of the time to the key after, 0 to 1; counts when <see cref="WeightedMode"/> has <see cref="WeightedMode.Out"/>.</summary>
    public float OutWeight { get; set; }

    public WeightedMode WeightedMode { get; set; }

    public float time { readonly get => Time; set => Time = value; }

    public float value { readonly get => Value; set => Value = value; }

    public float inTangent { readonly get => InTangent; set => InTangent = value; }

    public float outTangent { readonly get => OutTangent; set => OutTangent = value; }

    public float inWeight { readonly get => InWeight; set => InWeight = value; }

    public float outWeight { readonly get => OutWeight; set => OutWeight = value; }

    public WeightedMode weightedMode { readonly get => WeightedMode; set => WeightedMode = value; }

    /// <summary>The key as a curve stores it: weights within 0 to 1.</summary>
    /// <exception cref="ArgumentException">A time or value that is not finite, or a tangent or weight that is not a number.</exception>
    internal readonly Keyframe Checked()
    {
        if (!float.IsFinite(Time) || !float.IsFinite(Value))
            throw new ArgumentException($"A key is at {Time} s with value {Value}: give finite numbers.");
        if (float.IsNaN(InTangent) || float.IsNaN(OutTangent) || float.IsNaN(InWeight) || float.IsNaN(OutWeight))
            throw new ArgumentException($"The key at {Time} s has a tangent or weight that is not a number.");
        return this with { InWeight = Math.Clamp(InWeight, 0, 1), OutWeight = Math.Clamp(OutWeight, 0, 1) };
    }
}
