using System.Numerics;
using Avatars.Body;

namespace Avatars.Datasets.BodyModels;

/// <summary>How far the model's nearest body is from real ones in one region.</summary>
/// <param name="Region">"surface", "head", "hands", "joints".</param>
/// <param name="Average">Of bodies left at the average shape, metres (root mean square).</param>
/// <param name="Fitted">Of bodies with the best coefficients.</param>
public sealed record ShapeResidual(string Region, float Average, float Fitted);

/// <summary>Adds up the distances of many bodies.</summary>
sealed class ShapeResiduals(BodyModel model)
{
    static readonly string[] Regions = ["surface", "head", "hands", "joints"];
    readonly double[] _average = new double[Regions.Length], _fitted = new double[Regions.Length], _counts = new double[Regions.Length];
    readonly Vector3[] _vertices = new Vector3[model.VertexCount], _joints = new Vector3[model.Joints.Count];
    readonly bool[][] _inside = [InAny(model, _ => true), InAny(model, part => part == BodyPart.Head),
        InAny(model, part => part is BodyPart.LeftHand or BodyPart.RightHand)];

    public void Add(Vector3[] vertices, Vector3[] joints, float[] coefficients)
    {
        model.Rest(coefficients, _vertices);
        model.Joints.Rest(coefficients, _joints);
        for (var region = 0; region < _inside.Length; region++)
            for (var i = 0; i < vertices.Length; i++)
                if (_inside[region][i])
                    Add(region, vertices[i], model.Average[i], _vertices[i]);
        for (var j = 0; j < joints.Length; j++)
            Add(_inside.Length, joints[j], model.Joints.Average[j], _joints[j]);
    }

    public IEnumerable<ShapeResidual> Rows() => Regions.Select((region, i) =>
        new ShapeResidual(region, (float)Math.Sqrt(_average[i] / _counts[i]), (float)Math.Sqrt(_fitted[i] / _counts[i])));

    void Add(int region, Vector3 truth, Vector3 average, Vector3 fitted)
    {
        _average[region] += Vector3.DistanceSquared(truth, average);
        _fitted[region] += Vector3.DistanceSquared(truth, fitted);
        _counts[region]++;
    }

    static bool[] InAny(BodyModel model, Func<BodyPart, bool> chosen)
    {
        var inside = new bool[model.VertexCount];
        for (var i = 0; i < model.Mesh.TriangleCount; i++)
            if (chosen(model.Mesh.Parts[i]))
            {
                var (a, b, c) = model.Mesh.Corners(i);
                inside[a] = inside[b] = inside[c] = true;
            }
        return inside;
    }
}
