using System.Numerics;
using Avatars.Scenes;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Scenes;

/// <summary>How the pixels of a mesh are blended with those behind it.</summary>
enum ScenePass
{
    /// <summary>Alpha is ignored.</summary>
    Opaque,

    /// <summary>Alpha of a half and above.</summary>
    Cutout,

    /// <summary>Alpha below a half, blended.</summary>
    Soft,
}

/// <summary>A variant of <c>Scene/character</c> and where its uniforms are.</summary>
sealed class MeshProgram : IDisposable
{
    readonly ShaderProgram _program;
    readonly int _tint;
    readonly int _depthBias;

    public MeshProgram(GL gl, string defines)
    {
        _program = ScenePrograms.Link(gl, defines, "Scene/skin.vert", "Scene/character.frag", "Scene/keylight.frag");
        _tint = _program.Uniform("tint");
        _depthBias = _program.Uniform("depthBias");
    }

    /// <param name="tint">Linear RGB that the diffuse colour is multiplied by.</param>
    /// <param name="depthBias">Metres towards the camera.</param>
    public void Use(Vector3 tint, float depthBias)
    {
        _program.Use();
        _program.Set(_tint, tint);
        _program.Set(_depthBias, depthBias);
    }

    public void Dispose() => _program.Dispose();
}

/// <summary>The programs of the scene pass. Variants are compiled when a mesh first needs them, at upload.</summary>
sealed class ScenePrograms : IDisposable
{
    public const TextureUnit DiffuseUnit = TextureUnit.Texture0, NormalUnit = TextureUnit.Texture1, OcclusionUnit = TextureUnit.Texture2,
        ShadowUnit = TextureUnit.Texture3, PersonUnit = TextureUnit.Texture4;

    readonly GL _gl;
    readonly bool _isOversampled;
    readonly Dictionary<(Surface, ScenePass, bool HasNormal, bool HasOcclusion), MeshProgram> _variants = [];

    /// <param name="isOversampled">Meshes are drawn at twice the picture's size.</param>
    public ScenePrograms(GL gl, bool isOversampled)
    {
        _gl = gl;
        _isOversampled = isOversampled;
        Shadow = Link(gl, "SHADOW", "Scene/skin.vert", "Scene/shadow.frag");
        ShadowCutout = Link(gl, "SHADOW CUTOUT", "Scene/skin.vert", "Scene/shadow.frag");
        Gradient = Link(gl, "", "Scene/background.vert", "Scene/background.frag");
        Photograph = Link(gl, "PHOTOGRAPH", "Scene/background.vert", "Scene/background.frag");
        Alone = Link(gl, "ALONE", "Scene/background.vert", "Scene/background.frag");
        Studio = Link(gl, "STUDIO", "Scene/background.vert", "Scene/background.frag", "Scene/keylight.frag");
    }

    public ShaderProgram Shadow { get; }

    public ShaderProgram ShadowCutout { get; }

    public ShaderProgram Gradient { get; }

    public ShaderProgram Studio { get; }

    public ShaderProgram Photograph { get; }

    public ShaderProgram Alone { get; }

    public MeshProgram For(MeshModel mesh, ScenePass pass)
    {
        var key = (mesh.Material.Surface, pass, mesh.Normal is not null, mesh.Occlusion is not null);
        if (!_variants.TryGetValue(key, out var program))
            _variants[key] = program = new MeshProgram(_gl, Defines(key) + (_isOversampled ? " SPARSE" : ""));
        return program;
    }

    public void Dispose()
    {
        foreach (var program in _variants.Values)
            program.Dispose();
        Shadow.Dispose();
        ShadowCutout.Dispose();
        Gradient.Dispose();
        Studio.Dispose();
        Photograph.Dispose();
        Alone.Dispose();
    }

    internal static ShaderProgram Link(GL gl, string defines, params ReadOnlySpan<string> files)
    {
        var program = new ShaderProgram(gl, defines, files);
        program.BindBlock("Frame", FrameBlock.Binding);
        program.BindBlock("Palette", JointPalette.Binding);
        program.BindSampler("diffuseMap", DiffuseUnit - TextureUnit.Texture0);
        program.BindSampler("normalMap", NormalUnit - TextureUnit.Texture0);
        program.BindSampler("occlusionMap", OcclusionUnit - TextureUnit.Texture0);
        program.BindSampler("person", PersonUnit - TextureUnit.Texture0);
        program.BindSampler("shadowMap", ShadowUnit - TextureUnit.Texture0);
        return program;
    }

    static string Defines((Surface Surface, ScenePass Pass, bool HasNormal, bool HasOcclusion) key)
    {
        var words = key.Surface switch
        {
            Surface.Skin => "SKIN",
            Surface.Cloth => "CLOTH",
            Surface.Hair => "HAIR",
            Surface.Eye => "EYE",
            var other => throw new ArgumentOutOfRangeException(nameof(key), $"There is no shader for the surface '{other}'."),
        };
        if (key.Pass != ScenePass.Opaque)
            words += key.Pass == ScenePass.Cutout ? " CUTOUT" : " SOFT";
        if (key.HasNormal)
            words += " NORMAL_MAP";
        if (key.HasOcclusion)
            words += " OCCLUSION_MAP";
        return words;
    }
}
