namespace Avatars.ModelBuilding.Quantization;

/// <summary>
/// Which nodes of a model run in 8 bits once some layers do. Arithmetic (SiLU, sums, concatenations) does where it lies between 8-bit
/// convolutions and layers alone, so that no step is taken that was not needed; what only moves numbers does wherever they come in 8 bits.
/// </summary>
sealed class EightBitRegion
{
    static readonly HashSet<string> Arithmetic = new(["Sigmoid", "Mul", "Add", "Concat", "Relu", "LeakyRelu"], StringComparer.Ordinal);
    static readonly HashSet<string> Moves = new(["DepthToSpace", "Transpose", "Reshape"], StringComparer.Ordinal);

    readonly PlainModel _model;
    readonly Dictionary<string, PlainNode> _makers = new(StringComparer.Ordinal);
    readonly ILookup<string, PlainNode> _readers;
    readonly HashSet<PlainNode> _layers = new(ReferenceEqualityComparer.Instance), _between = new(ReferenceEqualityComparer.Instance);

    /// <param name="layers">Names of <see cref="EightBitLayer"/>s.</param>
    public EightBitRegion(PlainModel model, IReadOnlyCollection<string> layers)
    {
        _model = model;
        foreach (var node in model.Nodes)
            foreach (var output in node.Outputs)
                _makers[output] = node;
        _readers = model.Nodes.SelectMany(node => node.Inputs.Select(input => (input, node)))
            .ToLookup(pair => pair.input, pair => pair.node, StringComparer.Ordinal);
        foreach (var layer in layers)
            _layers.Add(_makers[layer]);
        foreach (var node in model.Nodes)
            if (node.Domain.Length == 0 && (Arithmetic.Contains(node.Operator) || Moves.Contains(node.Operator)) && ComesInBytes(node))
                _between.Add(node);
        while (_between.RemoveWhere(node => !ComesInBytes(node) || Arithmetic.Contains(node.Operator) && !GoesOnInBytes(node.Outputs[0])) > 0)
        {
        }
    }

    public bool IsLayer(PlainNode node) => _layers.Contains(node);

    /// <summary>Whether what the node makes is rounded to bytes; a product with a matrix reads bytes and makes real numbers.</summary>
    public bool MakesBytes(PlainNode node) => _between.Contains(node) || IsLayer(node) && node.Operator == "Conv";

    /// <inheritdoc cref="MakesBytes(PlainNode)"/>
    public bool IsMadeInBytes(string tensor) => _makers.TryGetValue(tensor, out var maker) && MakesBytes(maker);

    /// <summary>Whether bytes are read behind this name.</summary>
    public bool IsReadInBytes(string tensor) => _readers[tensor].Any(reader => BytesRead(reader).Contains(tensor));

    /// <summary>What a node reads as bytes.</summary>
    public IEnumerable<string> BytesRead(PlainNode node) =>
        IsLayer(node) || _between.Contains(node) && Moves.Contains(node.Operator) ? [node.Inputs[0]] : _between.Contains(node) ? node.Inputs : [];

    /// <summary>
    /// The tensor whose range holds for this one too. Moved numbers are the same numbers, and keep their steps; so do the results of several
    /// convolutions of one tensor that are only joined (the four phases of an upsampling): alike, they are laid side by side as they are.
    /// </summary>
    public string RangeOf(string tensor)
    {
        while (_makers.TryGetValue(tensor, out var maker) && maker.Domain.Length == 0 && Moves.Contains(maker.Operator))
            tensor = maker.Inputs[0];
        return _readers[tensor].ToArray() is [{ Operator: "Concat", Domain: "" } join] && join.Inputs.All(part => IsPhase(part, join.Inputs[0]))
            ? join.Outputs[0] : tensor;
    }

    bool IsPhase(string part, string first) =>
        _makers.TryGetValue(part, out var maker) && maker.Operator == "Conv" && maker.Inputs[0] == _makers[first].Inputs[0] && _readers[part].Count() == 1;

    /// <summary>Whether a tensor is read through SiLU alone: multiplied by its own sigmoid.</summary>
    public bool IsGated(string tensor) => !_model.Outputs.Contains(tensor) && _readers[tensor].ToArray() is [var one, var other]
        && (one.Operator == "Sigmoid" ? (one, other) : (other, one)) is ({ Operator: "Sigmoid" } gate, { Operator: "Mul" } product)
        && product.Inputs.Contains(gate.Outputs[0]);

    /// <summary>Tensors that are bytes at some time.</summary>
    public IEnumerable<string> Tensors => _model.Nodes.SelectMany(node => BytesRead(node).Concat(MakesBytes(node) ? node.Outputs : []))
        .Select(RangeOf).Distinct(StringComparer.Ordinal);

    bool ComesInBytes(PlainNode node) => Moves.Contains(node.Operator) ? IsMadeInBytes(node.Inputs[0]) : node.Inputs.All(IsMadeInBytes);

    bool GoesOnInBytes(string tensor) => !_model.Outputs.Contains(tensor) && _readers[tensor].All(reader => _between.Contains(reader) || IsLayer(reader));
}
