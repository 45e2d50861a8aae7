namespace Avatars.ModelBuilding.TfLite;

/// <summary>Element types that networks without integer quantisation have, with the numbers of the schema's <c>TensorType</c>.</summary>
enum TfLiteType
{
    Float32 = 0,
    Float16 = 1,
    Int32 = 2,
}

/// <summary>A tensor of the file: a constant with its bytes, or what an operator makes.</summary>
/// <param name="Index">In the file's list.</param>
/// <param name="Data">Empty for what is computed.</param>
/// <param name="Sparsity">How <paramref name="Data"/> is packed; null where every value is stored.</param>
/// <param name="At">Byte of the file, for messages.</param>
sealed record TfLiteTensor(int Index, string Name, int[] Shape, TfLiteType Type, ReadOnlyMemory<byte> Data, TfLiteSparsity? Sparsity, long At)
{
    public bool IsConstant => Data.Length > 0;

    public long Count => Shape.Aggregate(1L, (product, side) => product * side);

    public int ElementBytes => Type == TfLiteType.Float16 ? 2 : 4;

    public override string ToString() => $"'{Name}' [{string.Join(", ", Shape)}]";
}

/// <summary>A matrix of rows in compressed form: row r holds the values from Segments[r] to Segments[r + 1], in the columns that Indices names.</summary>
sealed record TfLiteSparsity(int[] Segments, int[] Indices);
