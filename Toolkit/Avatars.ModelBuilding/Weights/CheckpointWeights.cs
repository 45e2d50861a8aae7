using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Weights;

/// <summary>The weights of one network out of a published checkpoint.</summary>
/// <param name="file">Borrowed; keep it open longer than this.</param>
/// <param name="prefix">What stands before the network's own names, such as "unet.".</param>
public sealed class CheckpointWeights(ITensorFile file, string prefix = "") : IWeightSource
{
    /// <summary>Names that diffusers used before 0.15, found in the published autoencoders.</summary>
    static readonly (string Now, string Before)[] OldNames =
    [
        (".to_q.", ".query."), (".to_k.", ".key."), (".to_v.", ".value."), (".to_out.0.", ".proj_attn."),
    ];

    public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight)
    {
        var entry = Find(weight.Name)
            ?? throw new FormatException($"'{file.Path}' holds no tensor '{prefix}{weight.Name}'. It belongs to another network.");
        // A linear layer may be stored as a 1x1 convolution, and vice versa.
        if (!SidesOf(entry.Shape).SequenceEqual(SidesOf(weight.Shape.Select(side => (long)side))))
            throw new FormatException($"'{file.Path}': '{entry.Name}' has the shape [{string.Join(", ", entry.Shape)}], "
                + $"the network has [{string.Join(", ", weight.Shape)}].");
        return file.Read(entry.Name);
    }

    StoredTensor? Find(string name)
    {
        if (file.Entries.TryGetValue(prefix + name, out var entry))
            return entry;
        foreach (var (now, before) in OldNames)
            if (name.Contains(now, StringComparison.Ordinal)
                && file.Entries.TryGetValue(prefix + name.Replace(now, before, StringComparison.Ordinal), out entry))
                return entry;
        return null;
    }

    static IEnumerable<long> SidesOf(IEnumerable<long> shape) => shape.Where(side => side != 1);
}
