using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Scenes;
using Avatars.Solving;

namespace Avatars.Datasets.Pairs;

/// <summary>A character ready to be posed. Belongs to one thread.</summary>
public sealed class Person
{
    const int VertexStep = 5; // every fifth vertex is enough for a box around the body

    readonly (ushort[] Joints, float[] Weights, Vector3[] Positions)[] _sampled;

    /// <param name="number">0 to 11 for the sample characters, 12 and up for procedural ones.</param>
    public Person(int number, CharacterRecipe recipe, Character character)
    {
        Number = number;
        Recipe = recipe;
        Character = character;
        Body = new PosedBody(character.Skeleton);
        Surface = new SurfaceMap(this);
        _sampled = [.. character.Meshes.Where(mesh => mesh.Indices.Length > 0).Select(Sample)];
    }

    public int Number { get; }

    public CharacterRecipe Recipe { get; }

    public Character Character { get; }

    public PosedBody Body { get; }

    public SurfaceMap Surface { get; }

    /// <summary>Positions of a sample of the skinned vertices, for the bounding box of the person.</summary>
    /// <param name="jointModel">One matrix per joint, joint space to model space.</param>
    public void SampleVertices(ReadOnlySpan<Matrix4x4> jointModel, List<Vector3> vertices)
    {
        vertices.Clear();
        Span<Matrix4x4> skin = stackalloc Matrix4x4[jointModel.Length];
        for (var i = 0; i < skin.Length; i++)
            skin[i] = Character.InverseBind[i] * jointModel[i];
        foreach (var (joints, weights, positions) in _sampled)
            for (var i = 0; i < positions.Length; i++)
            {
                var position = Vector3.Zero;
                for (var k = 4 * i; k < 4 * i + 4; k++)
                    if (weights[k] > 0)
                        position += weights[k] * Vector3.Transform(positions[i], skin[joints[k]]);
                vertices.Add(position);
            }
    }

    static (ushort[], float[], Vector3[]) Sample(SkinnedMesh mesh)
    {
        int[] used = [.. mesh.Indices.Distinct().Order().Where((_, i) => i % VertexStep == 0).Select(index => (int)index)];
        return ([.. used.SelectMany(i => mesh.JointIndices[(4 * i)..(4 * i + 4)])], [.. used.SelectMany(i => mesh.JointWeights[(4 * i)..(4 * i + 4)])],
            [.. used.Select(i => mesh.Positions[i])]);
    }
}
