using System.Numerics;
using Avatars.Animation;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Decides what every frame of a set of sequences shows: each so many pairs, one person does one recorded motion before a camera at rest,
/// frame after frame from one source picture. Frame number i depends on split, seed and i alone. Belongs to one thread.
/// </summary>
public sealed class SequenceSampler
{
    /// <summary>Frames of a second.</summary>
    public const float Rate = 25;

    const float Degrees = MathF.PI / 180;
    const float Signing = 0.6f; // share of sequences; the others walk, dance and so on

    readonly PairSampler _pairs;
    readonly MotionLibrary _motions;
    readonly Split _split;
    readonly ulong _seed;
    readonly int _size, _frames;
    PairScene[] _sequence = [];

    /// <param name="pairs">Decides character, source picture and lighting; borrowed.</param>
    /// <param name="frames">Of a sequence.</param>
    /// <param name="size">Side of the pictures, pixels; that of <paramref name="pairs"/>.</param>
    public SequenceSampler(PairSampler pairs, MotionLibrary motions, Split split, ulong seed, int size, int frames)
    {
        (_pairs, _motions, _split, _seed, _size, _frames) = (pairs, motions, split, seed, size, frames);
    }

    public PairScene Sample(int index)
    {
        if (_sequence.Length == 0 || _sequence[0].Index / _frames != index / _frames)
            _sequence = Sequence(index / _frames);
        return _sequence[index % _frames];
    }

    PairScene[] Sequence(int number)
    {
        var scene = _pairs.Sample(number * PairSampler.PairsPerPerson);
        var body = scene.Person.Body;
        var random = new SeededRandom("sequence " + _split, _seed, (ulong)number);
        var signs = random.Chance(Signing);
        var clip = random.Pick(signs ? _motions.Signs : [.. _motions.Clips.Where(clip => clip.Length > 1)]);
        var begin = random.Between(0, MathF.Max(0, clip.Length - _frames / Rate));
        var hands = random.Next();
        var front = Quaternion.Identity;
        var poses = new JointTransform[_frames][];
        var positions = new List<Vector3>();
        for (var frame = 0; frame < _frames; frame++)
        {
            _motions.Pose(clip, begin + frame / Rate, body);
            if (!signs)
                RandomPose.Hands(body, new SeededRandom(hands), signing: false); // clips have no fingers
            if (frame == 0)
                front = Front(body);
            body.Local[0] = body.Local[0] with { Rotation = front * body.Local[0].Rotation };
            body.StandOnGround();
            poses[frame] = [.. body.Local];
            positions.AddRange(PairCamera.PointsToShow(body, scene.Framing, withHands: true));
        }
        var camera = PairCamera.Fit(positions, 15 * random.Normal() * Degrees, random.Between(-4, 10) * Degrees, random.Between(22, 36) * Degrees,
            margin: 0.02f, _size);
        return [.. poses.Select((pose, frame) => scene with { Index = number * _frames + frame,
            Target = Take(body, pose, camera, clip, begin + frame / Rate) })];
    }

    /// <summary>The rotation about the vertical that makes the body face the front.</summary>
    static Quaternion Front(PosedBody body)
    {
        var across = body.Position(HumanBodyBones.LeftUpperLeg) - body.Position(HumanBodyBones.RightUpperLeg);
        return Quaternion.CreateFromAxisAngle(Vector3.UnitY, -MathF.Atan2(-across.Z, across.X));
    }

    static Snapshot Take(PosedBody body, JointTransform[] local, Camera camera, AnimationClip clip, float seconds)
    {
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(body.Skeleton, local, model);
        return new Snapshot(local, model, camera, clip.Name, seconds);
    }
}
