using System;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Avatars.Inference;

/// <summary>
/// A float32 tensor in memory that ONNX Runtime reads and writes in place: bound once, one network's output and the next one's input
/// without a copy. Row-major; starts as zeros.
/// </summary>
public sealed class FloatTensor : IDisposable
{
    /// <summary>Most elements of one tensor: 8 GB. More is a mistake in a file, not a picture.</summary>
    public const long MaximumLength = 1L << 31;

    readonly int[] _shape;
    readonly IntPtr _data;

    /// <param name="shape">Sides, slowest first; each at least 1.</param>
    /// <exception cref="ArgumentException">A side is below 1, or the whole is beyond <see cref="MaximumLength"/>.</exception>
    public FloatTensor(params int[] shape)
    {
        var length = 1L;
        foreach (var side in shape)
        {
            if (side < 1 || (length *= side) >= MaximumLength)
                throw new ArgumentException($"A tensor of [{string.Join(", ", shape)}] cannot be made: every side must be 1 or more, "
                    + $"and the whole below {MaximumLength} elements.", nameof(shape));
        }
        _shape = [.. shape];
        Length = (int)length;
        SharedThreads.Runtime();
        Value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, Array.ConvertAll(shape, side => (long)side));
        _data = Address(Value);
        Span.Clear();
    }

    /// <summary>Elements.</summary>
    public int Length { get; }

    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The elements themselves, not a copy. Valid until <see cref="Dispose"/>.</summary>
    public unsafe Span<float> Span => new((void*)_data, Length);

    internal OrtValue Value { get; }

    public void Dispose() => Value.Dispose();

    public override string ToString() => $"[{string.Join(", ", _shape)}]";

    internal bool Fits(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length != _shape.Length)
            return false;
        for (var i = 0; i < _shape.Length; i++)
            if (dimensions[i] >= 0 && dimensions[i] != _shape[i])
                return false;
        return true;
    }

    static unsafe IntPtr Address(OrtValue value)
    {
        fixed (float* first = value.GetTensorMutableDataAsSpan<float>())
            return (IntPtr)first;
    }
}
