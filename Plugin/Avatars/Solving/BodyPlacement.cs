using System;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// Where the body of a humanoid is as a whole: the centre of mass and the average facing of hips and shoulders, as Unity's HumanPose describes
/// it. Belongs to one thread; allocates nothing after construction.
/// </summary>
/// <remarks>
/// Masses are those of Unity's imported avatars (sum 82.5); each mass is taken in the middle of its bone. Unity does not publish its formula.
/// </remarks>
public sealed class BodyPlacement
{
    static readonly (HumanBodyBones Bone, float Mass)[] Masses =
    [
        (HumanBodyBones.Hips, 12), (HumanBodyBones.LeftUpperLeg, 10), (HumanBodyBones.LeftLowerLeg, 4), (HumanBodyBones.LeftFoot, 0.8f),
        (HumanBodyBones.LeftToes, 0.2f), (HumanBodyBones.Spine, 2.5f), (HumanBodyBones.Chest, 12), (HumanBodyBones.UpperChest, 12),
        (HumanBodyBones.Neck, 1), (HumanBodyBones.Head, 4), (HumanBodyBones.LeftShoulder, 0.5f), (HumanBodyBones.LeftUpperArm, 2),
        (HumanBodyBones.LeftLowerArm, 1.5f), (HumanBodyBones.LeftHand, 0.5f),
    ];

    readonly ModelPose _model;
    readonly (int Joint, float Mass, Vector3 ToMiddle)[] _masses;

    public BodyPlacement(HumanoidMap map)
    {
        Map = map;
        _model = new ModelPose(map.Skeleton);
        var standing = TPose.OfRest(map);
        var lowest = float.MaxValue;
        foreach (var position in standing.Positions)
            lowest = MathF.Min(lowest, position.Y);
        HumanScale = MathF.Max(standing.Positions[map[HumanBodyBones.Hips]].Y - lowest, 1e-6f);
        _masses = new (int, float, Vector3)[HumanBones.Count];
        var count = 0;
        foreach (var (bone, mass) in Masses)
        {
            Add(bone, mass);
            if (HumanBones.Mirror(bone) != bone)
                Add(HumanBones.Mirror(bone), mass);
        }
        Array.Resize(ref _masses, count);

        void Add(HumanBodyBones bone, float mass)
        {
            if (!map.Has(bone))
                return;
            var joint = map[bone];
            var next = Next(bone);
            var middle = next >= 0 ? (standing.Positions[next] - standing.Positions[joint]) / 2 : Vector3.Zero;
            _masses[count++] = (joint, mass, Vector3.Transform(middle, Quaternion.Conjugate(standing.Rotations[joint])));
        }
    }

    public HumanoidMap Map { get; }

    /// <summary>Height of the hips above the lowest joint in the T pose, metres: positions are divided by it, so that a pose fits tall and short
    /// people.</summary>
    public float HumanScale { get; }

    /// <param name="local">One transform per joint.</param>
    /// <returns>Centre of mass in units of <see cref="HumanScale"/>, and the facing; both in the skeleton's model space.</returns>
    public (Vector3 Position, Quaternion Rotation) Read(ReadOnlySpan<JointTransform> local)
    {
        _model.Run(local);
        return (CentreOfMass() / HumanScale, Facing());
    }

    /// <summary>Moves the hips so that <see cref="Read"/> gives these values. Call it after the other joints are posed.</summary>
    public void Write(Vector3 position, Quaternion rotation, Span<JointTransform> local)
    {
        _model.Run(local);
        var hips = Map[HumanBodyBones.Hips];
        var turn = Quaternion.Normalize(rotation * Quaternion.Conjugate(Facing()));
        var hipsRotation = turn * _model.Rotations[hips];
        var hipsPosition = position * HumanScale - Vector3.Transform(CentreOfMass() - _model.Positions[hips], turn);
        var parent = Map.Skeleton[hips].Parent;
        if (parent >= 0)
        {
            var back = Quaternion.Conjugate(_model.Rotations[parent]);
            hipsRotation = back * hipsRotation;
            hipsPosition = Vector3.Transform(hipsPosition - _model.Positions[parent], back) / _model.ScaleOf(parent);
        }
        local[hips] = local[hips] with { Translation = hipsPosition, Rotation = Quaternion.Normalize(hipsRotation) };
    }

    Vector3 CentreOfMass()
    {
        var sum = Vector3.Zero;
        var mass = 0f;
        foreach (var part in _masses)
        {
            sum += part.Mass * (_model.Positions[part.Joint] + Vector3.Transform(part.ToMiddle, _model.Rotations[part.Joint]));
            mass += part.Mass;
        }
        return sum / mass;
    }

    Quaternion Facing()
    {
        var (leftArm, rightArm) = (Position(HumanBodyBones.LeftUpperArm), Position(HumanBodyBones.RightUpperArm));
        var (leftLeg, rightLeg) = (Position(HumanBodyBones.LeftUpperLeg), Position(HumanBodyBones.RightUpperLeg));
        var up = leftArm + rightArm - leftLeg - rightLeg;
        var across = leftArm + leftLeg - rightArm - rightLeg;
        // Up is exact, across as near as possible.
        return Rotations.TryFromAxes(up, across, out var frame) ? Quaternion.Normalize(frame * UpFirst) : Quaternion.Identity;
    }

    /// <summary>Rotates +X to +Y: <see cref="Rotations.TryFromAxes"/> makes its first direction the X axis.</summary>
    static readonly Quaternion UpFirst = Rotations.TryFromAxes(Vector3.UnitY, Vector3.UnitX, out var frame) ? Quaternion.Conjugate(frame)
        : Quaternion.Identity;

    Vector3 Position(HumanBodyBones bone) => _model.Positions[Map[bone]];

    int Next(HumanBodyBones bone)
    {
        if (bone == HumanBodyBones.Hips)
            return Map[HumanBodyBones.Spine];
        if (HumanBones.IsLeft(bone) || HumanBones.IsRight(bone))
        {
            var left = HumanBones.IsLeft(bone);
            if (HumanBones.Side(left, HumanBodyBones.LeftHand) == bone)
                return Map[HumanBones.Finger(left, 2, 0)];
        }
        for (var i = 0; i < HumanBones.Count; i++)
            if (HumanBones.Parent((HumanBodyBones)i) == bone && Map[(HumanBodyBones)i] >= 0
                && (HumanBodyBones)i is not (HumanBodyBones.LeftShoulder or HumanBodyBones.RightShoulder or HumanBodyBones.LeftEye or HumanBodyBones.RightEye))
                return Map[(HumanBodyBones)i];
        return -1;
    }
}
