using System.Numerics;
using Avatars.Scenes;

namespace Avatars.Datasets.MakeHuman;

/// <summary>A catalogue item made ready to be put on any body: mesh, ties, and the skinning weights, which no shape changes.</summary>
public sealed class WornItem
{
    readonly ushort[] _joints;
    readonly float[] _weights;

    WornItem(CatalogItem item, ObjMesh mesh, GarmentFit fit, VertexWeights body, int jointCount)
    {
        Item = item;
        Mesh = mesh;
        Fit = fit;
        Topology = RenderTopology.Of(mesh);
        Pieces = item.Slot == "full" ? SuitPieces.Find(mesh, Topology) : null;
        (_joints, _weights) = Skin(Topology, jointCount, (vertex, sums, touched) => fit.Weigh(vertex, body, sums, touched));
    }

    public CatalogItem Item { get; }

    public ObjMesh Mesh { get; }

    public GarmentFit Fit { get; }

    public RenderTopology Topology { get; }

    /// <summary>Null for items other than suits, and for a suit in one piece.</summary>
    public SuitPieces? Pieces { get; }

    /// <exception cref="FormatException">A file is damaged, or mesh and fit have different numbers of vertices.</exception>
    public static WornItem Read(CatalogItem item, VertexWeights body, int jointCount)
    {
        if (item.Mesh is null || item.Fit is null)
            throw new FormatException($"catalog.json, '{item.Id}': the fields 'mesh' and 'fit' are missing, so it cannot be worn. Choose another item.");
        var mesh = ObjMesh.Read(item.Mesh);
        var fit = GarmentFit.Read(item.Fit, body.VertexCount);
        if (fit.VertexCount != mesh.Positions.Length)
            throw new FormatException($"{item.Fit} ties {fit.VertexCount} vertices, but {item.Mesh} has {mesh.Positions.Length}. Take both files from "
                + "the same release.");
        return new WornItem(item, mesh, fit, body, jointCount);
    }

    /// <param name="body">Morphed, unposed base vertices, metres.</param>
    /// <param name="indices">The triangles to wear, three render vertices each; null for all.</param>
    public SkinnedMesh FitTo(ReadOnlySpan<Vector3> body, Material material, uint[]? indices = null)
    {
        var positions = new Vector3[Fit.VertexCount];
        Fit.Apply(body, positions);
        return new SkinnedMesh
        {
            Name = Item.Id,
            Positions = Topology.Spread<Vector3>(positions),
            Normals = Topology.Spread<Vector3>(Topology.Normals(positions)),
            TextureCoordinates = Topology.TextureCoordinates,
            JointIndices = _joints,
            JointWeights = _weights,
            Indices = indices ?? Topology.Indices,
            Material = material,
        };
    }

    internal delegate void Gather(int vertex, Span<float> sums, List<ushort> touched);

    /// <summary>Joints and weights of every render vertex, four each.</summary>
    internal static (ushort[] Joints, float[] Weights) Skin(RenderTopology topology, int jointCount, Gather gather)
    {
        const int four = SkinnedMesh.InfluencesPerVertex;
        var joints = new ushort[topology.VertexCount * four];
        var weights = new float[topology.VertexCount * four];
        var sums = new float[jointCount];
        List<ushort> touched = [];
        var done = new bool[topology.VertexCount];
        foreach (var vertex in topology.Origins)
        {
            if (done[vertex])
                continue;
            done[vertex] = true;
            gather(vertex, sums, touched);
            VertexWeights.KeepLargest(sums, touched, joints.AsSpan(vertex * four, four), weights.AsSpan(vertex * four, four));
        }
        return (topology.Spread<ushort>(joints, four), topology.Spread<float>(weights, four));
    }
}
