using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>
/// A face as some of MediaPipe's landmarks, linear in the person's shape and in expressions: points and directions of the body model, so that weights that
/// are found move the body as the person's face moved. Metres, from the head joint: +X the person's left, +Y up, +Z forward.
/// </summary>
internal sealed class FaceBasis
{
    const string Resource = "Avatars.Retargeting.face-basis.bin";
    const float Unit = 1e-5f; // metres of a step in the file

    /// <summary>What is looked for: expressions that landmarks tell apart. Those of one entry are tied: both sides of what shows as one.</summary>
    public static readonly string[][] Expressions =
    [
        ["eyeBlinkLeft"], ["eyeBlinkRight"], ["eyeSquintLeft"], ["eyeSquintRight"], ["eyeWideLeft"], ["eyeWideRight"],
        ["browDownLeft"], ["browDownRight"], ["browInnerUp"], ["browOuterUpLeft"], ["browOuterUpRight"],
        ["jawOpen"], ["jawLeft"], ["jawRight"], ["mouthFunnel"], ["mouthPucker"], ["mouthLeft"], ["mouthRight"],
        ["mouthSmileLeft"], ["mouthSmileRight"], ["mouthFrownLeft"], ["mouthFrownRight"], ["mouthStretchLeft"], ["mouthStretchRight"],
        ["mouthPressLeft", "mouthPressRight"], ["mouthUpperUpLeft"], ["mouthUpperUpRight"], ["mouthLowerDownLeft"], ["mouthLowerDownRight"],
        ["noseSneerLeft"], ["noseSneerRight"],
    ];

    static readonly Lazy<FaceBasis> Shipped = new(() =>
    {
        using var stream = typeof(FaceBasis).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing. Build the library again.");
        return Read(stream);
    });

    /// <param name="points">MediaPipe's numbers.</param>
    /// <param name="average">One a point.</param>
    /// <param name="shapes">[shape, point]: for one standard deviation.</param>
    /// <param name="expressions">[entry of <see cref="Expressions"/>, point]: for weight 1.</param>
    /// <param name="eyes">Centres of the eyeballs, right and left.</param>
    public FaceBasis(int[] points, Vector3[] average, Vector3[][] shapes, Vector3[][] expressions, Vector3[] eyes) =>
        (Points, Average, Shapes, Moves, Eyes) = (points, average, shapes, expressions, eyes);

    /// <summary>That of the shipped body.</summary>
    public static FaceBasis Default => Shipped.Value;

    public int[] Points { get; }

    public Vector3[] Average { get; }

    public Vector3[][] Shapes { get; }

    public Vector3[][] Moves { get; }

    public Vector3[] Eyes { get; }

    /// <summary>Deflated: uint16 points, shapes, expressions; uint16 numbers of the points; then vectors as int16 in hundredths of a millimetre: average,
    /// shapes, expressions, eyes.</summary>
    public void Write(Stream stream)
    {
        using var packed = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        using var writer = new BinaryWriter(packed);
        foreach (var count in new[] { Points.Length, Shapes.Length, Moves.Length })
            writer.Write((ushort)count);
        foreach (var point in Points)
            writer.Write((ushort)point);
        var all = new List<Vector3[]> { Average };
        all.AddRange(Shapes);
        all.AddRange(Moves);
        all.Add(Eyes);
        foreach (var vectors in all)
            foreach (var vector in vectors)
                foreach (var number in new[] { vector.X, vector.Y, vector.Z })
                    writer.Write(checked((short)MathF.Round(number / Unit)));
    }

    static FaceBasis Read(Stream stream)
    {
        using var reader = new BinaryReader(new DeflateStream(stream, CompressionMode.Decompress));
        var (points, shapes, expressions) = (new int[reader.ReadUInt16()], new Vector3[reader.ReadUInt16()][], new Vector3[reader.ReadUInt16()][]);
        for (var i = 0; i < points.Length; i++)
            points[i] = reader.ReadUInt16();
        Vector3[] Vectors(int count)
        {
            var vectors = new Vector3[count];
            for (var i = 0; i < count; i++)
                vectors[i] = Unit * new Vector3(reader.ReadInt16(), reader.ReadInt16(), reader.ReadInt16());
            return vectors;
        }
        var average = Vectors(points.Length);
        for (var i = 0; i < shapes.Length; i++)
            shapes[i] = Vectors(points.Length);
        for (var i = 0; i < expressions.Length; i++)
            expressions[i] = Vectors(points.Length);
        return new FaceBasis(points, average, shapes, expressions, Vectors(2));
    }
}
