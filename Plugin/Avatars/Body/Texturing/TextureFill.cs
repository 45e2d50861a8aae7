using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Body.Texturing;

/// <summary>
/// Completes a lifted texture: places that nobody saw take the colour of the mirrored place on the other side of the body, and what is left is interpolated
/// smoothly over the surface. The confidence says which is which.
/// </summary>
public static class TextureFill
{
    /// <summary>Confidence of a mirrored texel, as a share of its original's.</summary>
    const float MirrorShare = 0.4f;

    /// <summary>Confidence of an interpolated texel, of 255.</summary>
    public const byte Interpolated = 10;

    const int Rounds = 400; // of smoothing: enough for a colour to cross the back

    /// <param name="lifted">From <see cref="TextureLift.Colours"/>, of the map's size.</param>
    /// <returns>Every texel of the body has a colour and a confidence above 0.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RgbaImage Complete(AtlasMap map, RgbaImage lifted)
    {
        if (lifted.Width != map.Side || lifted.Height != map.Side)
            throw new ArgumentException($"The texture has {lifted.Width}x{lifted.Height} texels, the map {map.Side}x{map.Side}. Give equal sizes.", nameof(lifted));
        var bytes = (byte[])lifted.Bytes.Clone();
        Mirror(map, lifted.Bytes, bytes);
        Interpolate(map, bytes);
        return new RgbaImage(map.Side, map.Side, bytes);
    }

    /// <summary>A blend: what was seen badly is mixed with what the other side shows well.</summary>
    static void Mirror(AtlasMap map, byte[] lifted, byte[] bytes)
    {
        var mirror = new MirroredTriangles(map.Model.Mesh);
        for (var texel = 0; texel < map.Triangles.Length; texel++)
        {
            if (map.Triangles[texel] == 0 || lifted[4 * texel + 3] == 255)
                continue;
            if (!mirror.TryPlace(map.Triangles[texel] - 1, map.Weights[texel], out var place))
                continue;
            var from = 4 * (Math.Clamp((int)(place.Y * map.Side), 0, map.Side - 1) * map.Side + Math.Clamp((int)(place.X * map.Side), 0, map.Side - 1));
            float own = lifted[4 * texel + 3], other = MirrorShare * lifted[from + 3] * (1 - own / 255);
            if (other < 1)
                continue;
            for (var k = 0; k < 3; k++)
                bytes[4 * texel + k] = (byte)((own * lifted[4 * texel + k] + other * lifted[from + k]) / (own + other) + 0.5f);
            bytes[4 * texel + 3] = (byte)Math.Min(255, own + other);
        }
    }

    /// <summary>Harmonic interpolation of the vertices' colours over the mesh, then of the vertices' colours into the texels.</summary>
    static void Interpolate(AtlasMap map, byte[] bytes)
    {
        var colours = VertexColours(map, bytes, out var isKnown);
        SurfaceSmoothing.Fill(map.Model.Mesh, colours, isKnown, Rounds);
        for (var texel = 0; texel < map.Triangles.Length; texel++)
        {
            if (map.Triangles[texel] == 0 || bytes[4 * texel + 3] >= Interpolated)
                continue;
            var colour = Vector3.Clamp(map.At(texel, colours), Vector3.Zero, new Vector3(255));
            var share = bytes[4 * texel + 3] / (float)Interpolated;
            bytes[4 * texel] = (byte)(colour.X + share * (bytes[4 * texel] - colour.X) + 0.5f);
            bytes[4 * texel + 1] = (byte)(colour.Y + share * (bytes[4 * texel + 1] - colour.Y) + 0.5f);
            bytes[4 * texel + 2] = (byte)(colour.Z + share * (bytes[4 * texel + 2] - colour.Z) + 0.5f);
            bytes[4 * texel + 3] = Interpolated;
        }
    }

    /// <summary>Mean of the texels around each vertex, weighted by confidence.</summary>
    static Vector3[] VertexColours(AtlasMap map, byte[] bytes, out bool[] isKnown)
    {
        var sums = new Vector4[map.Model.VertexCount];
        for (var texel = 0; texel < map.Triangles.Length; texel++)
        {
            if (map.Triangles[texel] == 0 || bytes[4 * texel + 3] == 0)
                continue;
            var (a, b, c) = map.Model.Mesh.Corners(map.Triangles[texel] - 1);
            var value = bytes[4 * texel + 3] * new Vector4(bytes[4 * texel], bytes[4 * texel + 1], bytes[4 * texel + 2], 1);
            var weights = map.Weights[texel];
            sums[a] += Math.Max(0, 1 - weights.X - weights.Y) * value;
            sums[b] += Math.Max(0, weights.X) * value;
            sums[c] += Math.Max(0, weights.Y) * value;
        }
        var colours = new Vector3[sums.Length];
        isKnown = new bool[sums.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            isKnown[i] = sums[i].W > 1;
            colours[i] = isKnown[i] ? new Vector3(sums[i].X, sums[i].Y, sums[i].Z) / sums[i].W : Vector3.Zero;
        }
        return colours;
    }
}
