using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Pairs;
using Avatars.Rig;

namespace Avatars.Datasets.Bodies;

/// <summary>The size of the errors of a <see cref="SimulatedFit"/>.</summary>
/// <param name="Degrees">Deviation of each joint's rotation in the source picture.</param>
/// <param name="Clothes">How much of the distance of clothes and hair from the skin the fit finds, least and most.</param>
/// <param name="Bones">Deviation of the lengths of bones, relative.</param>
/// <param name="Waves">Deviation of the surface along its normal, metres.</param>
public sealed record FitErrors(float Degrees, (float Least, float Most) Clothes, float Bones, float Waves)
{
    /// <summary>The true skeleton under three quarters of clothes and hair.</summary>
    public static FitErrors None { get; } = new(0, (0.75f, 0.75f), 0, 0);

    /// <summary>As a fit to a picture: joints off by 1 to 2 % of the body's height.</summary>
    public static FitErrors Typical { get; } = new(1.6f, (0.35f, 1), 0.02f, 0.004f);
}

/// <summary>
/// The bare body that a fit would find for a dressed character: base mesh under part of the clothes and hair, with errors of shape and pose. The skin
/// under clothes follows the character's own joints.
/// </summary>
sealed class SimulatedFit
{
    const int Smoothing = 4; // passes over the neighbours
    const int WaveCount = 3;
    const float WaveLength = 0.25f; // metres

    readonly MakeHumanLibrary _library;
    readonly Person _person;
    readonly float[] _clothes;

    public SimulatedFit(MakeHumanLibrary library, Person person)
    {
        (_library, _person) = (library, person);
        var body = person.Character.Meshes[0];
        var recipe = person.Recipe;
        var worn = recipe.Clothes.Where(garment => library.Item(garment.Id).Slot != "face").Select(garment => garment.Id).Append(recipe.Hair).ToHashSet();
        var displacements = ClothedShape.Displacements(body.Positions, body.Normals, person.Character.Meshes.Where(mesh => worn.Contains(mesh.Name)));
        _clothes = Smooth(library.Body, displacements);
    }

    /// <summary>A body in the two poses of a pair: one shape; in the source picture with errors of pose.</summary>
    /// <param name="random">Of the errors.</param>
    public (PosedSurface Source, PosedSurface Target) Pose(PairScene scene, FitErrors errors, SeededRandom random)
    {
        var body = _person.Character.Meshes[0];
        var share = random.Between(errors.Clothes.Least, errors.Clothes.Most);
        var waves = Enumerable.Range(0, WaveCount).Select(_ => (Along: Direction(random) * (MathF.Tau / (WaveLength * random.Between(1, 3))),
            Phase: random.Between(0, MathF.Tau), Height: errors.Waves * random.Normal())).ToArray();
        var rest = new Vector3[body.Positions.Length];
        for (var i = 0; i < rest.Length; i++)
        {
            var height = share * _clothes[i];
            foreach (var (along, phase, wave) in waves)
                height += wave * MathF.Cos(Vector3.Dot(along, body.Positions[i]) + phase);
            rest[i] = body.Positions[i] + height * body.Normals[i];
        }
        var normals = NormalsOf(rest);
        var lengths = _person.Character.Skeleton.Count;
        var bones = Enumerable.Range(0, lengths).Select(_ => 1 + errors.Bones * random.Normal()).ToArray();
        return (Place(scene.Source, errors.Degrees * random.Between(0, 1.5f)), Place(scene.Target, 0));

        PosedSurface Place(Snapshot snapshot, float degrees)
        {
            var surface = new PosedSurface(_library.Body, _library.BodyJoints, _library.BodyWeights);
            surface.Pose(rest, normals, Skin(snapshot, bones, degrees, random));
            return surface;
        }
    }

    Vector3[] NormalsOf(Vector3[] rest)
    {
        var topology = _library.Body;
        var vertices = new Vector3[topology.VertexCount];
        for (var i = 0; i < rest.Length; i++)
            vertices[topology.Origins[i]] = rest[i];
        return topology.Spread<Vector3>(topology.Normals(vertices));
    }

    Matrix4x4[] Skin(Snapshot snapshot, float[] bones, float degrees, SeededRandom random)
    {
        var skeleton = _person.Character.Skeleton;
        var local = (JointTransform[])snapshot.Local.Clone();
        for (var i = 0; i < local.Length; i++)
        {
            var parent = skeleton[i].Parent;
            var turn = new Vector3(random.Normal(), random.Normal(), random.Normal()) * (degrees * Steadiness(i) * MathF.PI / 180);
            var angle = turn.Length();
            local[i] = new JointTransform(parent < 0 ? local[i].Translation : local[i].Translation * bones[i],
                angle > 0 ? Quaternion.Normalize(local[i].Rotation * Quaternion.CreateFromAxisAngle(turn / angle, angle)) : local[i].Rotation);
        }
        var skin = new Matrix4x4[local.Length];
        LocalToModel.Run(skeleton, local, skin);
        for (var i = 0; i < skin.Length; i++)
            skin[i] = _person.Character.InverseBind[i] * skin[i];
        return skin;
    }

    /// <summary>The trunk is seen best, fingers worst.</summary>
    float Steadiness(int joint) => _person.Body.Map.BoneOf(joint) switch
    {
        HumanBodyBones.Hips or HumanBodyBones.Spine or HumanBodyBones.Chest or HumanBodyBones.UpperChest => 0.3f,
        HumanBodyBones.Neck or HumanBodyBones.Head or HumanBodyBones.LeftShoulder or HumanBodyBones.RightShoulder => 0.6f,
        var bone when HumanBones.IsFinger(bone) => 2,
        _ => 1,
    };

    static Vector3 Direction(SeededRandom random)
    {
        var direction = new Vector3(random.Normal(), random.Normal(), random.Normal());
        return direction.LengthSquared() > 0 ? Vector3.Normalize(direction) : Vector3.UnitX;
    }

    static float[] Smooth(RenderTopology topology, float[] values)
    {
        var at = new float[topology.VertexCount];
        for (var i = 0; i < values.Length; i++)
            at[topology.Origins[i]] = values[i];
        for (var pass = 0; pass < Smoothing; pass++)
        {
            var (sums, counts) = (new float[at.Length], new int[at.Length]);
            for (var i = 0; i < topology.Indices.Length; i += 3)
                for (var k = 0; k < 3; k++)
                {
                    var (here, next) = (topology.Origins[topology.Indices[i + k]], topology.Origins[topology.Indices[i + (k + 1) % 3]]);
                    (sums[here], counts[here]) = (sums[here] + at[next], counts[here] + 1);
                }
            for (var i = 0; i < at.Length; i++)
                if (counts[i] > 0)
                    at[i] = (at[i] + sums[i] / counts[i]) / 2;
        }
        return topology.Spread<float>(at);
    }
}
