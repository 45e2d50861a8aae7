using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body;

/// <summary>Spreads colours of known vertices over the body's surface: each other vertex becomes the mean of its neighbours.</summary>
static class SurfaceColours
{
    const int Rounds = 250; // enough for a colour to cross the back

    static readonly Vector3 Skin = new(198, 160, 140), White = new(232, 228, 220), Red = new(150, 70, 70);

    /// <param name="colours">One a vertex; those of unknown vertices are set.</param>
    public static void Spread(BodyMesh mesh, Vector3[] colours, bool[] isKnown)
    {
        var neighbours = Neighbours(mesh);
        var order = StartOutwards(mesh, neighbours, colours, isKnown);
        for (var round = 0; round < Rounds; round++)
            foreach (var vertex in order)
            {
                var sum = Vector3.Zero;
                foreach (var neighbour in neighbours[vertex])
                    sum += colours[neighbour];
                colours[vertex] = sum / neighbours[vertex].Length;
            }
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
