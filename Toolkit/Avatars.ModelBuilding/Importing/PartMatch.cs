using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Importing;

/// <summary>A part's weights in one source under one prefix: what is found, and what does not fit.</summary>
sealed class PartMatch : IWeightSource
{
    /// <summary>Names that diffusers used before 0.15, found in the published autoencoders.</summary>
    static readonly (string Now, string Before)[] OldNames =
    [
        (".to_q.", ".query."), (".to_k.", ".key."), (".to_v.", ".value."), (".to_out.0.", ".proj_attn."),
    ];

    readonly Dictionary<string, (ITensorFile File, StoredTensor Tensor)> _found = new(StringComparer.Ordinal);

    /// <param name="weights">All of the part's, read by inference or not.</param>
    public PartMatch(PublishedPart part, IEnumerable<Weight> weights, CheckpointSource source, string prefix)
    {
        (Part, Source, Prefix) = (part, source, prefix);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var weight in weights)
            Find(weight, used);
        Extra = [.. source.Tensors.Keys.Where(name =>
            name.StartsWith(prefix, StringComparison.Ordinal) && !used.Contains(name) && !part.IsUnread(name[prefix.Length..]))];
        Used = used;
    }

    public PublishedPart Part { get; }

    public CheckpointSource Source { get; }

    public string Prefix { get; }

    public int Found => _found.Count;

    /// <summary>Names as the source has them.</summary>
    public IReadOnlySet<string> Used { get; }

    public List<string> Missing { get; } = [];

    /// <summary>Names with both shapes.</summary>
    public List<string> Misshapen { get; } = [];

    /// <summary>Names under the prefix that the network does not have.</summary>
    public IReadOnlyList<string> Extra { get; }

    public bool Fits => Missing.Count == 0 && Misshapen.Count == 0 && Extra.Count == 0;

    public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight)
    {
        var (file, tensor) = _found[weight.Name];
        return file.Read(tensor.Name);
    }

    void Find(Weight weight, HashSet<string> used)
    {
        var name = Candidates(weight.Name).Select(candidate => Prefix + candidate).FirstOrDefault(Source.Tensors.ContainsKey);
        if (name is null)
        {
            if (weight.IsRead)
                Missing.Add(Prefix + weight.Name);
            return;
        }
        used.Add(name);
        var (file, tensor) = Source.Tensors[name];
        // A linear layer may be stored as a 1x1 convolution, and vice versa.
        if (SidesOf(tensor.Shape).SequenceEqual(SidesOf(weight.Shape.Select(side => (long)side))))
            _found[weight.Name] = (file, tensor);
        else
            Misshapen.Add($"{name} [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", weight.Shape)}]");
    }

    static IEnumerable<string> Candidates(string name)
    {
        yield return name;
        foreach (var (now, before) in OldNames)
            if (name.Contains(now, StringComparison.Ordinal))
                yield return name.Replace(now, before, StringComparison.Ordinal);
    }

    static IEnumerable<long> SidesOf(IEnumerable<long> shape) => shape.Where(side => side != 1);
}
