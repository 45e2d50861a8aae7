using Silk.NET.OpenGL;

namespace Avatars.Graphics.Scenes;

/// <summary>Depth seen from the key light, read with comparison.</summary>
sealed unsafe class ShadowMap : IDisposable
{
    /// <summary>Pixels a side: about 5 mm each around a standing adult, under the light's blur.</summary>
    public const int Size = 512;

    const int CompareRefToTexture = 0x884E; // GL_COMPARE_REF_TO_TEXTURE

    readonly GL _gl;
    readonly uint _texture;
    readonly uint _framebuffer;

    public ShadowMap(GL gl)
    {
        _gl = gl;
        _texture = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, _texture);
        gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.DepthComponent16, Size, Size, 0, PixelFormat.DepthComponent, PixelType.UnsignedShort, null);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToBorder);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToBorder);
        var lit = stackalloc float[] { 1, 1, 1, 1 };
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureBorderColor, lit);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureCompareMode, CompareRefToTexture);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureCompareFunc, (int)DepthFunction.Lequal);
        _framebuffer = gl.GenFramebuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.DepthAttachment, TextureTarget.Texture2D, _texture, 0);
        gl.DrawBuffer(DrawBufferMode.None);
        gl.ReadBuffer(ReadBufferMode.None);
    }

    /// <summary>Directs drawing here, and empties it.</summary>
    public void BindAndClear()
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        _gl.Viewport(0, 0, Size, Size);
        _gl.Clear(ClearBufferMask.DepthBufferBit);
    }

    public void Bind(TextureUnit unit)
    {
        _gl.ActiveTexture(unit);
        _gl.BindTexture(TextureTarget.Texture2D, _texture);
    }

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_framebuffer);
        _gl.DeleteTexture(_texture);
    }
}
