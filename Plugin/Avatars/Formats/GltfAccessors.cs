using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Avatars.Formats;

/// <summary>
/// The typed arrays of a glTF document, sparse ones too. Every byte is checked to lie in its buffer before memory is allocated. The sum of all
/// decoded numbers is bounded by the file's size, since many accessors may refer to one array.
/// </summary>
sealed class GltfAccessors
{
    const long FreeElements = 1 << 24;
    const int ElementsPerByte = 8;

    readonly GltfContainer _container;
    readonly GltfElement[] _accessors;
    readonly GltfElement[] _views;
    long _left;

    public GltfAccessors(GltfContainer container)
    {
        _container = container;
        _accessors = container.Root.Items("accessors");
        _views = container.Root.Items("bufferViews");
        _left = FreeElements + ElementsPerByte * container.Size;
    }

    public int Count => _accessors.Length;

    /// <summary>Whether at least some of an accessor's elements are in a buffer; otherwise all are zero.</summary>
    public bool HasBytes(int index) => _accessors[index].Has("bufferView") || _accessors[index].Has("sparse");

    /// <summary>The bytes of a buffer view, for pictures.</summary>
    public ReadOnlySpan<byte> View(GltfElement owner, string name) => _container.View(_views[owner.Index(name, _views.Length)]);

    /// <summary>[count, components] numbers; normalised integers become 0..1 or -1..1.</summary>
    /// <param name="index">Of the accessor.</param>
    /// <param name="type">SCALAR, VEC2, VEC3, VEC4 or MAT4.</param>
    public float[] Floats(int index, string type)
    {
        var shape = ShapeOf(index, type);
        var normalised = _accessors[index].Flag("normalized");
        var values = new float[shape.Count * shape.Components];
        Fill(_accessors[index], shape, (bytes, at) =>
        {
            var value = Value(bytes, shape.Kind, normalised);
            values[at] = Math.Abs(value) <= GltfElement.LargestNumber ? value : throw _accessors[index].Wrong($"element {at / shape.Components} is {value}: "
                + $"numbers up to {GltfElement.LargestNumber} are taken.");
        });
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
            values[i] = values[i].LengthSquared() is > 1e-6f and < float.PositiveInfinity ? Quaternion.Normalize(values[i])
                : throw _accessors[index].Wrong($"element {i} is no rotation: its length is {values[i].Length():0.###}, not 1.");
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
        var shape = ShapeOf(index, type);
        if (shape.Kind == 5126)
            throw _accessors[index].Wrong("indices are written as floats.");
        var values = new uint[shape.Count * shape.Components];
        Fill(_accessors[index], shape, (bytes, at) =>
        {
            var value = Whole(bytes, shape.Kind);
            values[at] = value >= 0 && value < limit ? (uint)value : throw _accessors[index]
                .Wrong($"element {at / shape.Components} is {value}; numbers below {limit} are expected.");
        });
        return values;
    }

    /// <summary>Type and count of an accessor's elements, checked and counted against the bound.</summary>
    readonly record struct Shape(int Count, int Components, int Size, int Kind);

    delegate void Element(ReadOnlySpan<byte> bytes, int at);

    Shape ShapeOf(int index, string type)
    {
        var accessor = _accessors[index];
        var found = accessor.Text("type");
        if (found != type)
            throw accessor.Wrong($"the type is {BvhReader.Shorten(found)}, but {type} is expected here.");
        var components = type switch { "SCALAR" => 1, "VEC2" => 2, "VEC3" => 3, "VEC4" => 4, _ => 16 };
        var (kind, size) = KindOf(accessor);
        var count = accessor.Integer("count", null, 1);
        if (accessor.Has("bufferView")) // else they are zeros, which need no bytes
            BytesOf(accessor, "bufferView", count, size * components, out _);
        _left -= count * components;
        if (_left < 0)
            throw accessor.Wrong($"the model's arrays come to more than {FreeElements + ElementsPerByte * _container.Size} numbers, which "
                + $"its {_container.Size} bytes cannot mean. The file is damaged.");
        return new Shape((int)count, components, size, kind);
    }

    void Fill(GltfElement accessor, Shape shape, Element element)
    {
        var rowBytes = shape.Size * shape.Components;
        if (accessor.Has("bufferView"))
        {
            var bytes = BytesOf(accessor, "bufferView", shape.Count, rowBytes, out var stride);
            for (var row = 0; row < shape.Count; row++)
                for (var i = 0; i < shape.Components; i++)
                    element(bytes[(row * stride + i * shape.Size)..], row * shape.Components + i);
        }
        if (accessor.TryObject("sparse") is { } sparse)
            FillSparse(sparse, shape, rowBytes, element);
    }

    /// <summary>A few elements that differ from the rest, by their indices.</summary>
    void FillSparse(GltfElement sparse, Shape shape, int rowBytes, Element element)
    {
        var count = sparse.Integer("count", null, 1);
        var (indices, values) = (sparse.Object("indices"), sparse.Object("values"));
        var (kind, size) = KindOf(indices);
        if (kind is not (5121 or 5123 or 5125))
            throw indices.Wrong($"'componentType' is {kind}. Known are 5121, 5123 and 5125.");
        var indexBytes = BytesOf(indices, "bufferView", count, size, out _);
        var valueBytes = BytesOf(values, "bufferView", count, rowBytes, out _);
        long before = -1;
        for (var row = 0; row < count; row++)
        {
            var index = Whole(indexBytes[(row * size)..], kind);
            if (index <= before || index >= shape.Count)
                throw indices.Wrong($"element {row} is {index}, behind {before}; rising numbers below {shape.Count} are expected.");
            before = index;
            for (var i = 0; i < shape.Components; i++)
                element(valueBytes[(row * rowBytes + i * shape.Size)..], (int)index * shape.Components + i);
        }
    }

    /// <summary>From the first element on.</summary>
    ReadOnlySpan<byte> BytesOf(GltfElement owner, string name, long count, int rowBytes, out int stride)
    {
        var view = _views[owner.Index(name, _views.Length)];
        var bytes = _container.View(view);
        var offset = owner.Integer("byteOffset", 0, 0);
        stride = (int)view.Integer("byteStride", rowBytes, rowBytes);
        var end = offset + stride * (count - 1) + rowBytes;
        return end <= bytes.Length ? bytes[(int)offset..]
            : throw owner.Wrong($"{count} elements reach to byte {end} of a buffer view of {bytes.Length} bytes. The file is damaged.");
    }

    static (int Kind, int Size) KindOf(GltfElement owner)
    {
        var kind = (int)owner.Integer("componentType", null, 0);
        return (kind, kind switch { 5120 or 5121 => 1, 5122 or 5123 => 2, 5125 or 5126 => 4,
            _ => throw owner.Wrong($"'componentType' is {kind}. Known are 5120 to 5123, 5125 and 5126.") });
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
