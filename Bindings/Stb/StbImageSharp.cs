using System;
using System.IO;
using System.Runtime.InteropServices;
using Avatars.Bindings.Stb;

namespace StbImageSharp
{
    public enum ColorComponents
    {
        Default,
        Grey,
        GreyAlpha,
        RedGreenBlue,
        RedGreenBlueAlpha,
    }

    public class ImageResult
    {
        public int Width { get; set; }

        public int Height { get; set; }

        public ColorComponents SourceComp { get; set; }

        public ColorComponents Comp { get; set; }

        public byte[] Data { get; set; } = Array.Empty<byte>();

        public static ImageResult FromStream(Stream stream, ColorComponents requiredComponents = ColorComponents.Default) =>
            FromMemory(StreamBytes.ReadAll(stream), requiredComponents);

        public static unsafe ImageResult FromMemory(byte[] data, ColorComponents requiredComponents = ColorComponents.Default)
        {
            fixed (byte* bytes = data)
            {
                var pixels = StbNative.stbi_load_from_memory(bytes, data.Length, out var width, out var height, out var components, (int)requiredComponents);
                if (pixels == null)
                    throw new InvalidOperationException(Marshal.PtrToStringAnsi(StbNative.stbi_failure_reason()));
                try
                {
                    var comp = requiredComponents == ColorComponents.Default ? (ColorComponents)components : requiredComponents;
                    var copy = new ReadOnlySpan<byte>(pixels, checked(width * height * (int)comp)).ToArray();
                    return new ImageResult { Width = width, Height = height, SourceComp = (ColorComponents)components, Comp = comp, Data = copy };
                }
                finally
                {
                    StbNative.stbi_image_free(pixels);
                }
            }
        }
    }

    public struct ImageInfo
    {
        public int Width;
        public int Height;
        public ColorComponents ColorComponents;
        public int BitsPerChannel;

        public static unsafe ImageInfo? FromStream(Stream stream)
        {
            var data = StreamBytes.ReadAll(stream);
            stream.Seek(0, SeekOrigin.Begin);
            fixed (byte* bytes = data)
            {
                if (StbNative.stbi_info_from_memory(bytes, data.Length, out var width, out var height, out var components) == 0)
                    return null;
                var bits = StbNative.stbi_is_16_bit_from_memory(bytes, data.Length) != 0 ? 16 : 8;
                return new ImageInfo { Width = width, Height = height, ColorComponents = (ColorComponents)components, BitsPerChannel = bits };
            }
        }
    }

    internal static class StreamBytes
    {
        internal static byte[] ReadAll(Stream stream)
        {
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return memory.ToArray();
        }
    }
}
