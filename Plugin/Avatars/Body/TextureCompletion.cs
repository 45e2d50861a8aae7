using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>Colours for the texels that no picture shows well: those of the body's other side, then those of the surface around.</summary>
static class TextureCompletion
{
    const float MirrorTrust = 0.5f; // confidence of colours from the body's other side, as a share of theirs
    const float Sure = 0.39f; // confidence from which a texel keeps its own colour alone
    const float Doubtful = 0.25f; // confidence below which a texel gives way to the surface around it
    const float Filled = 1 / 255f; // confidence of what no picture shows

    /// <param name="texels">Of the layout: colour 0..255 times confidence, and confidence 0..1. Every texel of the body has a colour and some confidence
    /// afterwards.</param>
    /// <param name="isDoubtful">Of each vertex: its colours are not spread over the surface around.</param>
    /// <param name="limbs">Directions of <see cref="LimbDirections"/>.</param>
    public static void Run(BodyModel model, AtlasLayout layout, Vector4[] texels, bool[] isDoubtful, Vector3[] limbs)
    {
        var mesh = model.Mesh;
        Mirror(layout, texels);
        var colours = VertexColours(mesh, layout, texels, out var isKnown);
        for (var i = 0; i < isKnown.Length; i++)
            isKnown[i] &= !isDoubtful[i];
        SurfaceColours.Spread(model, limbs, colours, isKnown);
        for (var i = 0; i < texels.Length; i++)
        {
            if (layout.Triangles[i] == 0 || texels[i].W >= Doubtful)
                continue;
            var (a, b, c) = mesh.Corners(layout.Triangles[i] - 1);
            var w = layout.Weights[i];
            var around = w.X * colours[a] + w.Y * colours[b] + w.Z * colours[c];
            var confidence = Math.Max(texels[i].W, Filled);
            var own = texels[i].W / Doubtful; // share of the texel's own colour
            var colour = own > 0 ? Vector3.Lerp(around, new Vector3(texels[i].X, texels[i].Y, texels[i].Z) / texels[i].W, own) : around;
            texels[i] = new Vector4(confidence * colour, confidence);
        }
    }

    /// <summary>What is seen badly is mixed with what the other side shows well.</summary>
    static void Mirror(AtlasLayout layout, Vector4[] texels)
    {
        var seen = (Vector4[])texels.Clone();
        for (var i = 0; i < texels.Length; i++)
            if (layout.Mirrored[i] is >= 0 and var other && seen[other].W > 0)
            {
                texels[i] += MirrorTrust * Math.Max(0, 1 - seen[i].W / Sure) * seen[other];
                if (texels[i].W > 1)
                    texels[i] /= texels[i].W;
            }
    }

    /// <summary>Mean of the texels around each vertex, weighted by confidence.</summary>
    static Vector3[] VertexColours(BodyMesh mesh, AtlasLayout layout, Vector4[] texels, out bool[] isKnown)
    {
        var (sums, areas) = (new Vector4[mesh.VertexCount], new float[mesh.VertexCount]);
        for (var i = 0; i < texels.Length; i++)
        {
            if (layout.Triangles[i] == 0)
                continue;
            var (a, b, c) = mesh.Corners(layout.Triangles[i] - 1);
            var w = layout.Weights[i];
            Add(a, w.X);
            Add(b, w.Y);
            Add(c, w.Z);

            void Add(int vertex, float weight)
            {
                sums[vertex] += weight * texels[i];
                areas[vertex] += weight;
            }
        }
        var colours = new Vector3[sums.Length];
        isKnown = new bool[sums.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            isKnown[i] = areas[i] > 0 && sums[i].W >= Doubtful * areas[i];
            colours[i] = isKnown[i] ? new Vector3(sums[i].X, sums[i].Y, sums[i].Z) / sums[i].W : Vector3.Zero;
        }
        return colours;
    }
}
