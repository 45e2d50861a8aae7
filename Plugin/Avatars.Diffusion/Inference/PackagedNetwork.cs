using System.IO;
using System.Linq;

namespace Avatars.Inference;

/// <summary>One file of a package, as <c>model.json</c> names it.</summary>
/// <param name="File">A plain file name inside the package's folder.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Data">The file with a large network's weights; null where they are in <paramref name="File"/>.</param>
public sealed record PackagedNetwork(string File, long Bytes, string Sha256, PackagedNetwork? Data = null)
{
    const long MaximumBytes = 64L << 30;

    internal static PackagedNetwork Read(PackageField field) => ReadFile(field) with { Data = field.OptionalChild("data") is { } data ? ReadFile(data) : null };

    static PackagedNetwork ReadFile(PackageField field)
    {
        var file = field.Text("file");
        if (!IsPlainName(file))
            throw field.Wrong("file", $"is '{file}', which is not the plain name of a file in the package's folder. A package may not reach outside it: build it again");
        var sha256 = field.Text("sha256");
        if (sha256.Length != 64 || !sha256.All(IsHexadecimal))
            throw field.Wrong("sha256", "is not 64 hexadecimal digits. Build the package again");
        return new PackagedNetwork(file, field.Long("bytes", 1, MaximumBytes), sha256);
    }

    // Both kinds of separator on every system: a package moves between them.
    static bool IsPlainName(string name) =>
        name.IndexOfAny(['/', '\\', ':', '\0']) < 0 && name.Trim('.', ' ').Length > 0 && name == Path.GetFileName(name) && name.Length <= 255;

    static bool IsHexadecimal(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F';
}
