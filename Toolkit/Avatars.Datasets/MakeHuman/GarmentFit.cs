using System.Numerics;

namespace Avatars.Datasets.MakeHuman;

/// <summary>An .mhclo file: ties each vertex of a garment, hair or eye mesh to three vertices of the base mesh.</summary>
public sealed class GarmentFit
{
    const float ShortestRuler = 1e-3f; // decimetres: offsets are divided by it

    readonly Binding[] _bindings;
    readonly Ruler[] _rulers;

    GarmentFit(string path, Binding[] bindings, Ruler[] rulers, int[] hidden)
    {
        Path = path;
        _bindings = bindings;
        _rulers = rulers;
        HiddenVertices = hidden;
    }

    readonly record struct Binding(int A, int B, int C, Vector3 Weights, Vector3 Offset);

    /// <summary>How the offsets grow with the body: distance of two vertices along an axis, over the distance at which the offsets were measured
    /// (metres).</summary>
    readonly record struct Ruler(int Axis, int A, int B, float Length);

    public string Path { get; }

    public int VertexCount => _bindings.Length;

    /// <summary>`delete_verts`: a body face is hidden when all its vertices are listed.</summary>
    public IReadOnlyList<int> HiddenVertices { get; }

    /// <summary>Computes the garment's vertices on a morphed, unposed body.</summary>
    public void Apply(ReadOnlySpan<Vector3> body, Span<Vector3> garment)
    {
        var scale = Vector3.One;
        foreach (var ruler in _rulers)
            scale[ruler.Axis] = MathF.Abs(body[ruler.A][ruler.Axis] - body[ruler.B][ruler.Axis]) / ruler.Length;
        for (var i = 0; i < _bindings.Length; i++)
        {
            ref readonly var tie = ref _bindings[i];
            garment[i] = tie.Weights.X * body[tie.A] + tie.Weights.Y * body[tie.B] + tie.Weights.Z * body[tie.C] + tie.Offset * scale;
        }
    }

    /// <summary>Mixes the skinning weights of the vertices that hold garment vertex <paramref name="vertex"/>; negative shares count as none.</summary>
    public void Weigh(int vertex, VertexWeights body, Span<float> sums, List<ushort> touched)
    {
        var tie = _bindings[vertex];
        Add(tie.A, MathF.Max(0, tie.Weights.X), body, sums, touched);
        Add(tie.B, MathF.Max(0, tie.Weights.Y), body, sums, touched);
        Add(tie.C, MathF.Max(0, tie.Weights.Z), body, sums, touched);
    }

    static void Add(int vertex, float share, VertexWeights body, Span<float> sums, List<ushort> touched)
    {
        if (share <= 0)
            return;
        var joints = body.Joints(vertex);
        var weights = body.Weights(vertex);
        for (var i = 0; i < joints.Length; i++)
        {
            if (sums[joints[i]] == 0)
                touched.Add(joints[i]);
            sums[joints[i]] += share * weights[i];
        }
    }

    /// <exception cref="FormatException">A line does not follow the format; the message names it.</exception>
    public static GarmentFit Read(string path, int baseVertices)
    {
        List<Binding> bindings = [];
        List<Ruler> rulers = [];
        var (hidden, last) = (new bool[baseVertices], -1);
        var part = Part.Keywords;
        var scanner = new LineScanner(path, AssetFile.Read(path));
        while (scanner.NextLine())
        {
            var ahead = scanner;
            var word = ahead.Word();
            if (word.SequenceEqual("verts"u8))
                part = Part.Bindings;
            else if (word.SequenceEqual("delete_verts"u8))
                part = Part.Hidden;
            else if (Axis(word) is var axis and >= 0)
                rulers.Add(ReadRuler(ref ahead, axis, baseVertices));
            else if (part == Part.Bindings && IsNumber(word))
                bindings.Add(ReadBinding(ref scanner, baseVertices));
            else if (part == Part.Hidden && IsNumber(word))
                ReadHidden(ref scanner, hidden, ref last);
        }
        if (bindings.Count == 0)
            throw new FormatException($"{path}: no line ties a vertex to the base mesh ('verts 0' and what follows it is missing). Copy the file again.");
        return new GarmentFit(path, [.. bindings], [.. rulers], [.. Enumerable.Range(0, baseVertices).Where(vertex => hidden[vertex])]);
    }

    enum Part
    {
        Keywords,
        Bindings,
        Hidden,
    }

    static bool IsNumber(ReadOnlySpan<byte> word) => word.Length > 0 && (word[0] is >= (byte)'0' and <= (byte)'9' or (byte)'-');

    static int Axis(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("x_scale"u8) ? 0 : word.SequenceEqual("y_scale"u8) ? 1 : word.SequenceEqual("z_scale"u8) ? 2 : -1;

    static Ruler ReadRuler(ref LineScanner scanner, int axis, int baseVertices)
    {
        var (a, b, length) = (scanner.Index(baseVertices), scanner.Index(baseVertices), scanner.Float());
        return length >= ShortestRuler ? new Ruler(axis, a, b, length * ObjMesh.Metres)
            : throw scanner.Error($"a scale's length must be at least {ShortestRuler}");
    }

    static Binding ReadBinding(ref LineScanner scanner, int baseVertices)
    {
        var a = scanner.Index(baseVertices);
        if (!scanner.HasWord)
            return new Binding(a, a, a, Vector3.UnitX, Vector3.Zero);
        var (b, c) = (scanner.Index(baseVertices), scanner.Index(baseVertices));
        var weights = new Vector3(scanner.Float(), scanner.Float(), scanner.Float());
        var offset = new Vector3(scanner.Float(), scanner.Float(), scanner.Float()) * ObjMesh.Metres;
        if (weights.X <= 0 && weights.Y <= 0 && weights.Z <= 0)
            throw scanner.Error("at least one weight must be above 0");
        return new Binding(a, b, c, weights, offset);
    }

    /// <param name="hidden">For each base vertex.</param>
    /// <param name="last">The previous number, the start of a range; -1 at first.</param>
    static void ReadHidden(ref LineScanner scanner, bool[] hidden, ref int last)
    {
        while (scanner.HasWord)
        {
            var word = scanner.Word();
            var isRange = word.SequenceEqual("-"u8);
            if (isRange && last < 0)
                throw scanner.Error("a range begins with '-'");
            var vertex = isRange ? scanner.Index(hidden.Length) : scanner.Index(word, hidden.Length);
            if (isRange && vertex > last)
                hidden.AsSpan(last..vertex).Fill(true);
            hidden[vertex] = true;
            last = vertex;
        }
    }
}
