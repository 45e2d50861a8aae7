namespace Avatars.ModelBuilding.Weights;

/// <summary>A tensor where it lies in a file.</summary>
/// <param name="Type">As safetensors calls it: F64, F32, F16, BF16, I64, I32, I16, U16, I8, U8 or BOOL.</param>
/// <param name="Begin">First byte of the first element, counted from the start of the file.</param>
/// <param name="End">One past the last byte that an element has.</param>
public sealed record StoredTensor(string Name, string Type, long[] Shape, long Begin, long End)
{
    static readonly Dictionary<string, int> Sizes = new(StringComparer.Ordinal)
    {
        ["F64"] = 8, ["F32"] = 4, ["F16"] = 2, ["BF16"] = 2, ["I64"] = 8, ["I32"] = 4, ["I16"] = 2, ["U16"] = 2, ["I8"] = 1, ["U8"] = 1, ["BOOL"] = 1,
    };

    /// <summary>What a checkpoint of any published model stays far below; more is refused before memory is taken for it.</summary>
    public const int MostTensors = 200_000, LongestName = 1024, MostAxes = 16;

    /// <summary>Bytes of a file; the largest published ones have some 60 GB.</summary>
    public const long LargestFile = 1L << 40;

    /// <summary>Elements from one index to the next, per axis; null where the tensor lies row-major without gaps.</summary>
    public long[]? Strides { get; init; }

    public long Count => Shape.Aggregate(1L, (product, side) => product * side);

    public static IEnumerable<string> Types => Sizes.Keys;

    /// <summary>Bytes per element.</summary>
    public int ElementSize => Sizes[Type];

    /// <summary>Bytes per element, or 0 for a type that is not known.</summary>
    public static int SizeOf(string type) => Sizes.GetValueOrDefault(type);
}
