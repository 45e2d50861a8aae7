namespace Avatars.ModelBuilding.Onnx;

/// <summary>A tensor that flows through a <see cref="Graph"/>: what a node makes, an input, or a weight.</summary>
/// <param name="Name">Unique within the graph.</param>
/// <param name="Shape">Row-major sides; <see cref="Batch"/> for the one that is only known at run time.</param>
public sealed record Value(string Name, params int[] Shape)
{
    /// <summary>The side called "batch" in the file.</summary>
    public const int Batch = -1;

    public int Rank => Shape.Length;

    /// <summary>Side of an axis; a negative axis counts from the end.</summary>
    public int this[int axis] => Shape[axis < 0 ? axis + Shape.Length : axis];

    public override string ToString() => $"{Name} [{string.Join(", ", Shape.Select(side => side == Batch ? "batch" : $"{side}"))}]";
}
