using Avatars.Files;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Reads .safetensors files piece by piece. The header is checked whole before any tensor is believed.</summary>
/// <remarks>Format: huggingface/safetensors, README: 8 bytes of header length, JSON header, data without holes.</remarks>
public sealed class SafetensorsReader : ITensorFile
{
    readonly FileStream _stream;

    SafetensorsReader(FileStream stream, IReadOnlyDictionary<string, StoredTensor> entries)
    {
        _stream = stream;
        Entries = entries;
    }

    public IReadOnlyDictionary<string, StoredTensor> Entries { get; }

    public string Path => _stream.Name;

    /// <exception cref="FormatException">The header does not fit the file; the message names file, byte and tensor.</exception>
    public static SafetensorsReader Open(string path)
    {
        var stream = WholeFile.Open(path, StoredTensor.LargestFile);
        try
        {
            return FileReading.Run(path, "Download the file again, or save it anew.", () => new SafetensorsReader(stream, SafetensorsHeader.Read(stream)));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public IEnumerable<ReadOnlyMemory<float>> Read(string name) =>
        Entries.TryGetValue(name, out var entry) ? TensorPieces.Read(_stream, entry) : throw new FormatException($"'{Path}' holds no tensor '{name}'.");

    public void Dispose() => _stream.Dispose();
}
