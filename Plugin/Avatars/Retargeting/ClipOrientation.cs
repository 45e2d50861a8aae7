using System;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>How the up axis of a clip was found.</summary>
public enum UpEvidence
{
    /// <summary>Defined by the file format, as in glTF.</summary>
    Declared,

    /// <summary>The rest pose stands along it, as it does in the motion.</summary>
    RestPose,

    /// <summary>The person stands along it in the motion; the rest pose does not.</summary>
    Motion,

    /// <summary>+Y by convention: neither rest pose nor motion gives an axis.</summary>
    Convention,
}

/// <summary>
/// Which way is up in a clip's space, and where the person faces. Motion files declare neither. Up is found from the posed skeleton over all
/// frames, not by the offsets; lying on the floor and cartwheels in an upright file stay as they are.
/// </summary>
/// <param name="Up">Unit vector in the clip's space: one of the six axes, unless a format declares another.</param>
/// <param name="FacingRadians">
/// Where the person faces, about +Y from +Z toward +X, once up is +Y: the direction that is held for most of the clip, the first frame's among equals.
/// Of a person who lies in all frames: the viewing direction that puts the head on the left of the picture.
/// </param>
/// <param name="IsLying">Almost no frame stands: the person lies, crawls or swims.</param>
public sealed record ClipOrientation(Vector3 Up, UpEvidence Evidence, float FacingRadians, bool IsLying)
{
    const float Held = 0.35f; // radians: facings nearer than this count as one direction

    static readonly Vector3[] Axes = [Vector3.UnitY, Vector3.UnitZ, Vector3.UnitX, -Vector3.UnitY, -Vector3.UnitZ, -Vector3.UnitX];

    /// <summary>Takes the clip's up to +Y.</summary>
    public Quaternion UpToY => Rotations.FromTo(Up, Vector3.UnitY);

    /// <summary>Takes the clip's space to +Y up with the person facing +Z, the camera.</summary>
    public Quaternion ToCamera => Quaternion.Normalize(Quaternion.CreateFromAxisAngle(Vector3.UnitY, -FacingRadians) * UpToY);

    /// <param name="declaredUp">Up as the file's format states it; null finds it.</param>
    public static ClipOrientation Of(AnimationClip clip, HumanoidMap map, Vector3? declaredUp = null)
    {
        var frames = PosedFrames.Read(clip, map);
        var (up, evidence) = declaredUp is { } declared ? (Vector3.Normalize(declared), UpEvidence.Declared) : FindUp(frames, map);
        var facing = FindFacing(frames, Rotations.FromTo(up, Vector3.UnitY), out var isLying);
        return new ClipOrientation(up, evidence, facing, isLying);
    }

    static (Vector3 Up, UpEvidence Evidence) FindUp(PosedFrames frames, HumanoidMap map)
    {
        var rest = RestAxis(map);
        // The offsets' up axis is used where it is y or z: no program has x up, but many rest poses lie along x.
        var expected = rest == Vector3.UnitY || rest == Vector3.UnitZ ? rest : Vector3.UnitY;
        var evidence = rest == expected ? UpEvidence.RestPose : UpEvidence.Convention;
        if (frames.Uprightness(expected) > 0.5f || frames.StandingShare(expected) >= 0.1f)
            return (expected, evidence == UpEvidence.Convention ? UpEvidence.Motion : evidence);
        var upright = expected;
        foreach (var axis in Axes)
            if (frames.Uprightness(axis) > frames.Uprightness(upright))
                upright = axis;
        // No frame stands along the expected axis: all frames lie on the floor (or stand on hands), or the motion's up axis is not the offsets'.
        var isFloorOfExpected = frames.IsLowOnFloor(expected) || (upright == -expected && frames.IsOnFloor(expected));
        if (frames.StandingShare(upright) < 0.5f || (isFloorOfExpected && !frames.IsOnFloor(upright)))
            return (expected, evidence);
        return (upright, UpEvidence.Motion);
    }

    /// <summary>The axis that the rest pose stands along; zero where it does not stand.</summary>
    static Vector3 RestAxis(HumanoidMap map)
    {
        if (!StandingPose.IsRest(map))
            return Vector3.Zero;
        var rest = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(rest);
        var model = new ModelPose(map.Skeleton);
        model.Run(rest);
        var up = BodyDirections.Of(map, model.Positions).Up;
        foreach (var axis in Axes)
            if (Vector3.Dot(axis, up) > PosedFrames.Upright)
                return axis;
        return Vector3.Zero;
    }

    static float FindFacing(PosedFrames frames, Quaternion upToY, out bool isLying)
    {
        var facings = new float[frames.Count];
        var weights = new float[frames.Count];
        var (standing, heads) = (0, Vector2.Zero);
        for (var i = 0; i < frames.Count; i++)
        {
            var up = Vector3.Transform(frames.Bodies[i].Up, upToY);
            var across = Vector3.Transform(frames.Bodies[i].Across, upToY);
            // For a strongly leaning trunk the hips give the facing; for an upside-down one the chest does.
            var front = Vector3.Cross(across, up.Y > -0.2f ? Vector3.UnitY : up);
            facings[i] = MathF.Atan2(front.X, front.Z);
            var isUpright = MathF.Abs(up.Y) > 0.35f;
            weights[i] = isUpright ? new Vector2(front.X, front.Z).Length() : 0;
            standing += isUpright ? 1 : 0;
            heads += new Vector2(up.X, up.Z);
        }
        isLying = standing < 0.1f * frames.Count;
        if (isLying)
            return MathF.Atan2(heads.X, heads.Y) + MathF.PI / 2;
        var held = Dominant(facings, weights);
        return MeanAround(facings, weights, held);
    }

    /// <summary>The first facing that is held nearly as long as the one held longest.</summary>
    static float Dominant(float[] facings, float[] weights)
    {
        var densities = new float[facings.Length];
        var most = 0f;
        for (var i = 0; i < facings.Length; i++)
        {
            if (weights[i] < 0.3f)
                continue;
            for (var j = 0; j < facings.Length; j++)
            {
                var apart = MathF.IEEERemainder(facings[i] - facings[j], 2 * MathF.PI) / Held;
                densities[i] += weights[j] * MathF.Exp(-apart * apart);
            }
            most = MathF.Max(most, densities[i]);
        }
        var first = Array.FindIndex(densities, density => density > 0.75f * most);
        return first < 0 ? facings[0] : facings[first];
    }

    static float MeanAround(float[] facings, float[] weights, float center)
    {
        float sum = 0, total = 0;
        for (var i = 0; i < facings.Length; i++)
        {
            var apart = MathF.IEEERemainder(facings[i] - center, 2 * MathF.PI);
            if (MathF.Abs(apart) > Held)
                continue;
            sum += weights[i] * apart;
            total += weights[i];
        }
        return total > 0 ? center + sum / total : center;
    }
}
