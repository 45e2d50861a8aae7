using System.Numerics;
using Avatars.Fixtures;
using Avatars.Graphics;
using Avatars.Graphics.Scenes;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Scenes;

namespace Avatars.Tests.Graphics.Scenes;

public sealed class CharacterRendererTests : GpuTests
{
    const int Size = 128;
    static readonly SceneBackground Green = SceneBackground.Plain(new Vector3(0.1f, 0.6f, 0.2f));
    static readonly Camera Front = Camera.LookAt(new Vector3(0, 0, 3), Vector3.Zero, 0.6f, Size, Size);

    readonly RgbImage _picture = new(Size, Size);

    [Test]
    public void The_background_keeps_its_colour()
    {
        Draw(Figures.Box(White()), Moved(new Vector3(9, 0, 0)), Front, Green);
        Assert.That(_picture.Bytes.Chunk(3), Is.All.Matches<byte[]>(p => Math.Abs(p![0] - 26) <= 1 && Math.Abs(p[1] - 153) <= 1 && Math.Abs(p[2] - 51) <= 1));
    }

    [Test]
    public void A_photograph_fills_the_background_the_right_way_up()
    {
        // Top left, top right, bottom left, bottom right
        byte[][] quarters = [[200, 40, 40, 255], [40, 200, 40, 255], [40, 40, 200, 255], [120, 120, 120, 255]];
        var bytes = new byte[Size * Size * 4];
        for (var i = 0; i < Size * Size; i++)
            quarters[2 * (i / Size / (Size / 2)) + i % Size / (Size / 2)].CopyTo(bytes, 4 * i);
        Draw(Figures.Box(White()), Moved(new Vector3(9, 0, 0)), Front, SceneBackground.Photograph(new RgbaImage(Size, Size, bytes)));
        for (var k = 0; k < 4; k++)
            Assert.That(At(Size / 4 + k % 2 * Size / 2, Size / 4 + k / 2 * Size / 2), Is.EqualTo(quarters[k][..3]).Within(1), $"quarter {k}");
    }

    [TestCase(0, 0, 0), TestCase(0.35f, 0.1f, 0.3f), TestCase(-0.4f, -0.3f, -0.5f)]
    public void A_mesh_follows_its_joint_to_where_the_camera_projects_it(float x, float y, float z)
    {
        var position = new Vector3(x, y, z);
        Draw(Figures.Of(Figures.Box("dot", 0.03f, 1, White())), Moved(position), Front, Green);
        Assert.That(Front.TryProject(position, out var expected, out _));
        Assert.That(Vector2.Distance(Centroid(), expected), Is.LessThan(0.6f)); // pixels; perspective shifts the box's own centre a little
    }

    [Test]
    public void A_vertex_between_two_joints_moves_half_of_each()
    {
        var mesh = Figures.Box("dot", 0.03f, 1, White());
        for (var i = 0; i < mesh.Positions.Length; i++)
            (mesh.JointIndices[4 * i + 1], mesh.JointWeights[4 * i], mesh.JointWeights[4 * i + 1]) = (2, 0.5f, 0.5f);
        Draw(Figures.Of(mesh), [Matrix4x4.Identity, Matrix4x4.CreateTranslation(0.4f, 0, 0), Matrix4x4.CreateTranslation(0, 0.4f, 0)], Front, Green);
        Front.TryProject(new Vector3(0.2f, 0.2f, 0), out var expected, out _);
        Assert.That(Vector2.Distance(Centroid(), expected), Is.LessThan(0.6f));
    }

    [Test]
    public void The_side_towards_the_key_light_is_brighter()
    {
        var camera = Camera.LookAt(new Vector3(0, 0, 3), Vector3.Zero, 0.4f, Size, Size);
        var turned = Matrix4x4.CreateRotationY(MathF.PI / 4); // an edge towards us, a face to each side
        Draw(Figures.Box(White() with { Tint = new Vector3(0.5f) }), [Matrix4x4.Identity, turned, turned], camera, Green);
        Assert.That(At(Size / 2 - 12, Size / 2)[0], Is.GreaterThan(At(Size / 2 + 12, Size / 2)[0] + 10));
    }

    [Test]
    public void A_large_light_reaches_a_side_that_a_small_one_leaves_dark()
    {
        var camera = Camera.LookAt(new Vector3(0, 0, 3), Vector3.Zero, 0.4f, Size, Size);
        var dark = SceneLighting.Studio with { KeyDirection = Vector3.Normalize(new Vector3(0, 1, -0.3f)), FillColor = Vector3.Zero,
            RimColor = Vector3.Zero, Sky = Vector3.Zero, Horizon = Vector3.Zero, Ground = Vector3.Zero };
        Draw(Figures.Box(White()), Moved(Vector3.Zero), camera, Green, dark);
        var small = At(Size / 2, Size / 2)[0];
        Draw(Figures.Box(White()), Moved(Vector3.Zero), camera, Green,
            dark with { Softness = 1, FillColor = new Vector3(0.3f), FillDirection = dark.KeyDirection });
        Assert.That(At(Size / 2, Size / 2)[0], Is.GreaterThan(small + 20));
    }

    [Test]
    public void Surroundings_with_a_slope_light_one_side_more()
    {
        var camera = Camera.LookAt(new Vector3(0, 0, 3), Vector3.Zero, 0.4f, Size, Size);
        var turned = Matrix4x4.CreateRotationY(MathF.PI / 4); // an edge towards us, a face to each side
        var around = SceneLighting.Studio with { KeyColor = Vector3.Zero, FillColor = Vector3.Zero, RimColor = Vector3.Zero };
        int Difference(Vector2 slope)
        {
            Draw(Figures.Box(White()), [Matrix4x4.Identity, turned, turned], camera, Green, around with { Slope = slope });
            return At(Size / 2 + 12, Size / 2)[0] - At(Size / 2 - 12, Size / 2)[0];
        }
        Assert.That(Difference(Vector2.Zero), Is.EqualTo(0).Within(3));
        Assert.That(Difference(new Vector2(0.5f, 0)), Is.GreaterThan(20));
        Assert.That(Difference(new Vector2(0, 0.5f)), Is.EqualTo(0).Within(3));
    }

    [Test]
    public void An_out_of_focus_background_has_patches_of_its_two_colours()
    {
        byte[] Background(float number)
        {
            Draw(Figures.Box(White()), Moved(new Vector3(9, 0, 0)), Front,
                SceneBackground.OutOfFocus(new Vector3(0.8f, 0.1f, 0.1f), new Vector3(0.1f, 0.1f, 0.8f), number));
            return [.. _picture.Bytes];
        }
        var background = Background(3);
        Assert.That(background.Chunk(3).Count(p => p[0] > 2 * p[2]), Is.InRange(Size * Size / 10, Size * Size * 9 / 10), "red patches");
        Assert.That(Enumerable.Range(0, Size * Size - 1).Where(i => i % Size < Size - 1).Max(i => Math.Abs(background[3 * i] - background[3 * i + 3])),
            Is.LessThan(12), "no edges");
        Assert.That(Background(3), Is.EqualTo(background));
        Assert.That(Background(4), Is.Not.EqualTo(background));
        Assert.That(() => SceneBackground.OutOfFocus(default, default, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_body_casts_its_shadow_on_the_floor()
    {
        var camera = Camera.LookAt(new Vector3(0, 1.5f, 3), new Vector3(0, 0.2f, 0), 0.8f, Size, Size);
        var studio = SceneBackground.Studio(new Vector3(0.8f), new Vector3(0.8f));
        var lighting = SceneLighting.Studio with { KeyDirection = Vector3.Normalize(new Vector3(-1, 1, 0)) };
        Draw(Figures.Box(White()), Moved(new Vector3(0, 0.5f, 0)), camera, studio, lighting);
        camera.TryProject(new Vector3(0.5f, 0, 0), out var shadowed, out _);
        camera.TryProject(new Vector3(-0.5f, 0, 0), out var lit, out _);
        Assert.That(At(shadowed)[0], Is.LessThan(At(lit)[0] - 25));
    }

    [Test]
    public void What_faces_away_from_the_eye_is_left_out_unless_double_sided()
    {
        var inside = Camera.LookAt(new Vector3(0, 0, 0.05f), new Vector3(0, 0, -1), 0.6f, Size, Size);
        Draw(Figures.Box(White()), Moved(Vector3.Zero), inside, Green);
        Assert.That(At(Size / 2, Size / 2)[1], Is.EqualTo(153).Within(1));
        Draw(Figures.Box(White() with { IsDoubleSided = true }), Moved(Vector3.Zero), inside, Green);
        Assert.That(At(Size / 2, Size / 2)[1], Is.Not.EqualTo(153).Within(5));
    }

    [TestCase(AlphaMode.Opaque, 100, false), TestCase(AlphaMode.Cutout, 100, true), TestCase(AlphaMode.Cutout, 200, false),
        TestCase(AlphaMode.Layered, 0, true)]
    public void Alpha_decides_whether_the_background_shows(AlphaMode mode, int alpha, bool shows)
    {
        Draw(Figures.Box(White() with { Alpha = mode, Diffuse = Figures.Plain(255, 255, 255, (byte)alpha) }), Moved(Vector3.Zero), Front, Green);
        Assert.That(Math.Abs(At(Size / 2, Size / 2)[0] - 26) <= 1, Is.EqualTo(shows));
    }

    [Test]
    public void Layered_alpha_below_a_half_is_blended_over_the_background()
    {
        var material = White() with { Alpha = AlphaMode.Layered, Diffuse = Figures.Plain(255, 255, 255, 100) };
        Draw(Figures.Box(material), Moved(Vector3.Zero), Front, Green);
        var mixed = At(Size / 2, Size / 2)[0];
        Draw(Figures.Box(White()), Moved(Vector3.Zero), Front, Green);
        Assert.That(mixed, Is.InRange(40, At(Size / 2, Size / 2)[0] - 20));
    }

    [TestCase(0, false), TestCase(20, true)]
    public void Depth_bias_lifts_an_inner_layer_over_an_outer_one(float millimetres, bool isLifted)
    {
        var outer = Figures.Box("outer", 0.2f, 1, White());
        var inner = Figures.Box("inner", 0.19f, 1, White() with { Diffuse = Figures.Plain(255, 0, 0, 255), DepthBias = millimetres });
        Draw(Figures.Of(outer, inner), Moved(Vector3.Zero), Front, Green);
        Assert.That(At(Size / 2, Size / 2)[2] < 60, Is.EqualTo(isLifted));
    }

    [Test]
    public void A_tint_colours_a_white_surface()
    {
        Draw(Figures.Box(White() with { Tint = new Vector3(1, 0.3f, 0.3f) }), Moved(Vector3.Zero), Front, Green);
        var pixel = At(Size / 2, Size / 2);
        Assert.That(pixel[0], Is.GreaterThan(2 * pixel[1]));
    }

    [Test]
    public void The_same_pose_gives_the_same_bytes()
    {
        var lighting = SceneLighting.Studio;
        Draw(Figures.Box(White()), Moved(Vector3.Zero), Front, Green, lighting);
        var first = (byte[])_picture.Bytes.Clone();
        Draw(Figures.Box(White()), Moved(Vector3.Zero), Front, Green, lighting);
        Assert.That(_picture.Bytes, Is.EqualTo(first));
    }

    [Test]
    public void Drawing_and_reading_back_allocate_nothing()
    {
        using var renderer = new CharacterRenderer(Gl);
        using var model = renderer.Upload(Figures.Box(White()));
        using var target = new Framebuffer(Gl, Size, Size);
        using var readback = new PixelReadback(Gl, Size, Size);
        using var bones = new SkeletonRenderer(Gl);
        var pose = Moved(Vector3.Zero);
        var studio = SceneBackground.Studio(Vector3.One, Vector3.One);
        Assert.That(Allocations.Of(() =>
        {
            renderer.Draw(model, pose, SceneLighting.Studio, CameraView.Of(Front), studio, target);
            bones.Draw(model.Character.Skeleton, pose, CameraView.Of(Front), target, SkeletonColors.Default);
            readback.Begin(target);
            readback.Finish(_picture);
        }), Is.Zero);
    }

    [Test]
    public void Oversampling_gives_edges_in_between()
    {
        var tilted = Matrix4x4.CreateRotationZ(0.2f);
        Assert.That(Shades(1), Is.LessThan(Shades(2) / 2));

        // Pixels that are neither the box nor the background.
        int Shades(int oversampling)
        {
            Draw(Figures.Box(White() with { Tint = new Vector3(0.5f, 0, 0.5f) }), [Matrix4x4.Identity, tilted, tilted], Front, Green,
                oversampling: oversampling);
            return _picture.Bytes.Chunk(3).Count(p => p[1] is > 20 and < 145);
        }
    }

    [Test]
    public void A_pose_of_another_skeleton_is_refused() =>
        Assert.That(() => Draw(Figures.Box(White()), new Matrix4x4[5], Front, Green), Throws.ArgumentException.With.Message.Contains("3 joints"));

    [Test]
    public void Arrays_that_do_not_agree_are_refused()
    {
        using var renderer = new CharacterRenderer(Gl);
        var box = Figures.Box("box", 1, 1, White());
        var broken = new SkinnedMesh { Name = "broken", Positions = box.Positions, Normals = [], TextureCoordinates = box.TextureCoordinates,
            JointIndices = box.JointIndices, JointWeights = box.JointWeights, Indices = box.Indices, Material = box.Material };
        Assert.That(() => renderer.Upload(Figures.Of(broken)), Throws.ArgumentException.With.Message.Contains("'broken'"));
    }

    [Test]
    public void Bones_are_drawn_where_the_camera_projects_them()
    {
        using var renderer = new SkeletonRenderer(Gl);
        using var target = new Framebuffer(Gl, Size, Size);
        target.Bind();
        Gl.ClearColor(0, 0, 0, 1);
        Gl.Clear(Silk.NET.OpenGL.ClearBufferMask.ColorBufferBit);
        Matrix4x4[] pose = [Matrix4x4.CreateTranslation(-0.3f, 0, 0), Matrix4x4.CreateTranslation(0.3f, 0.2f, 0), Matrix4x4.CreateTranslation(0.3f, 0.2f, 0)];
        renderer.Draw(Figures.Box(White()).Skeleton, pose, CameraView.Of(Front), target, SkeletonColors.Default);
        Read(target);
        Front.TryProject(new Vector3(0, 0.1f, 0), out var middle, out _);
        Assert.That(At(middle)[1], Is.GreaterThan(100));
        Assert.That(At(middle + new Vector2(0, 12))[1], Is.Zero);
    }

    static Material White() => new() { Diffuse = Figures.White };

    static Matrix4x4[] Moved(Vector3 position) => [Matrix4x4.Identity, Matrix4x4.CreateTranslation(position), Matrix4x4.CreateTranslation(position)];

    void Draw(Character character, Matrix4x4[] pose, Camera camera, SceneBackground background, SceneLighting? lighting = null, int oversampling = 2)
    {
        using var renderer = new CharacterRenderer(Gl, oversampling);
        using var model = renderer.Upload(character);
        using var target = new Framebuffer(Gl, Size, Size);
        renderer.Draw(model, pose, lighting ?? SceneLighting.Studio, CameraView.Of(camera), background, target);
        Read(target);
    }

    void Read(Framebuffer target)
    {
        using var readback = new PixelReadback(Gl, Size, Size);
        readback.Begin(target);
        readback.Finish(_picture);
    }

    byte[] At(Vector2 pixels) => At((int)pixels.X, (int)pixels.Y);

    byte[] At(int x, int y) => _picture.Row(y).Slice(3 * x, 3).ToArray();

    /// <summary>The mean place of what is not background; pixels, centres at .5.</summary>
    Vector2 Centroid()
    {
        var sum = Vector2.Zero;
        var count = 0f;
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
            {
                var weight = Math.Min(Math.Abs(At(x, y)[0] - 26) / 100f, 1);
                sum += weight * new Vector2(x + 0.5f, y + 0.5f);
                count += weight;
            }
        Assert.That(count, Is.GreaterThan(3), "nothing was drawn");
        return sum / count;
    }
}
