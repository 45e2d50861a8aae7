using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>
/// A network while it is being written down: nodes in order of execution, weights by name. Shapes are followed as the
/// graph grows, so a wrong connection is found here and not at load time. No weight is held in memory.
/// </summary>
/// <param name="name">Name of the network, as in the model package.</param>
public sealed class Graph(string name)
{
    readonly List<Value> _inputs = [], _outputs = [];
    readonly List<Node> _nodes = [];
    readonly Dictionary<string, Weight> _weights = new(StringComparer.Ordinal);
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _nextNumber = new(StringComparer.Ordinal); // of a name that is taken
    readonly Dictionary<string, int[]> _shapes = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public IReadOnlyList<Value> Inputs => _inputs;

    public IReadOnlyList<Value> Outputs => _outputs;

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>In order of declaration, those that inference does not read included.</summary>
    public IReadOnlyCollection<Weight> Weights => _weights.Values;

    /// <summary>
    /// Pixels of the frame for which the shapes are written down, where its size is only known at load: sides of inputs and outputs are then called "height",
    /// "width", "height/8" and so on in the file. Null for a network of one size.
    /// </summary>
    public (int Height, int Width)? OpenSize { get; set; }

    /// <summary>Scalars of the state_dict, as published counts have them.</summary>
    public long ParameterCount => _weights.Values.Sum(weight => weight.Count);

    /// <summary>Of everything that nodes read and make.</summary>
    internal IReadOnlyDictionary<string, int[]> Shapes => _shapes;

    /// <summary>A float32 input; use <see cref="Value.Batch"/> as the first side.</summary>
    public Value Input(string name, params int[] shape)
    {
        var value = new Value(Claim(name), shape);
        _inputs.Add(value);
        return value;
    }

    /// <summary>Makes <paramref name="value"/> an output called <paramref name="name"/>.</summary>
    public void Output(Value value, string name)
    {
        _outputs.Add(Add("Identity", name, [value], value.Shape));
    }

    /// <summary>A trained tensor; asking twice for the same name gives the same tensor.</summary>
    /// <exception cref="InvalidOperationException">The name is taken by another shape.</exception>
    public Value Weight(string name, Initialisation start, params int[] shape)
    {
        if (!_weights.TryGetValue(name, out var known))
            _weights.Add(Claim(name), new Weight(name, shape, start));
        else if (!known.Shape.AsSpan().SequenceEqual(shape))
            throw new InvalidOperationException($"Network '{Name}' declares '{name}' with two shapes.");
        return new Value(name, shape);
    }

    /// <summary>A tensor that the published state_dict holds and inference never reads, such as a mask token.</summary>
    public void UnreadWeight(string name, params int[] shape) =>
        _weights.Add(Claim(name), new Weight(name, shape, Initialisation.Zeros, IsRead: false));

    /// <summary>Adds an ONNX operator with one output.</summary>
    /// <param name="stem">Name of what it makes; a number is appended when it is taken.</param>
    public Value Add(string op, string stem, Value[] inputs, int[] shape, params NodeAttribute[] attributes) =>
        Append(op, "", [stem], inputs, [shape], attributes)[0];

    /// <summary>Adds an ONNX operator with several outputs, all named after <paramref name="stem"/>.</summary>
    public Value[] AddMany(string op, string stem, Value[] inputs, int[][] shapes, params NodeAttribute[] attributes) =>
        Append(op, "", [.. shapes.Select((_, i) => $"{stem}.{i}")], inputs, shapes, attributes);

    /// <summary>Calls one of the model-local <see cref="Functions"/>.</summary>
    public Value Call(string function, string stem, Value[] inputs, int[] shape, params NodeAttribute[] attributes) =>
        Append(function, Functions.Domain, [stem], inputs, [shape], attributes)[0];

    Value[] Append(string op, string domain, string[] stems, Value[] inputs, int[][] shapes, NodeAttribute[] attributes)
    {
        var outputs = stems.Select((stem, i) => new Value(Claim(stem), shapes[i])).ToArray();
        foreach (var value in inputs.Concat(outputs))
            _shapes[value.Name] = value.Shape;
        _nodes.Add(new Node(op, domain, [.. inputs.Select(value => value.Name)], [.. outputs.Select(value => value.Name)], attributes));
        return outputs;
    }

    string Claim(string name)
    {
        var unique = name;
        for (var i = _nextNumber.GetValueOrDefault(name, 2); !_names.Add(unique); _nextNumber[name] = ++i)
            unique = $"{name}:{i}";
        return unique;
    }
}
