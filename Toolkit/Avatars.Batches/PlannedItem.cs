using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>An item in a plan: with the hashes of all that it is made from.</summary>
/// <param name="Inputs">Path, as in the item, and SHA-256, in alphabetical order of paths.</param>
/// <param name="Version">Of the program.</param>
public sealed record PlannedItem(BatchItem Item, IReadOnlyList<KeyValuePair<string, string>> Inputs, string Version)
{
    string? _key;

    /// <summary>SHA-256 over kind, fields, inputs and program version, but not the id: the same key means the same bytes.</summary>
    public string Key => _key ??= Hash(ItemLine.Write(writer =>
    {
        writer.WriteString("kind", Item.Kind);
        writer.WriteString("version", Version);
        ItemLine.WriteFields(writer, Item, Inputs);
    }));

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>The JSON of planned items, always the same for the same item.</summary>
static class ItemLine
{
    /// <summary>Texts in all scripts stay readable; nothing of it is put into a web page.</summary>
    static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object without line breaks.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    public static void WriteFields(Utf8JsonWriter writer, BatchItem item, IReadOnlyList<KeyValuePair<string, string>> inputs)
    {
        writer.WriteStartObject("fields");
        foreach (var field in item.Fields)
        {
            writer.WriteStartArray(field.Name);
            foreach (var value in field.Values)
                writer.WriteStringValue(value);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.WriteStartObject("inputs");
        foreach (var (path, hash) in inputs)
            writer.WriteString(path, hash);
        writer.WriteEndObject();
    }

    public static byte[] Of(PlannedItem planned) => Write(writer =>
    {
        writer.WriteString("id", planned.Item.Id);
        writer.WriteString("kind", planned.Item.Kind);
        WriteFields(writer, planned.Item, planned.Inputs);
    });

    /// <summary>The items of a shard file.</summary>
    /// <exception cref="FormatException">It is not one that a plan wrote.</exception>
    public static PlannedItem[] Read(string path, string version) => FileReading.Run(path, "Plan the batch again.", () =>
        WholeFile.ReadText(path, int.MaxValue).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var json = JsonText.Parse(Encoding.UTF8.GetBytes(line), path, "Plan the batch again.");
            var root = json.RootElement;
            var fields = root.GetProperty("fields").EnumerateObject()
                .Select(field => new ItemField(field.Name, [.. field.Value.EnumerateArray().Select(value => value.GetString()!)])).ToArray();
            var inputs = root.GetProperty("inputs").EnumerateObject().Select(input => KeyValuePair.Create(input.Name, input.Value.GetString()!)).ToArray();
            return new PlannedItem(new BatchItem(BatchManifest.IdIn(root, path), root.GetProperty("kind").GetString()!, fields, 0), inputs, version);
        }).ToArray());
}
