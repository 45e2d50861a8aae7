using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body.Texturing;

/// <summary>Spreads the values of known vertices over the surface: each other vertex becomes the mean of its neighbours.</summary>
static class SurfaceSmoothing
{
    static readonly Vector3 Skin = new(198, 160, 140), White = new(232, 228, 220), Red = new(150, 70, 70);

    /// <param name="values">One a vertex; those of unknown vertices are set.</param>
    public static void Fill(BodyMesh mesh, Vector3[] values, bool[] isKnown, int rounds)
    {
        var neighbours = Neighbours(mesh);
        var order = SetOutwards(mesh, neighbours, values, isKnown);
        for (var round = 0; round < rounds; round++)
            foreach (var vertex in order)
            {
                var sum = Vector3.Zero;
                foreach (var neighbour in neighbours[vertex])
                    sum += values[neighbour];
                if (neighbours[vertex].Length > 0)
                    values[vertex] = sum / neighbours[vertex].Length;
            }
    }

    /// <summary>A start for the unknown vertices: the value of the nearest known one, or of the part where its piece of the mesh has none.</summary>
    /// <returns>The vertices that have a value to take up, nearest first.</returns>
    static List<int> SetOutwards(BodyMesh mesh, int[][] neighbours, Vector3[] values, bool[] isKnown)
    {
        var isSet = (bool[])isKnown.Clone();
        var waiting = new Queue<int>();
        var order = new List<int>();
        for (var i = 0; i < values.Length; i++)
            if (isKnown[i])
                waiting.Enqueue(i);
        while (waiting.Count > 0)
        {
            var vertex = waiting.Dequeue();
            foreach (var neighbour in neighbours[vertex])
                if (!isSet[neighbour])
                {
                    isSet[neighbour] = true;
                    values[neighbour] = values[vertex];
                    order.Add(neighbour);
                    waiting.Enqueue(neighbour);
                }
        }
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var (a, b, c) = mesh.Corners(i);
            foreach (var vertex in stackalloc[] { a, b, c })
                if (!isSet[vertex])
                    values[vertex] = mesh.Parts[i] switch { BodyPart.LeftEye or BodyPart.RightEye or BodyPart.Teeth => White,
                        BodyPart.Tongue or BodyPart.Cavity => Red, _ => Skin };
        }
        return order;
    }

    static int[][] Neighbours(BodyMesh mesh)
    {
        var sets = new HashSet<int>[mesh.VertexCount];
        for (var i = 0; i < sets.Length; i++)
            sets[i] = [];
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var (a, b, c) = mesh.Corners(i);
            sets[a].UnionWith([b, c]);
            sets[b].UnionWith([a, c]);
            sets[c].UnionWith([a, b]);
        }
        var neighbours = new int[sets.Length][];
        for (var i = 0; i < sets.Length; i++)
        {
            neighbours[i] = [.. sets[i]];
            System.Array.Sort(neighbours[i]);
        }
        return neighbours;
    }
}
