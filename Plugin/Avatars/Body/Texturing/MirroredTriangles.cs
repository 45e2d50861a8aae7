using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body.Texturing;

/// <summary>Where in the atlas the mirror image of each triangle lies: the places of its corners' mirror images, in one piece of the atlas.</summary>
sealed class MirroredTriangles
{
    const float LargestSpread = 0.06f; // atlas sides between corners: more lies across a cut

    readonly Vector2[] _places; // three a triangle
    readonly bool[] _isMirrored;

    public MirroredTriangles(BodyMesh mesh)
    {
        _places = new Vector2[3 * mesh.TriangleCount];
        _isMirrored = new bool[mesh.TriangleCount];
        var ofVertex = new List<Vector2>[mesh.VertexCount];
        for (var i = 0; i < ofVertex.Length; i++)
            ofVertex[i] = [];
        for (var i = 0; i < mesh.Origins.Length; i++)
            ofVertex[mesh.Origins[i]].Add(mesh.TextureCoordinates[i]);
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var (a, b, c) = mesh.Corners(i);
            var (first, second, third) = (ofVertex[mesh.Mirror[a]], ofVertex[mesh.Mirror[b]], ofVertex[mesh.Mirror[c]]);
            var least = LargestSpread;
            foreach (var place in first)
            {
                var (near, other) = (Nearest(second, place), Nearest(third, place));
                var spread = Vector2.Distance(near, place) + Vector2.Distance(other, place);
                if (spread >= least)
                    continue;
                least = spread;
                _isMirrored[i] = true;
                (_places[3 * i], _places[3 * i + 1], _places[3 * i + 2]) = (place, near, other);
            }
        }
    }

    /// <param name="weights">Of the second and third corner.</param>
    /// <param name="place">In the atlas, 0..1.</param>
    public bool TryPlace(int triangle, Vector2 weights, out Vector2 place)
    {
        place = (1 - weights.X - weights.Y) * _places[3 * triangle] + weights.X * _places[3 * triangle + 1] + weights.Y * _places[3 * triangle + 2];
        return _isMirrored[triangle];
    }

    static Vector2 Nearest(List<Vector2> places, Vector2 to)
    {
        var best = places[0];
        foreach (var place in places)
            if (Vector2.DistanceSquared(place, to) < Vector2.DistanceSquared(best, to))
                best = place;
        return best;
    }
}
