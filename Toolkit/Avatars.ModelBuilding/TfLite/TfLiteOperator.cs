using Avatars.Files;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>An operator of the file.</summary>
/// <param name="Name">As the schema spells it, such as CONV_2D; a custom operator's own name.</param>
/// <param name="Inputs">Tensors by index; -1 for one that is left out.</param>
/// <param name="Options">The table of its kind; null where the file has none.</param>
/// <param name="CustomOptions">Bytes of a custom operator.</param>
sealed record TfLiteOperator(string File, int Index, string Name, int[] Inputs, int[] Outputs, FlatTable? Options, ReadOnlyMemory<byte> CustomOptions, long At)
{
    /// <summary>A field of the options.</summary>
    public int Int(int field, int fallback = 0) => Options?.Int(field, fallback) ?? fallback;

    /// <inheritdoc cref="Int"/>
    public int Byte(int field, int fallback = 0) => Options?.Byte(field, fallback) ?? fallback;

    public FormatException Broken(string why) =>
        new($"'{File}', byte {At}: operator {Index} ({Name}): {ErrorLine.Printable(why, 300)}. Download the file again.");

    public FormatException Unsupported(string what) =>
        new($"'{File}', byte {At}: operator {Index} ({Name}): {what} is not supported. Only MediaPipe's networks of the pinned release are.");
}
