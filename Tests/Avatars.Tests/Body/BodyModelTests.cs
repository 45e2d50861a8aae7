using System.Numerics;
using Avatars.Body;
using Avatars.Rig;

namespace Avatars.Tests.Body;

public sealed class BodyModelTests
{
    static readonly BodyModel Model = HumanBody.Model;

    [Test]
    public void The_average_person_is_of_ordinary_height()
    {
        var body = HumanBody.Average;
        Assert.That(body.Rest.Max(vertex => vertex.Y), Is.InRange(1.6f, 1.8f), "metres from the soles");
        Assert.That(body.Rest.Min(vertex => vertex.Y), Is.EqualTo(0).Within(1e-6f));
    }

    [Test]
    public void Every_humanoid_bone_is_a_joint_and_moves_some_vertex()
    {
        for (var bone = 0; bone < HumanBones.Count; bone++)
        {
            var joint = Model.Joints.IndexOf((HumanBodyBones)bone);
            Assert.That(joint, Is.GreaterThanOrEqualTo(0), $"{(HumanBodyBones)bone}");
            var most = 0;
            for (var i = 0; i < Model.Mesh.Joints.Length; i++)
                if (Model.Mesh.Joints[i] == joint)
                    most = Math.Max(most, Model.Mesh.Weights[i]);
            Assert.That(most, Is.GreaterThan(0.4f * BodyMesh.WeightSum), $"{(HumanBodyBones)bone}");
        }
    }

    [Test]
    public void The_two_sides_are_mirror_images()
    {
        var (mesh, average) = (Model.Mesh, Model.Average);
        for (var i = 0; i < mesh.VertexCount; i++)
        {
            Assert.That(mesh.Mirror[mesh.Mirror[i]], Is.EqualTo(i), $"vertex {i}");
            Assert.That(Vector3.Distance(average[i], average[mesh.Mirror[i]] * new Vector3(-1, 1, 1)), Is.LessThan(0.002f), $"metres, vertex {i}");
        }
    }

    /// <summary>So that a picture's pixel goes to one place of the body only.</summary>
    [Test]
    public void No_place_of_the_atlas_belongs_to_two_triangles()
    {
        const int side = 1024;
        var owner = new int[side * side];
        var shared = 0;
        for (var i = 0; i < Model.Mesh.TriangleCount; i++)
        {
            var corners = Model.Mesh.Triangles.AsSpan(3 * i, 3);
            var (a, b, c) = (At(corners[0]), At(corners[1]), At(corners[2]));
            var count = new Count { Owner = owner, Triangle = i + 1, Margin = 0.02f };
            new Avatars.Scenes.TriangleRasterizer(side, side).Draw(a, b, c, isDoubleSided: true, ref count);
            shared += count.Shared;
        }
        Assert.That(shared, Is.Zero, "texels inside two triangles");

        Vector2 At(int corner) => side * Model.Mesh.TextureCoordinates[corner];
    }

    struct Count : Avatars.Scenes.IFragmentShader
    {
        public int[] Owner;
        public int Triangle, Shared;
        public float Margin;

        public void Shade(int pixel, Vector3 barycentric)
        {
            if (MathF.Min(barycentric.X, MathF.Min(barycentric.Y, barycentric.Z)) < Margin)
                return; // on the edge of two
            if (Owner[pixel] != 0)
                Shared++;
            Owner[pixel] = Triangle;
        }
    }

    [Test]
    public void Joints_move_with_the_vertices_around_them()
    {
        // A joint is a mean of vertices in MakeHuman: in any shape it stays inside the limb.
        var random = new Random(3);
        var (vertices, joints) = (new Vector3[Model.VertexCount], new Vector3[Model.Joints.Count]);
        for (var person = 0; person < 20; person++)
        {
            var coefficients = Model.Shapes.Select(_ => 3 * random.NextSingle() - 1.5f).ToArray();
            Model.Rest(coefficients, vertices);
            Model.Joints.Rest(coefficients, joints);
            foreach (var bone in new[] { HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand, HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot })
            {
                var joint = Model.Joints.IndexOf(bone);
                var nearest = vertices.Min(vertex => Vector3.Distance(vertex, joints[joint]));
                Assert.That(nearest, Is.InRange(0.004f, 0.09f), $"metres from {bone} to the skin, person {person}");
            }
        }
    }

    [TestCase("pose", 33), TestCase("leftHand", 21), TestCase("rightHand", 21), TestCase("face", 478)]
    public void Landmarks_are_complete(string name, int count) => Assert.That(Model.PointsOf(name), Has.Length.EqualTo(count));

    [Test]
    public void Landmarks_lie_where_a_person_has_them()
    {
        var face = Located("face");
        Assert.That(face[1].Z, Is.EqualTo(face.Max(point => point.Z)).Within(0.002f), "the tip of the nose is foremost");
        Assert.That(face[152].Y, Is.EqualTo(face.Min(point => point.Y)).Within(0.003f), "the chin is lowest");
        Assert.That(Vector3.Distance(face[468], face[473]), Is.InRange(0.054f, 0.070f), "metres between the pupils");
        Assert.That(face[33].X, Is.Negative, "point 33 is the corner of the person's right eye");
        Assert.That(face[159].Y - face[145].Y, Is.InRange(0.004f, 0.012f), "metres between the eyelids");
        var pose = Located("pose");
        Assert.That(pose[11].X, Is.GreaterThan(pose[12].X), "left and right shoulder");
        Assert.That(pose[7].X - pose[8].X, Is.InRange(0.12f, 0.17f), "metres between the ears");
        Assert.That(pose[29].Z, Is.LessThan(pose[31].Z - 0.18f), "heel and toe");
    }

    static Vector3[] Located(string name) =>
        Array.ConvertAll(Model.PointsOf(name), point => point.Locate(HumanBody.Average.Rest, HumanBody.Average.JointRest));

    [Test]
    public void A_slider_does_what_its_name_says()
    {
        Assert.That(Height("height", 1) - Height("height", -1), Is.GreaterThan(0.2f), "metres");
        Assert.That(Height("leg length", 1) - Height("leg length", -1), Is.GreaterThan(0.05f), "metres");
        Assert.That(Width("weight", 1) - Width("weight", -1), Is.GreaterThan(0.06f), "metres of width and depth at the waist");

        float Height(string name, float value) => Shaped(name, value).Rest.Max(vertex => vertex.Y);
        float Width(string name, float value)
        {
            var body = Shaped(name, value);
            var waist = body.JointRest[Model.Joints.IndexOf(HumanBodyBones.Chest)].Y;
            var near = body.Rest.Where(vertex => MathF.Abs(vertex.Y - waist) < 0.03f && MathF.Abs(vertex.X) < 0.25f).ToArray();
            return near.Max(vertex => vertex.X) - near.Min(vertex => vertex.X) + near.Max(vertex => vertex.Z) - near.Min(vertex => vertex.Z);
        }
    }

    static ShapedBody Shaped(string slider, float value)
    {
        var coefficients = new float[Model.Shapes.Count];
        Model.Sliders.Single(candidate => candidate.Name == slider).AddTo(coefficients, value);
        return new ShapedBody(Model, coefficients);
    }
}
