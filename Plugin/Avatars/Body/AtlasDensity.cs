using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>How many atlas sides a metre of the average body's skin spans, at each texture vertex: what mip level a distance needs.</summary>
static class AtlasDensity
{
    public static float[] Of(BodyModel model)
    {
        var mesh = model.Mesh;
        var (atlas, skin) = (new float[mesh.Origins.Length], new float[mesh.Origins.Length]);
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var (a, b, c) = mesh.Corners(i);
            var area = Vector3.Cross(model.Average[b] - model.Average[a], model.Average[c] - model.Average[a]).Length();
            var corners = mesh.Triangles.AsSpan(3 * i, 3);
            var (ab, ac) = (mesh.TextureCoordinates[corners[1]] - mesh.TextureCoordinates[corners[0]],
                mesh.TextureCoordinates[corners[2]] - mesh.TextureCoordinates[corners[0]]);
            foreach (var corner in corners)
            {
                atlas[corner] += MathF.Abs(ab.X * ac.Y - ab.Y * ac.X);
                skin[corner] += area;
            }
        }
        for (var i = 0; i < atlas.Length; i++)
            atlas[i] = skin[i] > 0 ? MathF.Sqrt(atlas[i] / skin[i]) : 1;
        return atlas;
    }
}
