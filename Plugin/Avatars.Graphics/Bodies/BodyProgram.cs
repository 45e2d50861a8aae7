using System.Numerics;
using Avatars.Body;
using Avatars.PoseMaps;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Bodies;

/// <summary>The shaders of a body with the texture of a person.</summary>
sealed class BodyProgram : IDisposable
{
    const int AtlasUnit = 0, PartsUnit = 1;

    readonly GL _gl;
    readonly ShaderProgram _program;
    readonly int _view, _lens, _planes, _atlasLevels, _focalLength;
    BodyTexture? _shown;
    Texture? _atlas;

    /// <param name="defines">As <see cref="ShaderProgram"/> takes them.</param>
    public BodyProgram(GL gl, string defines)
    {
        _gl = gl;
        _program = new ShaderProgram(gl, defines, "Body/body.vert", "Body/body.frag");
        (_view, _lens, _planes) = (_program.Uniform("view"), _program.Uniform("lens"), _program.Uniform("planes"));
        (_atlasLevels, _focalLength) = (_program.Uniform("atlasLevels"), _program.Uniform("focalLength"));
        _program.BindSampler("atlas", AtlasUnit);
        _program.BindSampler("parts", PartsUnit);
    }

    /// <summary>Draws into the bound target, whose depth and colours are cleared, all its triangles that face the camera.</summary>
    /// <param name="parts">One value a triangle; null where the program does not read it.</param>
    public void Draw(BodyGeometry geometry, Camera camera, BodyTexture? texture, Texture? parts)
    {
        Show(texture);
        _program.Use();
        _program.Set(_view, camera.View);
        _program.Set(_lens, new Vector2(2 * camera.FocalLength / camera.Width, 2 * camera.FocalLength / camera.Height));
        _program.Set(_planes, new Vector2(camera.Near, camera.Far));
        _program.Set(_atlasLevels, texture is null ? Vector2.Zero : new Vector2(texture.Side, texture.LevelCount));
        _program.Set(_focalLength, camera.FocalLength);
        _atlas?.Bind(TextureUnit.Texture0 + AtlasUnit);
        parts?.Bind(TextureUnit.Texture0 + PartsUnit);
        _gl.Disable(EnableCap.Blend);
        _gl.Disable(EnableCap.FramebufferSrgb);
        _gl.Enable(EnableCap.DepthTest);
        _gl.DepthFunc(DepthFunction.Less);
        _gl.Enable(EnableCap.CullFace);
        _gl.CullFace(TriangleFace.Back);
        _gl.FrontFace(FrontFaceDirection.CW); // the target's first row is the picture's top
        geometry.Draw();
        _gl.FrontFace(FrontFaceDirection.Ccw);
        _gl.Disable(EnableCap.CullFace);
        _gl.Disable(EnableCap.DepthTest);
        _gl.ActiveTexture(TextureUnit.Texture0);
    }

    public void Dispose()
    {
        _atlas?.Dispose();
        _program.Dispose();
    }

    void Show(BodyTexture? texture)
    {
        if (ReferenceEquals(texture, _shown))
            return;
        _atlas?.Dispose();
        _atlas = texture is null ? null : Texture.Levels(_gl, texture.Side, texture.LevelCount, texture.Level);
        _shown = texture;
    }
}
