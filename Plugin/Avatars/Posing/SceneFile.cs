using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Posing;

/// <summary>A scene as a JSON text file, <c>*.avatar.json</c>: one item a line, one key a line, in a fixed order, so that differences are small.</summary>
public static class SceneFile
{
    public const string Ending = ".avatar.json";

    /// <summary>Written by this version of the library. Older files are read and become this version when saved; newer ones are refused.</summary>
    public const int Version = 3;

    /// <summary>Largest file, bytes.</summary>
    public const long MaximumBytes = 1L << 29;

    /// <summary>Most keys of all tracks together.</summary>
    public const int MaximumKeys = 2_000_000;

    const string Format = "avatar-scene";

    public static bool IsScene(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FormatException">The file is damaged, of a newer version, or a field is wrong; the message names it.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static PoseDocument Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no scene '{path}'. Check the path.", path);
        return Parse(WholeFile.Read(path, MaximumBytes), path);
    }

    /// <param name="source">The file, for messages.</param>
    public static PoseDocument Parse(ReadOnlyMemory<byte> utf8, string source)
    {
        using var json = JsonText.Parse(utf8, source, "Take the last good copy of the scene.");
        var root = new SceneField(json.RootElement, source);
        if (root.Text("format", "") != Format)
            throw root.Wrong($"this is no scene: its field 'format' is not \"{Format}\"");
        var version = root.Number("version", null, 1, 1e6f);
        if (version > Version)
            throw root.Wrong($"the scene was written by a newer version (format {version}; this one reads up to {Version}). Update Avatar");
        if (version != MathF.Floor(version))
            throw root.Wrong($"field 'version' is {version} instead of a whole number");
        var items = new List<SceneItem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var keys = 0L;
        foreach (var element in root.List("items"))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("keys", out var list) && list.ValueKind == JsonValueKind.Array
                && (keys += list.GetArrayLength()) > MaximumKeys)
                throw root.Wrong($"the tracks have more than {MaximumKeys} keys. Play long recordings as clips instead of keys");
            var item = SceneItemReading.Read(element, $"{source}, item {items.Count}", (int)version);
            if (!ids.Add(item.Id))
                throw root.Wrong($"item {items.Count}: there are two of {ErrorLine.Quote(item.Id)}");
            items.Add(item);
        }
        root.RequireNoOthers();
        foreach (var item in items)
            if (item.Owner.Length > 0 && item is not (PersonItem or CameraItem) && !ids.Contains($"person/{item.Owner}")
                && !ids.Contains($"camera/{item.Owner}"))
                throw root.Wrong($"'{item.Id}' belongs to {ErrorLine.Quote(item.Owner)}, which is neither a person nor a camera of the scene");
        return new PoseDocument(items);
    }

    /// <summary>Writes beside the file, then renames: the old file stays whole whatever happens.</summary>
    /// <exception cref="IOException">The folder or file cannot be written, or the disk is full.</exception>
    public static void Write(string path, PoseDocument document)
    {
        try
        {
            WholeFile.Write(path, Encoding.UTF8.GetBytes(ToText(document)));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"'{path}' cannot be written: {error.Message} Choose another folder.", error);
        }
        catch (IOException error) when (!error.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new IOException($"'{path}' could not be written: {error.Message} The file is as it was before.", error);
        }
    }

    /// <summary>The text of the file. The same document gives the same text, whatever way it was edited.</summary>
    public static string ToText(PoseDocument document)
    {
        var text = new StringBuilder("{\n  \"format\": \"").Append(Format).Append("\",\n  \"version\": ").Append(Version).Append(",\n  \"items\": [");
        var isFirst = true;
        foreach (var item in document.Items().Where(item => item is not SelectionItem).OrderBy(Rank).ThenBy(Place, StringComparer.Ordinal))
        {
            text.Append(isFirst ? "\n    " : ",\n    ").Append(SceneItemJson.Write(item, isOneLine: false));
            isFirst = false;
        }
        return text.Append("\n  ]\n}\n").ToString();
    }

    /// <summary>Among items of one rank: by id. People stay in their order, in which films lay them over each other.</summary>
    static string Place(SceneItem item) => item is PersonItem ? "" : item.Id;

    static int Rank(SceneItem item) => item switch
    {
        SceneSettings => 0, HandShapeItem => 1, CameraItem => 2, MarkerItem or SoundItem => 3, PersonItem => 4, _ => 5,
    };
}
