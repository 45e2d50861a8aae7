using System.Numerics;
using Avatars.Body;
using Avatars.Datasets.Pairs;
using Avatars.Rig;

namespace Avatars.Datasets.Bodies;

/// <summary>
/// The body that a fit would find for a dressed character: the body model in the nearest shape, displaced to part of the clothes and hair, with
/// errors of shape and pose. Immutable, for any thread.
/// </summary>
sealed class SimulatedFit
{
    const int Smoothing = 4; // passes over the neighbours
    const int WaveCount = 3;
    const float WaveLength = 0.25f; // metres, the shortest
    const float InPicture = 0.35f; // rotations about the line of sight, as a share of the others

    readonly BodyModel _model;
    readonly Person _person;
    readonly float[] _coefficients;
    readonly float[] _clothes; // metres along the normals, one a vertex

    /// <param name="shapes">Of <paramref name="model"/>.</param>
    /// <param name="isWorn">Whether a mesh of the character is clothes or hair, by its name.</param>
    public SimulatedFit(BodyModel model, BodyShapeFit shapes, Person person, ReadOnlySpan<Vector3> skin, Func<string, bool> isWorn)
    {
        (_model, _person) = (model, person);
        var hips = person.Body.RestPosition(HumanBodyBones.Hips);
        var bare = new Vector3[skin.Length];
        for (var i = 0; i < bare.Length; i++)
            bare[i] = skin[i] - hips;
        _coefficients = shapes.Coefficients(bare);
        var (rest, normals) = (new Vector3[model.VertexCount], new Vector3[model.VertexCount]);
        model.Rest(_coefficients, rest);
        model.Mesh.Normals(rest, normals);
        var worn = person.Character.Meshes.Where(mesh => isWorn(mesh.Name));
        _clothes = Smooth(model.Mesh, ClothedShape.Displacements(rest, normals, worn, hips));
    }

    /// <summary>A body in the two poses of a pair: one shape; in the source picture with errors of pose.</summary>
    /// <returns>The body, and the matrices of its joints in the source and in the target.</returns>
    public (ShapedBody Body, Matrix4x4[] Source, Matrix4x4[] Target) Pose(PairScene scene, FitErrors errors, SeededRandom random)
    {
        var coefficients = Array.ConvertAll(_coefficients, coefficient => coefficient + errors.Shape * random.Normal());
        var body = new ShapedBody(_model, coefficients, Displacements(errors, random));
        var degrees = errors.Degrees * random.Between(0, 1.5f);
        var shift = errors.Shift * new Vector3(random.Normal(), random.Normal(), 3 * random.Normal());
        return (body, Place(body, scene.Source, degrees, shift, random), Place(body, scene.Target, 0, Vector3.Zero, random));
    }

    float[] Displacements(FitErrors errors, SeededRandom random)
    {
        var share = random.Between(errors.Clothes.Least, errors.Clothes.Most);
        var displacements = Array.ConvertAll(_clothes, height => share * height);
        for (var wave = 0; wave < WaveCount; wave++)
        {
            var along = new Vector3(random.Normal(), random.Normal(), random.Normal());
            along *= MathF.Tau / (WaveLength * random.Between(1, 3)) / MathF.Max(along.Length(), 1e-3f);
            var (phase, height) = (random.Between(0, MathF.Tau), errors.Waves * random.Normal());
            for (var i = 0; i < displacements.Length; i++)
                displacements[i] += height * MathF.Cos(Vector3.Dot(along, _model.Average[i]) + phase);
        }
        return displacements;
    }

    /// <summary>The character's pose on the body's skeleton, moved so that the joints lie together.</summary>
    Matrix4x4[] Place(ShapedBody body, Snapshot snapshot, float degrees, Vector3 shift, SeededRandom random)
    {
        var (skeleton, map, character) = (body.Skeleton, body.Map, _person.Body.Map);
        var local = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(local);
        for (var i = 0; i < local.Length; i++)
            if (map.BoneOf(i) is var bone and not HumanBodyBones.LastBone && character.Has(bone))
                local[i] = local[i] with { Rotation = Turned(snapshot, character[bone], degrees * Unsteadiness(bone), random) };
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(skeleton, local, model);
        var (offset, count) = (Vector3.Zero, 0);
        for (var i = 0; i < local.Length; i++)
            if (map.BoneOf(i) is var bone and not HumanBodyBones.LastBone && character.Has(bone) && !HumanBones.IsFinger(bone))
                (offset, count) = (offset + snapshot.JointModel[character[bone]].Translation - model[i].Translation, count + 1);
        var move = Matrix4x4.CreateTranslation(offset / count + Vector3.Transform(shift, snapshot.Camera.Orientation));
        return Array.ConvertAll(model, joint => joint * move);
    }

    /// <summary>A joint's local rotation with an error: mostly in depth, for what moves in the picture is seen.</summary>
    static Quaternion Turned(Snapshot snapshot, int joint, float degrees, SeededRandom random)
    {
        var turn = new Vector3(random.Normal(), random.Normal(), InPicture * random.Normal()) * (degrees * MathF.PI / 180);
        var rotation = snapshot.Local[joint].Rotation;
        if (turn == Vector3.Zero || !Matrix4x4.Decompose(snapshot.JointModel[joint], out _, out var toModel, out _))
            return rotation;
        turn = Vector3.Transform(Vector3.Transform(turn, snapshot.Camera.Orientation), Quaternion.Conjugate(toModel));
        return Quaternion.Normalize(rotation * Quaternion.CreateFromAxisAngle(Vector3.Normalize(turn), turn.Length()));
    }

    /// <summary>The trunk and the face are seen best, fingers worst.</summary>
    static float Unsteadiness(HumanBodyBones bone) => bone switch
    {
        HumanBodyBones.Hips or HumanBodyBones.Spine or HumanBodyBones.Chest or HumanBodyBones.UpperChest => 0.3f,
        HumanBodyBones.Neck or HumanBodyBones.Head or HumanBodyBones.LeftShoulder or HumanBodyBones.RightShoulder => 0.4f,
        _ => HumanBones.IsFinger(bone) ? 2 : 1,
    };

    static float[] Smooth(BodyMesh mesh, float[] values)
    {
        var at = (float[])values.Clone();
        for (var pass = 0; pass < Smoothing; pass++)
        {
            var (sums, counts) = (new float[at.Length], new int[at.Length]);
            for (var i = 0; i < mesh.TriangleCount; i++)
            {
                var (a, b, c) = mesh.Corners(i);
                foreach (var (here, next) in new[] { (a, b), (b, c), (c, a) })
                    (sums[here], counts[here]) = (sums[here] + at[next], counts[here] + 1);
            }
            for (var i = 0; i < at.Length; i++)
                if (counts[i] > 0)
                    at[i] = (at[i] + sums[i] / counts[i]) / 2;
        }
        return at;
    }
}
