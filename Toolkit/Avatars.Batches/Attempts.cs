using System.Text.Json;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>How often an item was begun and not finished, kept in a file so that the death of a worker counts too.</summary>
/// <param name="Count">Attempts that began.</param>
/// <param name="Error">Of the last one that failed; null where the worker itself ended.</param>
public sealed record Attempts(string Id, int Count, string? Error)
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Null where there is no file that can be read.</summary>
    internal static Attempts? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Attempts>(WholeFile.Read(path, 1 << 16), Json) : null;
        }
        catch (Exception error) when (error is JsonException or IOException or FormatException)
        {
            return null;
        }
    }

    internal void Write(string path) => WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
}
