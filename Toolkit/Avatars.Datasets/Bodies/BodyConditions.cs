using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Datasets.Bodies;

/// <summary>What the generator is told of a frame: the textured body of the target, as pictures of the frame's size.</summary>
/// <param name="Warped">The source's colours on the posed body, over the inpainted background.</param>
/// <param name="Coordinates">Surface coordinates x, y and z, -Limit..Limit as 0..255; 0 where the body is not.</param>
/// <param name="Normals">Camera space, -1..1 as 0..255; 0 where the body is not.</param>
/// <param name="State">Red: how well the colour is known; green: nearness, 128 at the hips' distance, 127 a metre; blue: 255 where the body is.</param>
/// <param name="Background">Inpainted.</param>
public sealed record BodyConditions(RgbImage Warped, RgbImage Coordinates, RgbImage Normals, RgbImage State, RgbImage Background)
{
    /// <param name="hips">Metres before the camera.</param>
    internal static BodyConditions Draw(BodyRaster raster, PosedSurface body, BodyTexture texture, BodyChannels channels, Camera camera, float hips, RgbImage background)
    {
        var (width, height) = (raster.Width, raster.Height);
        var warped = new RgbImage(width, height, (byte[])background.Bytes.Clone());
        var (coordinates, normals, state) = (new RgbImage(width, height), new RgbImage(width, height), new RgbImage(width, height));
        var toCamera = Quaternion.Conjugate(camera.Orientation);
        for (var i = 0; i < raster.Triangles.Length; i++)
        {
            var triangle = raster.Triangles[i];
            if (triangle < 0)
                continue;
            var weights = raster.Weights[i];
            var colour = texture.At(channels.Uv(triangle, weights));
            Put(warped, i, new Vector3(colour.X, colour.Y, colour.Z));
            Put(coordinates, i, 255 * (channels.Coordinate(triangle, weights) / Pairs.SurfaceCoordinates.Limit + Vector3.One) / 2);
            Put(normals, i, 255 * (Vector3.Transform(body.At(triangle, weights).Normal, toCamera) + Vector3.One) / 2);
            Put(state, i, new Vector3(255 * colour.W, 128 + 127 * (hips - raster.Depths[i]), 255));
        }
        return new BodyConditions(warped, coordinates, normals, state, background);
    }

    static void Put(RgbImage picture, int pixel, Vector3 value)
    {
        for (var k = 0; k < 3; k++)
            picture.Bytes[3 * pixel + k] = (byte)Math.Clamp(MathF.Round(value[k]), 0, 255);
    }
}
