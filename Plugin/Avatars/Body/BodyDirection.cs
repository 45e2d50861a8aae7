using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>How far vertices move at weight 1: a shape direction or a facial blend shape, quantised to 16 bits. Immutable.</summary>
public sealed class BodyDirection
{
    readonly float _step;
    readonly ushort[] _vertices;
    readonly short[] _values;

    /// <param name="step">Metres of one unit of <paramref name="values"/>.</param>
    /// <param name="vertices">Ascending; which vertices move.</param>
    /// <param name="values">x, y and z of each.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or the vertices do not ascend.</exception>
    public BodyDirection(string name, float step, ushort[] vertices, short[] values)
    {
        if (string.IsNullOrEmpty(name) || values.Length != 3 * vertices.Length || !(step >= 0) || !float.IsFinite(step))
            throw new ArgumentException($"Direction '{name}' has {vertices.Length} vertices, {values.Length} values and steps of {step} m. Give a name, "
                + "three values a vertex and a finite step.");
        for (var i = 1; i < vertices.Length; i++)
            if (vertices[i] <= vertices[i - 1])
                throw new ArgumentException($"Direction '{name}': vertex {vertices[i]} follows {vertices[i - 1]}. Sort the vertices, each once.",
                    nameof(vertices));
        Name = name;
        (_step, _vertices, _values) = (step, vertices, values);
    }

    public string Name { get; }

    /// <summary>Whether a shape direction moves the head only.</summary>
    internal bool IsOfFace => Name.StartsWith("face", StringComparison.Ordinal);

    /// <summary>The vertices that move, ascending.</summary>
    public ReadOnlySpan<ushort> Vertices => _vertices;

    internal float Step => _step;

    internal ReadOnlySpan<short> Values => _values;

    /// <summary>Quantises; vertices that move less than half a step, at most <paramref name="smallest"/>, are left out.</summary>
    /// <param name="deltas">Metres, one per vertex of the body.</param>
    /// <param name="smallest">Metres.</param>
    public static BodyDirection Quantise(string name, ReadOnlySpan<Vector3> deltas, float smallest)
    {
        var largest = 0f;
        foreach (var delta in deltas)
            largest = MathF.Max(largest, MathF.Max(MathF.Abs(delta.X), MathF.Max(MathF.Abs(delta.Y), MathF.Abs(delta.Z))));
        var step = largest / short.MaxValue;
        var kept = 0;
        var vertices = new ushort[deltas.Length];
        for (var i = 0; i < deltas.Length; i++)
            if (deltas[i].Length() > smallest)
                vertices[kept++] = (ushort)i;
        Array.Resize(ref vertices, kept);
        var values = new short[3 * kept];
        for (var i = 0; i < kept; i++)
        {
            var delta = deltas[vertices[i]] / step;
            (values[3 * i], values[3 * i + 1], values[3 * i + 2]) = ((short)MathF.Round(delta.X), (short)MathF.Round(delta.Y), (short)MathF.Round(delta.Z));
        }
        return new BodyDirection(name, step, vertices, values);
    }

    /// <summary>position += weight * delta.</summary>
    /// <param name="positions">One per vertex of the body.</param>
    public void AddTo(Span<Vector3> positions, float weight)
    {
        var scale = weight * _step;
        var values = _values;
        for (var i = 0; i < _vertices.Length; i++)
            positions[_vertices[i]] += scale * new Vector3(values[3 * i], values[3 * i + 1], values[3 * i + 2]);
    }

    /// <summary>The delta of one vertex, metres; zero where the direction does not move it.</summary>
    public Vector3 Delta(int vertex)
    {
        var at = Array.BinarySearch(_vertices, (ushort)vertex);
        return at < 0 ? Vector3.Zero : _step * new Vector3(_values[3 * at], _values[3 * at + 1], _values[3 * at + 2]);
    }
}
