using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>Whether the parts of a body model fit together, so that nothing that uses one needs to check again.</summary>
static class BodyModelCheck
{
    const int MostJoints = 255;

    /// <exception cref="ArgumentException">They do not; the message names the first that does not.</exception>
    public static void Run(BodyModel model)
    {
        Mesh(model.Mesh);
        Joints(model.Joints, model.Shapes.Count);
        var vertices = model.Mesh.VertexCount;
        if (model.Average.Length != vertices)
            throw Wrong($"{model.Average.Length} average positions for {vertices} vertices");
        Finite(model.Average, "average position");
        foreach (var joint in model.Mesh.Joints)
            if (joint >= model.Joints.Count)
                throw Wrong($"a vertex is moved by joint {joint} of {model.Joints.Count}");
        foreach (var direction in model.Shapes)
            Direction(direction, vertices);
        foreach (var direction in model.Expressions)
            Direction(direction, vertices);
        foreach (var slider in model.Sliders)
            Slider(slider, model.Shapes.Count);
        foreach (var landmarks in model.Landmarks)
            foreach (var point in landmarks.Points)
                if (!(point.Joint < model.Joints.Count && point.A < vertices && point.B < vertices && point.C < vertices
                    && point is { Joint: >= -1, A: >= 0, B: >= 0, C: >= 0 } && IsFinite(point.Weights)))
                    throw Wrong($"landmarks '{landmarks.Name}' name {point}");
    }

    static void Mesh(BodyMesh mesh)
    {
        var vertices = mesh.VertexCount;
        if (vertices is <= 0 or > ushort.MaxValue)
            throw Wrong($"{vertices} vertices");
        if (!(mesh.Origins.Length is > 0 and <= ushort.MaxValue && mesh.TextureCoordinates.Length == mesh.Origins.Length))
            throw Wrong($"{mesh.Origins.Length} texture vertices with {mesh.TextureCoordinates.Length} coordinates");
        foreach (var origin in mesh.Origins)
            if (origin >= vertices)
                throw Wrong($"a texture vertex belongs to vertex {origin} of {vertices}");
        foreach (var place in mesh.TextureCoordinates)
            if (!(place.X is >= 0 and <= 1 && place.Y is >= 0 and <= 1))
                throw Wrong($"texture coordinate {place}");
        if (!(mesh.Triangles.Length > 0 && mesh.Triangles.Length % 3 == 0 && mesh.Parts.Length == mesh.TriangleCount))
            throw Wrong($"{mesh.Triangles.Length} corners of triangles with {mesh.Parts.Length} parts");
        foreach (var corner in mesh.Triangles)
            if (corner >= mesh.Origins.Length)
                throw Wrong($"a triangle names texture vertex {corner} of {mesh.Origins.Length}");
        foreach (var part in mesh.Parts)
            if (part is BodyPart.None or > BodyPart.Cavity)
                throw Wrong($"part {(byte)part}");
        if (mesh.Mirror.Length != vertices)
            throw Wrong($"{mesh.Mirror.Length} mirror images for {vertices} vertices");
        foreach (var mirror in mesh.Mirror)
            if (mirror >= vertices)
                throw Wrong($"mirror image {mirror} of {vertices} vertices");
        Weights(mesh);
    }

    static void Weights(BodyMesh mesh)
    {
        const int four = BodyMesh.InfluencesPerVertex;
        if (!(mesh.Joints.Length == four * mesh.VertexCount && mesh.Weights.Length == four * mesh.VertexCount))
            throw Wrong($"{mesh.Weights.Length} weights and {mesh.Joints.Length} joints for {mesh.VertexCount} vertices");
        for (var i = 0; i < mesh.VertexCount; i++)
        {
            var sum = 0;
            for (var k = four * i; k < four * i + four; k++)
                sum += mesh.Weights[k];
            if (sum != BodyMesh.WeightSum)
                throw Wrong($"the weights of vertex {i} sum to {sum}, not {BodyMesh.WeightSum}");
        }
    }

    static void Joints(BodyJoints joints, int shapes)
    {
        if (!(joints.Count is >= HumanBones.Count and <= MostJoints && joints.Parents.Length == joints.Count && joints.Bones.Length == joints.Count
            && joints.Average.Length == joints.Count && joints.Directions.Length == shapes * joints.Count))
            throw Wrong($"{joints.Count} joints");
        Finite(joints.Average, "joint");
        Finite(joints.Directions, "direction of a joint");
        for (var i = 0; i < joints.Count; i++)
            if (!(joints.Parents[i] >= -1 && joints.Parents[i] < i && joints.Parents[i] < 0 == (i == 0)))
                throw Wrong($"joint {i} has parent {joints.Parents[i]}");
        for (var bone = 0; bone < HumanBones.Count; bone++)
            if (!(Array.IndexOf(joints.Bones, (HumanBodyBones)bone) is >= 0 and var at && Array.LastIndexOf(joints.Bones, (HumanBodyBones)bone) == at))
                throw Wrong($"{(HumanBodyBones)bone} is not exactly one joint");
        if (joints.Bones[0] != HumanBodyBones.Hips)
            throw Wrong("the root is not the hips");
        foreach (var bone in joints.Bones)
            if (bone is < 0 or > HumanBodyBones.LastBone)
                throw Wrong($"bone {(int)bone}");
        for (var i = 0; i < joints.Count; i++)
            if (string.IsNullOrEmpty(joints.Names[i]) || Array.IndexOf(joints.Names, joints.Names[i]) != i)
                throw Wrong($"joint {i} is named '{joints.Names[i]}'");
    }

    static void Direction(BodyDirection direction, int vertices)
    {
        if (direction.Vertices.Length > 0 && direction.Vertices[^1] >= vertices)
            throw Wrong($"'{direction.Name}' moves a vertex beyond {vertices}");
    }

    static void Slider(BodySlider slider, int shapes)
    {
        if (!(slider.Name.Length > 0 && slider.Low.Length == shapes && slider.High.Length == shapes))
            throw Wrong($"slider '{slider.Name}' of {slider.Low.Length} numbers");
        for (var i = 0; i < shapes; i++)
            if (!(float.IsFinite(slider.Low[i]) && float.IsFinite(slider.High[i])))
                throw Wrong($"slider '{slider.Name}' is not finite");
    }

    static void Finite(Vector3[] values, string what)
    {
        for (var i = 0; i < values.Length; i++)
            if (!(IsFinite(values[i]) && values[i].LengthSquared() < 100))
                throw Wrong($"{what} {i} is {values[i]}");
    }

    static bool IsFinite(Vector3 value) => float.IsFinite(value.X) && float.IsFinite(value.Y) && float.IsFinite(value.Z);

    static ArgumentException Wrong(string what) => new($"The body model does not fit together: {what}.");
}
