using System.Reflection;
using System.Security.Cryptography;
using Avatars.Files;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.TfLite;
using Avatars.Models;

namespace Avatars.ModelBuilding.Importing.MediaPipe;

/// <summary>Turns the TFLite files of MediaPipe's npm packages into the ONNX files that <see cref="PerceptionModels"/> names.</summary>
public static class MediaPipeImport
{
    const long MaximumArchiveBytes = 1L << 28;

    /// <summary>What npm needs to bring the packages in the pinned releases: <c>package.json</c> and <c>package-lock.json</c>.</summary>
    public static void WritePackageList(string folder)
    {
        foreach (var name in new[] { "package.json", "package-lock.json" })
            Copy(name, folder);
    }

    /// <summary>Writes all networks, the list of them and their licence into a folder, which is there completely or not at all.</summary>
    /// <param name="packages">A folder with <c>node_modules/@mediapipe</c> in it.</param>
    /// <param name="folder">It must not exist, or be empty.</param>
    /// <param name="converted">Told the name of each network that is done.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="FormatException">A file is not the one of the pinned release.</exception>
    public static void Run(string packages, string folder, Action<string>? converted = null, CancellationToken stop = default) =>
        WholeFolder.Create(folder, beside =>
        {
            var networks = new Dictionary<string, PerceptionNetworkFile>(StringComparer.Ordinal);
            foreach (var file in MediaPipeFile.All)
            {
                stop.ThrowIfCancellationRequested();
                networks.Add(file.Name, Convert(packages, file, beside));
                converted?.Invoke(file.Name);
            }
            Copy("NOTICE.txt", beside);
            Copy("LICENSE.txt", beside);
            PerceptionModels.Write(beside, networks);
        });

    /// <summary>The bytes of one TFLite file, as the pinned release has it.</summary>
    internal static ReadOnlyMemory<byte> Read(string packages, MediaPipeFile file)
    {
        var path = Path.Combine(packages, "node_modules", "@mediapipe", file.Path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{path}' is missing: '{packages}' should hold MediaPipe's npm packages. "
                + "Leave --checkpoint out to have them downloaded.", path);
        var whole = WholeFile.Read(path, MaximumArchiveBytes);
        if (file.Offset + file.Bytes > whole.Length || SHA256.HashData(whole.AsSpan(file.Offset, file.Bytes)) is var hash
            && System.Convert.ToHexStringLower(hash) != file.Sha256)
            throw new FormatException($"'{path}': '{file.Name}' is not the one of the pinned release. Leave --checkpoint out to have it downloaded.");
        return whole.AsMemory(file.Offset, file.Bytes);
    }

    static PerceptionNetworkFile Convert(string packages, MediaPipeFile file, string folder)
    {
        var (graph, weights) = TfLiteConversion.Convert(Read(packages, file), file.Name + ".tflite", file.Name);
        var path = Path.Combine(folder, file.Name + NetworkFile.Ending);
        OnnxFile.Save(graph, path, weights);
        using var stream = WholeFile.Open(path, long.MaxValue);
        var hash = System.Convert.ToHexStringLower(SHA256.HashData(stream));
        return new PerceptionNetworkFile(new NetworkFile(Path.GetFileName(path), stream.Length, hash), file.Sha256);
    }

    static void Copy(string resource, string folder)
    {
        using var from = Assembly.GetExecutingAssembly().GetManifestResourceStream("MediaPipe/" + resource)!;
        using var to = File.Create(Path.Combine(folder, resource));
        from.CopyTo(to);
    }
}
