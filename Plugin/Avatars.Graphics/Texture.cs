using Avatars.Imaging;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>A two-dimensional texture. Its first row is the top of the picture, so v runs down as in the meshes.</summary>
public sealed unsafe class Texture : IDisposable
{
    readonly GL _gl;
    readonly InternalFormat _format;

    Texture(GL gl, int width, int height, InternalFormat format)
    {
        PictureSize.Require(width, height);
        _gl = gl;
        _format = format;
        Width = width;
        Height = height;
        Handle = gl.GenTexture();
    }

    public uint Handle { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Colours: sampled as linear light, straight alpha, with mipmaps, repeating.</summary>
    public static Texture Color(GL gl, RgbaImage picture) => FromPicture(gl, picture, InternalFormat.Srgb8Alpha8);

    /// <summary>Bytes that are no colours (normals, occlusion): sampled without conversion, with mipmaps, repeating.</summary>
    public static Texture Data(GL gl, RgbaImage picture) => FromPicture(gl, picture, InternalFormat.Rgba8);

    /// <summary>Empty, written every frame by <see cref="Update"/>: sRGB bytes without conversion.</summary>
    public static Texture Screen(GL gl, int width, int height)
    {
        var texture = new Texture(gl, width, height, InternalFormat.Rgb8);
        texture.Allocate(PixelFormat.Rgb, null);
        texture.Filter(TextureMinFilter.Linear, TextureMagFilter.Linear, TextureWrapMode.ClampToEdge);
        return texture;
    }

    /// <summary>Numbers for a shader to fetch one by one, row after row.</summary>
    internal static Texture Table(GL gl, int width, int height, ReadOnlySpan<float> numbers)
    {
        var texture = new Texture(gl, width, height, InternalFormat.R32f);
        fixed (float* first = numbers)
            texture.Allocate(PixelFormat.Red, first, PixelType.Float);
        texture.Filter(TextureMinFilter.Nearest, TextureMagFilter.Nearest, TextureWrapMode.ClampToEdge);
        return texture;
    }

    /// <summary>Bytes for a shader to fetch one by one as whole numbers, row after row.</summary>
    internal static Texture Indices(GL gl, int width, int height, ReadOnlySpan<byte> numbers)
    {
        var texture = new Texture(gl, width, height, InternalFormat.R8ui);
        fixed (byte* first = numbers)
            texture.Allocate(PixelFormat.RedInteger, first);
        texture.Filter(TextureMinFilter.Nearest, TextureMagFilter.Nearest, TextureWrapMode.ClampToEdge);
        return texture;
    }

    /// <summary>RGBA bytes for a shader to fetch one by one, with a smaller level for each halving of the side.</summary>
    /// <param name="level">Bytes of a level, side >> level texels a side.</param>
    internal static Texture Levels(GL gl, int side, int count, Func<int, byte[]> level)
    {
        var texture = new Texture(gl, side, side, InternalFormat.Rgba8);
        gl.BindTexture(TextureTarget.Texture2D, texture.Handle);
        gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        for (var i = 0; i < count; i++)
            fixed (byte* pixels = level(i))
                gl.TexImage2D(TextureTarget.Texture2D, i, InternalFormat.Rgba8, (uint)(side >> i), (uint)(side >> i), 0, PixelFormat.Rgba,
                    PixelType.UnsignedByte, pixels);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMaxLevel, count - 1);
        texture.Filter(TextureMinFilter.NearestMipmapNearest, TextureMagFilter.Nearest, TextureWrapMode.ClampToEdge);
        return texture;
    }

    /// <summary>Empty, to be drawn into.</summary>
    internal static Texture Target(GL gl, int width, int height, InternalFormat format)
    {
        var texture = new Texture(gl, width, height, format);
        texture.Allocate(PixelFormat.Rgba, null);
        texture.Filter(TextureMinFilter.Linear, TextureMagFilter.Linear, TextureWrapMode.ClampToEdge);
        return texture;
    }

    public void Bind(TextureUnit unit)
    {
        _gl.ActiveTexture(unit);
        _gl.BindTexture(TextureTarget.Texture2D, Handle);
    }

    /// <summary>Replaces the pixels of a <see cref="Screen"/> texture.</summary>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public void Update(RgbImage picture)
    {
        if (picture.Width != Width || picture.Height != Height)
            throw new ArgumentException($"The picture is {picture.Width}x{picture.Height}, but the texture is {Width}x{Height}. Resize the picture, or "
                + "make another texture.", nameof(picture));
        _gl.BindTexture(TextureTarget.Texture2D, Handle);
        _gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        fixed (byte* pixels = picture.Bytes)
            _gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, 0, (uint)Width, (uint)Height, PixelFormat.Rgb, PixelType.UnsignedByte, pixels);
    }

    public void Dispose() => _gl.DeleteTexture(Handle);

    static Texture FromPicture(GL gl, RgbaImage picture, InternalFormat format)
    {
        var texture = new Texture(gl, picture.Width, picture.Height, format);
        fixed (byte* pixels = picture.Bytes)
            texture.Allocate(PixelFormat.Rgba, pixels);
        gl.GenerateMipmap(TextureTarget.Texture2D);
        texture.Filter(TextureMinFilter.LinearMipmapNearest, TextureMagFilter.Linear, TextureWrapMode.Repeat);
        return texture;
    }

    void Allocate(PixelFormat format, void* pixels, PixelType type = PixelType.UnsignedByte)
    {
        _gl.BindTexture(TextureTarget.Texture2D, Handle);
        _gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        _gl.TexImage2D(TextureTarget.Texture2D, 0, _format, (uint)Width, (uint)Height, 0, format, type, pixels);
    }

    void Filter(TextureMinFilter small, TextureMagFilter large, TextureWrapMode wrap)
    {
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)small);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)large);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)wrap);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)wrap);
    }
}
