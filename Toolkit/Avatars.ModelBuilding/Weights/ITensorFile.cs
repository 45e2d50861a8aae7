namespace Avatars.ModelBuilding.Weights;

/// <summary>A file with named tensors, opened: every entry has been checked against the file, no tensor is in memory.</summary>
public interface ITensorFile : IDisposable
{
    string Path { get; }

    IReadOnlyDictionary<string, StoredTensor> Entries { get; }

    /// <summary>The values as float32, row-major, piece by piece; a piece is valid until the next one.</summary>
    /// <exception cref="FormatException">The file has no tensor of that name.</exception>
    IEnumerable<ReadOnlyMemory<float>> Read(string name);
}
