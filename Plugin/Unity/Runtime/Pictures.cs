using System;
using Avatars.Imaging;
using UnityEngine;

namespace Avatars.Unity
{
    /// <summary>Pictures between Unity, whose rows begin at the bottom, and the library, whose rows begin at the top.</summary>
    public static class Pictures
    {
        public static RgbImage FromTexture(Texture2D texture)
        {
            var pixels = texture.GetPixels32();
            var picture = new RgbImage(texture.width, texture.height);
            for (var y = 0; y < picture.Height; y++)
            {
                var row = picture.Row(y);
                var first = (picture.Height - 1 - y) * picture.Width;
                for (var x = 0; x < picture.Width; x++)
                {
                    var pixel = pixels[first + x];
                    row[3 * x] = pixel.r;
                    row[3 * x + 1] = pixel.g;
                    row[3 * x + 2] = pixel.b;
                }
            }
            return picture;
        }

        /// <param name="rows">Used again when it fits; null the first time.</param>
        /// <returns>For Texture2D.LoadRawTextureData with RGB24.</returns>
        public static byte[] ToRows(RgbImage picture, byte[] rows)
        {
            var length = picture.Bytes.Length;
            if (rows == null || rows.Length != length)
                rows = new byte[length];
            var stride = 3 * picture.Width;
            for (var y = 0; y < picture.Height; y++)
                Buffer.BlockCopy(picture.Bytes, y * stride, rows, (picture.Height - 1 - y) * stride, stride);
            return rows;
        }
    }
}
