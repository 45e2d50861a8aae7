using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Cli.Generating;

/// <summary>
/// Finished frames of a film as PNG in a folder beside it, FILM.frames, so that a film that was stopped goes on where it was: each picture is whole or
/// not there. The folder is deleted when the film is finished.
/// </summary>
sealed class KeptFrames
{
    const string KeyFile = "film.txt";

    readonly string _folder;

    /// <param name="film">The film's file.</param>
    /// <param name="key">Of everything that the frames depend on, see <see cref="KeyOf"/>.</param>
    /// <exception cref="InvalidOperationException">The folder holds the frames of another film.</exception>
    public KeptFrames(string film, string key)
    {
        _folder = film + ".frames";
        var file = Path.Combine(_folder, KeyFile);
        if (!File.Exists(file))
            WholeFile.Write(file, Encoding.UTF8.GetBytes(key));
        else if (WholeFile.ReadText(file, 1 << 20) != key)
            throw new InvalidOperationException($"'{_folder}' holds frames of another film: its options or files differ. Repeat those, or delete the folder.");
        while (File.Exists(PathOf(Count)))
            Count++;
    }

    /// <summary>Frames from the first one on that were finished before.</summary>
    public int Count { get; }

    public RgbImage Read(int frame) => PictureFile.ReadRgb(PathOf(frame));

    public RgbaImage ReadTransparent(int frame) => PictureFile.ReadRgba(PathOf(frame));

    public void Write(int frame, RgbImage picture) => PictureFile.Write(PathOf(frame), picture);

    public void Write(int frame, RgbaImage picture) => PictureFile.Write(PathOf(frame), picture);

    public void Delete() => Directory.Delete(_folder, recursive: true);

    /// <summary>Every word of the command but the film's name, and the SHA-256 of every file that is named or lies beside one under the same name.</summary>
    /// <param name="package">Folder of the model, which need not be named.</param>
    public static string KeyOf(ParseResult parsed, string film, string package)
    {
        var key = new StringBuilder();
        foreach (var word in parsed.Tokens.Select(token => token.Value).Append(Path.Combine(package, Models.ModelManifest.FileName)))
        {
            if (word == film)
                continue;
            key.Append(word).Append('\n');
            var stem = Path.GetFileNameWithoutExtension(word);
            if (File.Exists(word) && Path.GetDirectoryName(Path.GetFullPath(word)) is { } folder)
                foreach (var file in Directory.GetFiles(folder, stem + ".*").Order(StringComparer.Ordinal))
                    if (Path.GetFullPath(file) != Path.GetFullPath(film))
                        key.Append("  ").Append(Path.GetFileName(file)).Append(' ').Append(HashOf(file)).Append('\n');
        }
        return key.ToString();
    }

    string PathOf(int frame) => Path.Combine(_folder, $"{frame:D6}.png");

    static string HashOf(string file)
    {
        using var stream = WholeFile.Open(file, long.MaxValue);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
