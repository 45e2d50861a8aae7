using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Models;

/// <summary>
/// MediaPipe's networks as ONNX files, in a folder of the user's cache that <c>avatar model import --system mediapipe</c> fills. Each ONNX model has the
/// inputs and outputs of the TFLite file that it was made of: same names, order and shapes (batch 1, NHWC, float32).
/// </summary>
public sealed class PerceptionModels
{
    /// <summary>Release of the npm package <c>@mediapipe/holistic</c>, then the revision of our conversion: another one of either is another folder.</summary>
    public const string Version = "0.5.1675471629-1";

    /// <summary>Environment variable: a folder to use in place of the user's cache folder.</summary>
    public const string CacheVariable = "AVATAR_CACHE";

    /// <summary>The one command that brings them.</summary>
    public const string Command = "avatar model import --system mediapipe";

    public const string FileName = "networks.json";

    const int MaximumManifestBytes = 1 << 16, FormatVersion = 1;
    const long MaximumNetworkBytes = 1L << 30;
    const string Remedy = "Delete the folder, then run '" + Command + "'.";

    readonly Dictionary<string, PerceptionNetworkFile> _networks;

    PerceptionModels(string folder, Dictionary<string, PerceptionNetworkFile> networks) => (Folder, _networks) = (folder, networks);

    public string Folder { get; }

    /// <summary>By name; the file is called NAME.onnx.</summary>
    public IReadOnlyDictionary<string, PerceptionNetworkFile> Networks => _networks;

    /// <summary>Avatar's folder for what can be made again: <c>AVATAR_CACHE</c>, else <c>avatar</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>
    /// (Windows: in the local application data).</summary>
    public static string CacheFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } chosen)
                return Path.GetFullPath(chosen);
            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)) // relative ones are ignored
                return Path.Combine(cache, "avatar");
            if (Path.DirectorySeparatorChar == '\\')
                return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "avatar", "cache");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(home, ".cache", "avatar");
        }
    }

    /// <summary><c>CACHE/mediapipe-VERSION</c>.</summary>
    public static string DefaultFolder => Path.Combine(CacheFolder, "mediapipe-" + Version);

    public static bool ArePresent => File.Exists(Path.Combine(DefaultFolder, FileName));

    /// <summary>Reads the list of networks; reads no network yet.</summary>
    /// <param name="folder">By default <see cref="DefaultFolder"/>.</param>
    /// <exception cref="FileNotFoundException">They are not there; the message names the command that brings them.</exception>
    /// <exception cref="FormatException">The list is damaged.</exception>
    public static PerceptionModels Open(string? folder = null)
    {
        folder = Path.GetFullPath(folder ?? DefaultFolder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"MediaPipe's networks, which find people in pictures, are not in '{folder}'. Run '{Command}' once: it downloads "
                + "and converts them.", path);
        using var json = JsonText.Read(path, MaximumManifestBytes, Remedy);
        var root = new ManifestField(path, json.RootElement);
        root.RequireDistinctNames();
        root.Integer("formatVersion", FormatVersion, FormatVersion);
        root.OneOf("version", Version);
        root.Text("licence");
        var networks = new Dictionary<string, PerceptionNetworkFile>(StringComparer.Ordinal);
        foreach (var (name, field) in root.Child("networks").Children())
            networks.Add(name, new PerceptionNetworkFile(NetworkFile.Read(name, field.Child("result")), field.Text("sourceSha256")));
        root.RequireAllRead();
        return new PerceptionModels(folder, networks);
    }

    /// <summary>Writes the list of networks into a folder that holds them.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, PerceptionNetworkFile> networks)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("version", Version);
            json.WriteString("licence", "Apache-2.0; see NOTICE.txt");
            json.WriteStartObject("networks");
            foreach (var (name, network) in networks)
            {
                json.WriteStartObject(name);
                network.Result.Write(json, "result");
                json.WriteString("sourceSha256", network.SourceSha256);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        WholeFile.Write(Path.Combine(folder, FileName), bytes.ToArray());
    }

    /// <summary>The path of a network's file after its size and SHA-256 were checked.</summary>
    /// <param name="name">One of <see cref="PerceptionNetworks"/>.</param>
    /// <exception cref="FormatException">The list lacks it, or the file is not the one that the list names.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    public string Verify(string name)
    {
        if (!_networks.TryGetValue(name, out var network))
            throw new FormatException($"'{Path.Combine(Folder, FileName)}' names no network '{name}'. {Remedy}");
        var path = Path.Combine(Folder, network.Result.File);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{path}' is missing. {Remedy}", path);
        using var stream = WholeFile.Open(path, MaximumNetworkBytes);
        using var hash = SHA256.Create();
        if (stream.Length != network.Result.Bytes
            || !string.Equals(BitConverter.ToString(hash.ComputeHash(stream)).Replace("-", "", StringComparison.Ordinal), network.Result.Sha256,
                StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{path}' is not the file that {FileName} names: it was changed or cut short. {Remedy}");
        return path;
    }
}
