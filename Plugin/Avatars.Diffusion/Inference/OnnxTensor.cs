using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Avatars.Inference;

/// <summary>What is needed of a tensor in an ONNX model: its name, shape, and the values of a short list of integers.</summary>
/// <remarks>TensorProto of onnx.proto3.</remarks>
sealed class OnnxTensor
{
    const int Int64 = 7, MostValues = 16;

    byte[] _raw = Array.Empty<byte>();
    List<long> _values = new();
    ulong _type;

    /// <param name="bytes">Of the whole message.</param>
    public OnnxTensor(long bytes) => Bytes = bytes;

    public long Bytes { get; }

    public string Name { get; private set; } = "";

    public List<long> Sides { get; } = new();

    /// <summary>Of a list of at most 16 integers of 64 bits, as shapes are; else null.</summary>
    public long[]? SmallValues
    {
        get
        {
            if (_type != Int64)
                return null;
            if (_values.Count > 0)
                return _values.ToArray();
            var values = new long[_raw.Length / sizeof(long)];
            for (var i = 0; i < values.Length; i++)
                values[i] = BinaryPrimitives.ReadInt64LittleEndian(_raw.AsSpan(i * sizeof(long)));
            return values.Length > 0 ? values : null;
        }
    }

    /// <summary>Keeps what a field says, if that is needed.</summary>
    public void Take(ProtoStream.Field field, ProtoStream stream)
    {
        switch (field.Number)
        {
            case 1 when !field.IsDelimited: Sides.Add((long)field.Value); break;
            case 1: Sides.AddRange(stream.Numbers(field, OnnxSizes.MostSides + 1)); break;
            case 2 when !field.IsDelimited: _type = field.Value; break;
            case 7 when field.IsDelimited: _values = stream.Numbers(field, MostValues); break;
            case 7: _values.Add((long)field.Value); break;
            case 8 when field.IsDelimited: Name = stream.Text(field); break;
            case 9 when field.IsDelimited && field.End - field.Start <= MostValues * sizeof(long): _raw = stream.Bytes(field); break;
        }
    }
}
