using System.Numerics;
using Avatars.Imaging;
using Avatars.Scenes;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Scenes;

/// <summary>
/// Draws a posed character with lights, a shadow, and something behind it. One context, one thread. A frame: shadow map; solid
/// meshes and over them hair's soft edges, at twice the size; then all of it averaged down over the background.
/// </summary>
/// <remarks>
/// Oversampling smooths hair, textures and highlights besides edges, and on Mesa's software renderer costs no more than multisampling.
/// </remarks>
public sealed class CharacterRenderer : IDisposable
{
    /// <summary>Joints of a character that can be drawn; <see cref="StillJoints"/> takes out those that never move.</summary>
    public const int MostJoints = JointPalette.MaximumJoints;

    readonly GL _gl;
    readonly ScenePrograms _programs;
    readonly JointPalette _palette;
    readonly ShadowMap _shadow;
    readonly GlBuffer<FrameBlock> _frameBuffer;
    readonly FrameBlock[] _frame = new FrameBlock[1];
    readonly uint _noVertices;
    readonly int _oversampling;
    readonly uint _aloneFramebuffer;
    Framebuffer? _person, _sized;
    Texture? _alone;
    RgbaImage? _picture;
    Texture? _photograph;

    /// <summary>Borrows <paramref name="gl"/>, whose context must be current here and in every call.</summary>
    /// <param name="oversampling">Each pixel of a person is drawn as a square of this many a side: 1 is fast, 2 smooth.</param>
    /// <exception cref="ArgumentOutOfRangeException">Oversampling is neither 1 nor 2.</exception>
    public CharacterRenderer(GL gl, int oversampling = 2)
    {
        if (oversampling is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(oversampling), $"Oversampling is 1 or 2, not {oversampling}.");
        _gl = gl;
        _oversampling = oversampling;
        _programs = new ScenePrograms(gl, oversampling == 2);
        _palette = new JointPalette(gl);
        _shadow = new ShadowMap(gl);
        _frameBuffer = new GlBuffer<FrameBlock>(gl, BufferTargetARB.UniformBuffer, 1);
        _noVertices = gl.GenVertexArray();
        _aloneFramebuffer = gl.GenFramebuffer();
    }

    /// <summary>Copies meshes and pictures into graphics memory. The caller disposes the result, before this renderer.</summary>
    /// <exception cref="ArgumentException">More joints than 256, or arrays of different lengths.</exception>
    public CharacterModel Upload(Character character)
    {
        var model = new CharacterModel(_gl, character);
        foreach (var mesh in model.Meshes)
        {
            _programs.For(mesh, SolidPass(mesh));
            if (mesh.Material.Alpha == AlphaMode.Layered)
                _programs.For(mesh, ScenePass.Soft);
        }
        return model;
    }

    /// <summary>Draws one picture into <paramref name="target"/>, over all it held.</summary>
    /// <param name="jointModel">One row-vector matrix per joint, joint space to model space, which is the world.</param>
    /// <exception cref="ArgumentException"><paramref name="jointModel"/> does not have one matrix per joint.</exception>
    public void Draw(CharacterModel model, ReadOnlySpan<Matrix4x4> jointModel, in SceneLighting lighting, in CameraView camera,
        in SceneBackground background, Framebuffer target)
    {
        if (jointModel.Length != model.Character.Skeleton.Count)
            throw new ArgumentException($"'{model.Character.Name}' has {model.Character.Skeleton.Count} joints, but {jointModel.Length} matrices were "
                + "given. Give one per joint.", nameof(jointModel));
        _palette.Write(model.Character.InverseBind, jointModel);
        var shadow = ShadowVolume.Around(jointModel, lighting.KeyDirection);
        _frame[0] = FrameBlock.From(lighting, camera, background, shadow);
        if (background.IsStudio)
            FloorContacts.Find(jointModel, background.FloorHeight, ref _frame[0].Contacts);
        _frameBuffer.Write(_frame);
        _frameBuffer.BindBase(FrameBlock.Binding);

        DrawShadow(model);
        var person = PersonFor(target);
        person.Bind();
        _gl.Enable(EnableCap.FramebufferSrgb);
        _gl.ClearColor(0, 0, 0, 0);
        _gl.Clear(ClearBufferMask.ColorBufferBit | ClearBufferMask.DepthBufferBit);
        _shadow.Bind(ScenePrograms.ShadowUnit);
        DrawSolid(model);
        DrawSoft(model);
        target.Bind();
        DrawTogether(person, background);
        _gl.Disable(EnableCap.FramebufferSrgb);
        _gl.BindVertexArray(0);
    }

    /// <summary>Draws the character alone; the texture is this renderer's own, until the next call of another size. Its first row is the picture's top;
    /// sRGB bytes, straight alpha.</summary>
    /// <param name="width">Of the texture, pixels.</param>
    /// <exception cref="ArgumentException"><paramref name="jointModel"/> does not have one matrix per joint.</exception>
    public Texture DrawAlone(CharacterModel model, ReadOnlySpan<Matrix4x4> jointModel, in SceneLighting lighting, in CameraView camera, int width, int height)
    {
        if (_sized is null || (_sized.Width, _sized.Height) != (width, height))
        {
            _sized?.Dispose();
            _alone?.Dispose();
            (_sized, _alone) = (null, null);
            _sized = new Framebuffer(_gl, width, height);
            _alone = Texture.Target(_gl, width, height, InternalFormat.Rgba8);
            _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _aloneFramebuffer);
            _gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, _alone.Handle, 0);
        }
        Draw(model, jointModel, lighting, camera, SceneBackground.Plain(Vector3.Zero), _sized);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _aloneFramebuffer);
        _gl.Viewport(0, 0, (uint)width, (uint)height);
        _programs.Alone.Use();
        PersonFor(_sized).Color.Bind(ScenePrograms.PersonUnit);
        _gl.BindVertexArray(_noVertices);
        _gl.DrawArrays(PrimitiveType.Triangles, 0, 3);
        _gl.BindVertexArray(0);
        return _alone!;
    }

    public void Dispose()
    {
        _sized?.Dispose();
        _alone?.Dispose();
        _gl.DeleteFramebuffer(_aloneFramebuffer);
        _person?.Dispose();
        _photograph?.Dispose();
        _gl.DeleteVertexArray(_noVertices);
        _frameBuffer.Dispose();
        _shadow.Dispose();
        _palette.Dispose();
        _programs.Dispose();
    }

    void DrawShadow(CharacterModel model)
    {
        _gl.Enable(EnableCap.DepthTest);
        _gl.DepthFunc(DepthFunction.Less);
        _gl.DepthMask(true);
        _gl.Disable(EnableCap.Blend);
        _shadow.BindAndClear();
        _gl.Enable(EnableCap.PolygonOffsetFill);
        _gl.PolygonOffset(1.5f, 2f);
        foreach (var mesh in model.Meshes)
        {
            if (mesh.Material.Surface == Surface.Eye)
                continue;
            if (mesh.Material.Alpha == AlphaMode.Opaque)
            {
                _programs.Shadow.Use();
            }
            else
            {
                _programs.ShadowCutout.Use();
                mesh.Diffuse.Bind(ScenePrograms.DiffuseUnit);
            }
            Cull(mesh);
            mesh.Draw();
        }
        _gl.Disable(EnableCap.PolygonOffsetFill);
    }

    void DrawSolid(CharacterModel model)
    {
        foreach (var mesh in model.Meshes)
            DrawMesh(mesh, SolidPass(mesh));
    }

    void DrawTogether(Framebuffer person, in SceneBackground background)
    {
        _gl.Disable(EnableCap.DepthTest);
        _gl.Disable(EnableCap.CullFace);
        (background.Picture is not null ? _programs.Photograph : background.IsStudio ? _programs.Studio : _programs.Gradient).Use();
        if (background.Picture is not null)
            PhotographOf(background.Picture).Bind(ScenePrograms.DiffuseUnit);
        person.Color.Bind(ScenePrograms.PersonUnit);
        _gl.BindVertexArray(_noVertices);
        _gl.DrawArrays(PrimitiveType.Triangles, 0, 3);
    }

    /// <summary>The background in graphics memory; copied again only when it is another one.</summary>
    Texture PhotographOf(RgbaImage picture)
    {
        if (_photograph is not null && ReferenceEquals(picture, _picture))
            return _photograph;
        _photograph?.Dispose();
        _photograph = null;
        _photograph = Texture.Color(_gl, picture);
        _picture = picture;
        return _photograph;
    }

    /// <summary>The oversampled picture of the person without background; recreated when the target's size changes.</summary>
    Framebuffer PersonFor(Framebuffer target)
    {
        var (width, height) = (target.Width * _oversampling, target.Height * _oversampling);
        if (_person is null || (_person.Width, _person.Height) != (width, height))
        {
            _person?.Dispose();
            _person = null;
            _person = new Framebuffer(_gl, width, height);
        }
        return _person;
    }

    void DrawSoft(CharacterModel model)
    {
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        _gl.DepthMask(false);
        foreach (var mesh in model.Meshes)
            if (mesh.Material.Alpha == AlphaMode.Layered)
                DrawMesh(mesh, ScenePass.Soft);
        _gl.DepthMask(true);
        _gl.Disable(EnableCap.Blend);
    }

    void DrawMesh(MeshModel mesh, ScenePass pass)
    {
        var program = _programs.For(mesh, pass);
        program.Use(mesh.Tint, mesh.Material.DepthBias / 1000f);
        mesh.Diffuse.Bind(ScenePrograms.DiffuseUnit);
        mesh.Normal?.Bind(ScenePrograms.NormalUnit);
        mesh.Occlusion?.Bind(ScenePrograms.OcclusionUnit);
        Cull(mesh);
        mesh.Draw();
    }

    void Cull(MeshModel mesh)
    {
        if (mesh.Material.IsDoubleSided)
            _gl.Disable(EnableCap.CullFace);
        else
            _gl.Enable(EnableCap.CullFace);
    }

    static ScenePass SolidPass(MeshModel mesh) => mesh.Material.Alpha == AlphaMode.Opaque ? ScenePass.Opaque : ScenePass.Cutout;
}
