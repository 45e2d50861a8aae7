using System.Numerics;
using Avatars.Scenes;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Scenes;

/// <summary>
/// Draws a posed character with lights, a shadow, and something behind it. One context, one thread. A frame: shadow map, solid
/// meshes, background, then hair's soft edges over it.
/// </summary>
public sealed class CharacterRenderer : IDisposable
{
    readonly GL _gl;
    readonly ScenePrograms _programs;
    readonly JointPalette _palette;
    readonly ShadowMap _shadow;
    readonly GlBuffer<FrameBlock> _frameBuffer;
    readonly FrameBlock[] _frame = new FrameBlock[1];
    readonly uint _noVertices;

    /// <summary>Borrows <paramref name="gl"/>, whose context must be current here and in every call.</summary>
    public CharacterRenderer(GL gl)
    {
        _gl = gl;
        _programs = new ScenePrograms(gl);
        _palette = new JointPalette(gl);
        _shadow = new ShadowMap(gl);
        _frameBuffer = new GlBuffer<FrameBlock>(gl, BufferTargetARB.UniformBuffer, 1);
        _noVertices = gl.GenVertexArray();
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

    /// <summary>Draws one picture into <paramref name="target"/>; resolve or read it back afterwards.</summary>
    /// <param name="jointModel">One row-vector matrix per joint, joint space to model space, which is the world.</param>
    /// <exception cref="ArgumentException"><paramref name="jointModel"/> does not have one matrix per joint.</exception>
    public void Draw(CharacterModel model, ReadOnlySpan<Matrix4x4> jointModel, in SceneLighting lighting, in CameraView camera, in SceneBackground background, Framebuffer target)
    {
        if (jointModel.Length != model.Character.Skeleton.Count)
            throw new ArgumentException($"'{model.Character.Name}' has {model.Character.Skeleton.Count} joints, but {jointModel.Length} matrices were given. Give one per joint.", nameof(jointModel));
        _palette.Write(model.Character.InverseBind, jointModel);
        var shadow = ShadowVolume.Around(jointModel, lighting.KeyDirection);
        _frame[0] = FrameBlock.From(lighting, camera, background, shadow);
        if (background.IsRoom)
            FloorContacts.Find(jointModel, background.FloorHeight, ref _frame[0].Contacts);
        _frameBuffer.Write(_frame);
        _frameBuffer.BindBase(FrameBlock.Binding);

        DrawShadow(model);
        target.Bind();
        _gl.Enable(EnableCap.FramebufferSrgb);
        _gl.Clear(ClearBufferMask.DepthBufferBit); // the background covers every pixel
        _shadow.Bind(ScenePrograms.ShadowUnit);
        DrawSolid(model);
        DrawBackground(background);
        DrawSoft(model);
        _gl.Disable(EnableCap.FramebufferSrgb);
        _gl.Disable(EnableCap.DepthTest);
        _gl.BindVertexArray(0);
    }

    public void Dispose()
    {
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
        _gl.Disable(EnableCap.CullFace);
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
            mesh.Draw();
        }
        _gl.Disable(EnableCap.PolygonOffsetFill);
    }

    void DrawSolid(CharacterModel model)
    {
        foreach (var mesh in model.Meshes)
            DrawMesh(mesh, SolidPass(mesh));
    }

    void DrawBackground(in SceneBackground background)
    {
        _gl.Disable(EnableCap.CullFace);
        _gl.DepthFunc(DepthFunction.Lequal);
        (background.IsRoom ? _programs.Room : _programs.Gradient).Use();
        _gl.BindVertexArray(_noVertices);
        _gl.DrawArrays(PrimitiveType.Triangles, 0, 3);
        _gl.DepthFunc(DepthFunction.Less);
    }

    void DrawSoft(CharacterModel model)
    {
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFunc(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha);
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
        program.Use();
        _gl.Uniform3(program.Tint, mesh.Tint);
        _gl.Uniform1(program.DepthBias, mesh.Material.DepthBias / 1000f);
        mesh.Diffuse.Bind(ScenePrograms.DiffuseUnit);
        mesh.Normal?.Bind(ScenePrograms.NormalUnit);
        mesh.Occlusion?.Bind(ScenePrograms.OcclusionUnit);
        if (mesh.Material.IsDoubleSided)
            _gl.Disable(EnableCap.CullFace);
        else
            _gl.Enable(EnableCap.CullFace);
        mesh.Draw();
    }

    static ScenePass SolidPass(MeshModel mesh) => mesh.Material.Alpha == AlphaMode.Opaque ? ScenePass.Opaque : ScenePass.Cutout;
}
