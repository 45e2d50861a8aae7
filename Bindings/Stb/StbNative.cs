using System;
using System.Runtime.InteropServices;

namespace Avatars.Bindings.Stb
{
    /// <summary>The system's stb (Debian: libstb0), the C code that StbImageSharp and StbImageWriteSharp are ports of.</summary>
    internal static unsafe class StbNative
    {
        const string Library = "libstb.so.0";

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void WriteFunction(void* context, void* data, int size);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern byte* stbi_load_from_memory(byte* buffer, int length, out int width, out int height, out int components, int wanted);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int stbi_info_from_memory(byte* buffer, int length, out int width, out int height, out int components);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int stbi_is_16_bit_from_memory(byte* buffer, int length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void stbi_image_free(void* pixels);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr stbi_failure_reason();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int stbi_write_png_to_func(WriteFunction write, void* context, int width, int height, int components, void* data, int stride);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int stbi_write_jpg_to_func(WriteFunction write, void* context, int width, int height, int components, void* data, int quality);
    }
}
