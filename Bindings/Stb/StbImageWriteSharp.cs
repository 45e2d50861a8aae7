using System;
using System.IO;
using System.Runtime.ExceptionServices;
using Avatars.Bindings.Stb;

namespace StbImageWriteSharp
{
    public enum ColorComponents
    {
        Grey = 1,
        GreyAlpha,
        RedGreenBlue,
        RedGreenBlueAlpha,
    }

    public unsafe class ImageWriter
    {
        public void WritePng(byte[] data, int width, int height, ColorComponents components, Stream dest)
        {
            Require(data, width, height, components);
            fixed (byte* bytes = data)
            {
                var pixels = bytes;
                Write(dest, write => StbNative.stbi_write_png_to_func(write, null, width, height, (int)components, pixels, width * (int)components));
            }
        }

        public void WriteJpg(byte[] data, int width, int height, ColorComponents components, Stream dest, int quality)
        {
            Require(data, width, height, components);
            fixed (byte* bytes = data)
            {
                var pixels = bytes;
                Write(dest, write => StbNative.stbi_write_jpg_to_func(write, null, width, height, (int)components, pixels, quality));
            }
        }

        /// <summary>An exception of the stream may not cross the C code: it is kept, and thrown behind it.</summary>
        static void Write(Stream dest, Func<StbNative.WriteFunction, int> encode)
        {
            ExceptionDispatchInfo? failure = null;
            StbNative.WriteFunction write = (context, data, size) =>
            {
                if (failure != null)
                    return;
                try
                {
                    dest.Write(new ReadOnlySpan<byte>(data, size));
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
            };
            var isWritten = encode(write) != 0;
            GC.KeepAlive(write);
            failure?.Throw();
            if (!isWritten)
                throw new InvalidOperationException("stb could not encode the picture.");
        }

        static void Require(byte[] data, int width, int height, ColorComponents components)
        {
            if (data == null)
                throw new ArgumentNullException(nameof(data));
            if (width <= 0)
                throw new ArgumentOutOfRangeException(nameof(width));
            if (height <= 0)
                throw new ArgumentOutOfRangeException(nameof(height));
            if (data.Length < (long)width * height * (int)components)
                throw new ArgumentException("The array is smaller than the picture.", nameof(data));
        }
    }
}
