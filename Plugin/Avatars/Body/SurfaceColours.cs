using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body;

/// <summary>
/// Spreads colours of known vertices over the body's surface: each other vertex becomes the mean of its neighbours. Those beside it around a limb count
/// most, so that a sleeve that the picture shows in front ends at the same height behind.
/// </summary>
/// <remarks>Anisotropic diffusion; Perona and Malik 1990 let colours flow along edges of the picture, here they flow around the limbs.</remarks>
static class SurfaceColours
{
    const int Rounds = 250; // enough for a colour to cross the back
    const float Along = 0.03f; // weight of a neighbour along a limb, of that of one beside

    static readonly Vector3 Skin = new(198, 160, 140), White = new(232, 228, 220), Red = new(150, 70, 70);

    /// <param name="limbs">Directions of <see cref="LimbDirections"/>.</param>
    /// <param name="colours">One a vertex; those of unknown vertices are set.</param>
    public static void Spread(BodyModel model, Vector3[] limbs, Vector3[] colours, bool[] isKnown)
    {
        var mesh = model.Mesh;
        var neighbours = Neighbours(mesh);
        var shares = Shares(model.Average, limbs, neighbours);
        var order = StartOutwards(mesh, neighbours, colours, isKnown);
        for (var round = 0; round < Rounds; round++)
            foreach (var vertex in order)
            {
                var sum = Vector3.Zero;
                for (var i = 0; i < neighbours[vertex].Length; i++)
                    sum += shares[vertex][i] * colours[neighbours[vertex][i]];
                colours[vertex] = sum;
            }
    }

    /// <summary>Of each vertex: the weights of its neighbours, which sum to 1.</summary>
    static float[][] Shares(Vector3[] positions, Vector3[] limbs, int[][] neighbours)
    {
        var shares = new float[neighbours.Length][];
        for (var vertex = 0; vertex < shares.Length; vertex++)
        {
            var own = shares[vertex] = new float[neighbours[vertex].Length];
            var sum = 0f;
            for (var i = 0; i < own.Length; i++)
                sum += own[i] = Share(positions[neighbours[vertex][i]] - positions[vertex], limbs[vertex]);
            for (var i = 0; i < own.Length; i++)
                own[i] /= sum;
        }
        return shares;
    }

    /// <summary>1 across the limb, <see cref="Along"/> along it; little for the diagonals of its faces.</summary>
    static float Share(Vector3 edge, Vector3 limb)
    {
        var along = Vector3.Dot(edge, limb);
        var across = 1 - along * along / MathF.Max(edge.LengthSquared(), 1e-12f);
        across *= across;
        return Along + (1 - Along) * across * across;
    }

    /// <summary>Unknown vertices begin with the colour of the nearest known one, or with that of their part where their piece of the mesh has none.</summary>
    /// <returns>The vertices that have a known one in their piece, nearest first.</returns>
    static List<int> StartOutwards(BodyMesh mesh, int[][] neighbours, Vector3[] colours, bool[] isKnown)
    {
        var isSet = (bool[])isKnown.Clone();
        var waiting = new Queue<int>();
        var order = new List<int>();
        for (var i = 0; i < colours.Length; i++)
            if (isKnown[i])
                waiting.Enqueue(i);
        while (waiting.Count > 0)
        {
            var vertex = waiting.Dequeue();
            foreach (var neighbour in neighbours[vertex])
                if (!isSet[neighbour])
                {
                    isSet[neighbour] = true;
                    colours[neighbour] = colours[vertex];
                    order.Add(neighbour);
                    waiting.Enqueue(neighbour);
                }
        }
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var (a, b, c) = mesh.Corners(i);
            SetPart(a);
            SetPart(b);
            SetPart(c);

            void SetPart(int vertex)
            {
                if (!isSet[vertex])
                    colours[vertex] = mesh.Parts[i] switch
                    {
                        BodyPart.LeftEye or BodyPart.RightEye or BodyPart.Teeth => White,
                        BodyPart.Tongue or BodyPart.Cavity => Red,
                        _ => Skin,
                    };
            }
        }
        return order;
    }

    static int[][] Neighbours(BodyMesh mesh)
    {
        var lists = new List<int>[mesh.VertexCount];
        for (var i = 0; i < lists.Length; i++)
            lists[i] = new List<int>(8);
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var (a, b, c) = mesh.Corners(i);
            Join(a, b);
            Join(b, c);
            Join(c, a);
        }
        return Array.ConvertAll(lists, list => list.ToArray());

        void Join(int a, int b)
        {
            if (!lists[a].Contains(b))
                lists[a].Add(b);
            if (!lists[b].Contains(a))
                lists[b].Add(a);
        }
    }
}
