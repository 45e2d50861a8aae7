using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Datasets.Bodies;

/// <summary>Draws what the generator is told of a frame: the textured body of the target.</summary>
static class BodyConditions
{
    /// <param name="hips">Metres before the camera.</param>
    public static BodyPictures Draw(BodyRaster raster, PosedSurface body, BodyTexture texture, BodyChannels channels, Camera camera, float hips,
        RgbImage background)
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
        return new BodyPictures(warped, state, coordinates, normals, background);
    }

    static void Put(RgbImage picture, int pixel, Vector3 value)
    {
        for (var k = 0; k < 3; k++)
            picture.Bytes[3 * pixel + k] = (byte)Math.Clamp(MathF.Round(value[k]), 0, 255);
    }
}
