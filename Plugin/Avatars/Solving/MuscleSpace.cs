using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// Converts between poses of one skeleton and muscle values, which mean the same on every humanoid. Immutable; any number of threads share one;
/// allocates nothing after construction.
/// </summary>
public sealed class MuscleSpace
{
    readonly MuscleFrame[] _frames = new MuscleFrame[HumanBones.Count];
    readonly TPoseSpace _tPose;

    /// <exception cref="ArgumentException">Hips, arms and legs of the rest pose have the same position.</exception>
    public MuscleSpace(HumanoidMap map)
    {
        _tPose = new TPoseSpace(map);
        for (var i = 0; i < _frames.Length; i++)
            _frames[i] = MuscleFrame.Of((HumanBodyBones)i);
    }

    public HumanoidMap Map => _tPose.Map;

    /// <summary>Muscle values of a pose. Muscles of bones that the skeleton lacks are 0.</summary>
    /// <param name="local">One transform per joint.</param>
    /// <param name="values">Receives 95.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Read(ReadOnlySpan<JointTransform> local, Span<float> values)
    {
        Map.Skeleton.RequirePose(local.Length);
        Muscles.Require(values.Length);
        var all = Muscles.All;
        var bone = HumanBodyBones.LastBone;
        var degrees = Vector3.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            if (all[i].Bone != bone)
            {
                bone = all[i].Bone;
                degrees = Map.Has(bone) ? DegreesOf(local, bone) : Vector3.Zero;
            }
            values[i] = Map.Has(bone) ? all[i].ToValue(Component(degrees, all[i].Dof)) : 0;
        }
    }

    /// <summary>Rotates the bones that have muscles; the hips, and joints that are no bones, stay as they are.</summary>
    /// <param name="values">95; values of bones that the skeleton lacks are ignored.</param>
    /// <param name="local">One transform per joint, changed in place.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Write(ReadOnlySpan<float> values, Span<JointTransform> local)
    {
        Map.Skeleton.RequirePose(local.Length);
        Muscles.Require(values.Length);
        var all = Muscles.All;
        Span<float> degrees = stackalloc float[3];
        for (var i = 0; i < HumanBones.Count; i++)
        {
            var bone = (HumanBodyBones)i;
            if (!Map.Has(bone) || bone == HumanBodyBones.Hips)
                continue;
            for (var dof = 0; dof < 3; dof++)
                degrees[dof] = Muscles.IndexOf(bone, dof) is >= 0 and var muscle ? all[muscle].ToDegrees(values[muscle]) : 0;
            SetDegrees(local, bone, new Vector3(degrees[0], degrees[1], degrees[2]));
        }
    }

    /// <summary>Angles of a bone from Unity's neutral pose: twist, sideways, main bend; those without a muscle too.</summary>
    public Vector3 DegreesOf(ReadOnlySpan<JointTransform> local, HumanBodyBones bone) =>
        _frames[(int)bone].ToDegrees(_tPose.Away(local, Map[bone]));

    /// <summary>Rotates one bone to the angles that <see cref="DegreesOf"/> gives.</summary>
    public void SetDegrees(Span<JointTransform> local, HumanBodyBones bone, Vector3 degrees)
    {
        if (Map[bone] is >= 0 and var joint)
            _tPose.Set(local, joint, _frames[(int)bone].ToRotation(degrees));
    }

    /// <summary>Angles of a bone from the T pose, in which all are 0: twist, sideways, main bend.</summary>
    public Vector3 DegreesFromTPose(ReadOnlySpan<JointTransform> local, HumanBodyBones bone) => DegreesOf(local, bone) - TPoseDegrees(bone);

    /// <summary>The inverse of <see cref="DegreesFromTPose"/>; a bone that the skeleton lacks is ignored.</summary>
    public void SetDegreesFromTPose(Span<JointTransform> local, HumanBodyBones bone, Vector3 degrees) => SetDegrees(local, bone, degrees + TPoseDegrees(bone));

    static Vector3 TPoseDegrees(HumanBodyBones bone) =>
        new(MuscleFrame.TPoseDegrees(bone, 0), MuscleFrame.TPoseDegrees(bone, 1), MuscleFrame.TPoseDegrees(bone, 2));

    static float Component(Vector3 vector, int index) => index == 0 ? vector.X : index == 1 ? vector.Y : vector.Z;
}
