using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Avatars.Formats;

/// <summary>The typed arrays of a glTF document, every byte of them checked to lie in its buffer before memory is taken.</summary>
sealed class GltfAccessors
{
    readonly GltfContainer _container;
    readonly GltfElement[] _accessors;
    readonly GltfElement[] _views;

    public GltfAccessors(GltfContainer container)
    {
        _container = container;
        _accessors = container.Root.Items("accessors");
        _views = container.Root.Items("bufferViews");
    }

    public int Count => _accessors.Length;

    /// <summary>The bytes of a buffer view, for pictures.</summary>
    public ReadOnlySpan<byte> View(GltfElement owner, string name) => _container.View(_views[owner.Index(name, _views.Length)]);

    /// <summary>[count, components] numbers; normalised integers become 0..1 or -1..1.</summary>
    /// <param name="index">Of the accessor.</param>
    /// <param name="type">SCALAR, VEC2, VEC3, VEC4 or MAT4.</param>
    public float[] Floats(int index, string type)
    {
        var layout = Layout(index, type);
        var normalised = _accessors[index].Flag("normalized");
        var values = new float[layout.Count * layout.Components];
        for (var row = 0; row < layout.Count; row++)
            for (var i = 0; i < layout.Components; i++)
            {
                var value = Value(layout.Bytes[(int)(layout.Offset + (long)row * layout.Stride + i * layout.Size)..], layout.Kind, normalised);
                values[row * layout.Components + i] = float.IsFinite(value) ? value : throw _accessors[index].Wrong($"element {row} is not a finite number.");
            }
        return values;
    }

    public Vector3[] Vectors(int index)
    {
        var floats = Floats(index, "VEC3");
        var values = new Vector3[floats.Length / 3];
        for (var i = 0; i < values.Length; i++)
            values[i] = new Vector3(floats[3 * i], floats[3 * i + 1], floats[3 * i + 2]);
        return values;
    }

    /// <summary>Unit quaternions; tangents of cubic curves are left as they are.</summary>
    /// <param name="unit">Whether element i is a rotation rather than a tangent.</param>
    public Quaternion[] Rotations(int index, Func<int, bool> unit)
    {
        var floats = Floats(index, "VEC4");
        var values = new Quaternion[floats.Length / 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new Quaternion(floats[4 * i], floats[4 * i + 1], floats[4 * i + 2], floats[4 * i + 3]);
            if (!unit(i))
                continue;
            values[i] = values[i].LengthSquared() > 1e-6f ? Quaternion.Normalize(values[i]) : throw _accessors[index].Wrong($"element {i} is a rotation of length 0.");
        }
        return values;
    }

    /// <summary>glTF's column-major matrices for column vectors are System.Numerics' row-major ones for row vectors: the same 16 numbers.</summary>
    public Matrix4x4[] Matrices(int index)
    {
        var m = Floats(index, "MAT4");
        var values = new Matrix4x4[m.Length / 16];
        for (var i = 0; i < values.Length; i++)
            values[i] = MatrixOf(m.AsSpan(16 * i, 16));
        return values;
    }

    public static Matrix4x4 MatrixOf(ReadOnlySpan<float> m) =>
        new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11], m[12], m[13], m[14], m[15]);

    /// <summary>[count, components] whole numbers below <paramref name="limit"/>.</summary>
    public uint[] Integers(int index, string type, uint limit)
    {
        var layout = Layout(index, type);
        if (layout.Kind == 5126)
            throw _accessors[index].Wrong("indices are written as floats.");
        var values = new uint[layout.Count * layout.Components];
        for (var row = 0; row < layout.Count; row++)
            for (var i = 0; i < layout.Components; i++)
            {
                var value = Whole(layout.Bytes[(int)(layout.Offset + (long)row * layout.Stride + i * layout.Size)..], layout.Kind);
                values[row * layout.Components + i] = value >= 0 && value < limit
                    ? (uint)value
                    : throw _accessors[index].Wrong($"element {row} is {value}; numbers below {limit} are expected.");
            }
        return values;
    }

    readonly ref struct Elements
    {
        public ReadOnlySpan<byte> Bytes { get; init; }

        public long Offset { get; init; }

        public int Count { get; init; }

        public int Components { get; init; }

        public int Stride { get; init; }

        public int Size { get; init; }

        public int Kind { get; init; }
    }

    Elements Layout(int index, string type)
    {
        var accessor = _accessors[index];
        var found = accessor.Text("type");
        if (found != type)
            throw accessor.Wrong($"the type is {found}, but {type} is expected here.");
        if (accessor.Has("sparse") || !accessor.Has("bufferView"))
            throw accessor.Wrong("sparse accessors are not read. Export the model without them.");
        var kind = (int)accessor.Integer("componentType", null, 0);
        var size = kind switch { 5120 or 5121 => 1, 5122 or 5123 => 2, 5125 or 5126 => 4, _ => throw accessor.Wrong($"'componentType' is {kind}. Known are 5120 to 5123, 5125 and 5126.") };
        var components = type switch { "SCALAR" => 1, "VEC2" => 2, "VEC3" => 3, "VEC4" => 4, _ => 16 };
        var count = accessor.Integer("count", null, 1);
        var offset = accessor.Integer("byteOffset", 0, 0);
        var view = _views[accessor.Index("bufferView", _views.Length)];
        var bytes = _container.View(view);
        var stride = view.Integer("byteStride", size * components, size * components);
        var end = offset + stride * (count - 1) + size * components;
        if (end > bytes.Length)
            throw accessor.Wrong($"{count} elements reach to byte {end} of a buffer view of {bytes.Length} bytes. The file is damaged.");
        return new Elements { Bytes = bytes, Offset = offset, Count = (int)count, Components = components, Stride = (int)stride, Size = size, Kind = kind };
    }

    static long Whole(ReadOnlySpan<byte> bytes, int kind) => kind switch
    {
        5120 => (sbyte)bytes[0],
        5121 => bytes[0],
        5122 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        5123 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
    };

    static float Value(ReadOnlySpan<byte> bytes, int kind, bool normalised) => kind switch
    {
        5120 => normalised ? MathF.Max((sbyte)bytes[0] / 127f, -1) : (sbyte)bytes[0],
        5121 => normalised ? bytes[0] / 255f : bytes[0],
        5122 => normalised ? MathF.Max(BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32767f, -1) : BinaryPrimitives.ReadInt16LittleEndian(bytes),
        5123 => normalised ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) / 65535f : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        5125 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
    };
}
