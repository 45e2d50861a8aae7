using System.IO;
using System.Linq;
using System.Text.Json;

namespace Avatars.Models;

/// <summary>One file of a package, as <c>model.json</c> names it.</summary>
/// <param name="File">A plain file name inside the package's folder: the network's name and <c>.onnx</c>.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Data">The file with a large network's weights; null where they are in <paramref name="File"/>.</param>
public sealed record NetworkFile(string File, long Bytes, string Sha256, NetworkFile? Data = null)
{
    public const string Ending = ".onnx", DataEnding = ".onnx.data";

    const long MaximumBytes = 64L << 30;

    /// <summary>Both files.</summary>
    public long AllBytes => Bytes + (Data?.Bytes ?? 0);

    internal static NetworkFile Read(string network, ManifestField field) =>
        ReadFile(field, network + Ending) with { Data = field.OptionalChild("data") is { } data ? ReadFile(data, network + DataEnding) : null };

    static NetworkFile ReadFile(ManifestField field, string wanted)
    {
        var file = field.Text("file");
        if (!IsPlainName(file))
            throw field.Wrong("file",
                $"is '{file}', which is not the plain name of a file in the package's folder. A package may not reach outside it: build it again");
        if (file != wanted)
            throw field.Wrong("file", $"is '{file}', not '{wanted}', as the network's name requires. Build the package again");
        var sha256 = field.Text("sha256");
        if (sha256.Length != 64 || !sha256.All(IsHexadecimal))
            throw field.Wrong("sha256", "is not 64 hexadecimal digits. Build the package again");
        return new NetworkFile(file, field.Long("bytes", 1, MaximumBytes), sha256);
    }

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("file", File);
        json.WriteNumber("bytes", Bytes);
        json.WriteString("sha256", Sha256);
        Data?.Write(json, "data");
        json.WriteEndObject();
    }

    // Both kinds of separator on every system: a package moves between them.
    static bool IsPlainName(string name) =>
        name.IndexOfAny(['/', '\\', ':', '\0']) < 0 && name.Trim('.', ' ').Length > 0 && name == Path.GetFileName(name) && name.Length <= 255;

    static bool IsHexadecimal(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F';
}
