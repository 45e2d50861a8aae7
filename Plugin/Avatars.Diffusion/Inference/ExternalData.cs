using System;
using System.Globalization;
using System.IO;
using Avatars.Files;

namespace Avatars.Inference;

/// <summary>Weights in another file, as a tensor of an ONNX model names them.</summary>
/// <param name="Location">The file's name.</param>
/// <param name="Offset">First byte, in decimal; empty for 0.</param>
/// <param name="Length">Bytes, in decimal; empty for the rest of the file.</param>
readonly record struct ExternalData(string Location, string Offset, string Length)
{
    /// <summary>The file must be a regular one in the model's folder, under no other name elsewhere, and hold the bytes.</summary>
    /// <exception cref="FormatException">It is none, or too short.</exception>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public void RequireBeside(string model)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
        if (Location.Length is 0 or > 255 || Location.IndexOfAny(['/', '\\', ':', '\0']) >= 0 || Location.Trim('.', ' ').Length == 0)
            throw Wrong(model, "is not the plain name of a file beside the network");
        var path = Path.Combine(folder, Location);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{model}' keeps weights in {ErrorLine.Quote(Location)}, which is missing beside it. Download or build the model "
                + "package again.", path);
        if (!RealPath.IsWithin(path, folder))
            throw Wrong(model, "is a link that leads out of the network's folder");
        if (RealPath.LinkCount(path) > 1)
            throw Wrong(model, "is a hard link: the same file has a second name, perhaps elsewhere. Make a copy of the file in its place");
        using var file = WholeFile.Open(path, long.MaxValue);
        if (!TryNumber(Offset, 0, out var offset) || !TryNumber(Length, file.Length - Math.Min(offset, file.Length), out var length)
            || offset > file.Length || length > file.Length - offset)
            throw Wrong(model, $"has {file.Length:N0} bytes, and {ErrorLine.Quote(Length, 30)} from {ErrorLine.Quote(Offset, 30)} on are wanted of it");
    }

    static bool TryNumber(string text, long missing, out long number)
    {
        number = missing;
        return text.Length == 0 || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    FormatException Wrong(string model, string why) => new($"'{model}' keeps weights in {ErrorLine.Quote(Location)}: the file {why}. A network may not reach "
        + "outside its folder: build or download the package again.");
}
