using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// The one pose in which all humanoids agree: upright, facing +Z, arms and fingers out to the sides with palms down, legs straight
/// down. A bone's rotation away from it means the same on every skeleton. Immutable.
/// </summary>
public sealed class TPose
{
    const float AlongAxis = 0.978f; // cosine of 12 degrees: a body that leans less counts as standing along an axis; the lean is part of its build
    const float WideStance = 0.2f; // radians; a leg spread wider than this is a modelling pose; the foot rotates with the leg
    const float BentElbow = 0.25f; // radians; an elbow bent more than this gives the roll of the upper arm

    static readonly Vector3 ThumbDirection = Vector3.Normalize(new Vector3(0.7f, -0.3f, 0.65f)); // left thumb, relaxed beside a flat hand

    readonly ModelPose _pose;

    /// <param name="standing">A pose from which the T is reached by small rotations: the rest pose, or the T of a clip's first frame.</param>
    /// <exception cref="ArgumentException">The pose does not have one entry per joint, or hips, arms and legs have the same position.</exception>
    public TPose(HumanoidMap map, ReadOnlySpan<JointTransform> standing) : this(map, standing, straighten: false)
    {
    }

    /// <param name="straighten">The pose is a frame of a motion: hips, spine and neck are straightened too, as far as joint positions define it.</param>
    internal TPose(HumanoidMap map, ReadOnlySpan<JointTransform> standing, bool straighten)
    {
        Map = map;
        _pose = new ModelPose(map.Skeleton);
        _pose.Run(standing);
        UpToY = FindUp();
        StandUp();
        if (straighten)
            StraightenTrunk();
        StretchArm(left: true);
        StretchArm(left: false);
        StretchLeg(left: true);
        StretchLeg(left: false);
        LegLength = (Leg(left: true) + Leg(left: false)) / 2;
        HipsHeight = Position(HumanBodyBones.Hips).Y - LowestAnkle(map, _pose.Positions, Quaternion.Identity);
    }

    /// <summary>The T pose of the skeleton's rest pose.</summary>
    public static TPose OfRest(HumanoidMap map)
    {
        var rest = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(rest);
        return new TPose(map, rest);
    }

    public HumanoidMap Map { get; }

    /// <summary>One rotation per joint, joint space to the space of the T: +Y up, facing +Z.</summary>
    public ReadOnlySpan<Quaternion> Rotations => _pose.Rotations;

    /// <summary>One position per joint in the space of the T pose, in the skeleton's unit of length.</summary>
    public ReadOnlySpan<Vector3> Positions => _pose.Positions;

    /// <summary>Rotates the skeleton's up axis to +Y: the identity for most, 90 degrees for files with z up.</summary>
    public Quaternion UpToY { get; }

    /// <summary>Thigh and shin, in the skeleton's unit of length.</summary>
    public float LegLength { get; }

    /// <summary>From the ankles up to the hips, in the skeleton's unit of length.</summary>
    public float HipsHeight { get; }

    /// <summary>The scale that a joint's children feel, per axis: 1 but for files that scale a node above the joints.</summary>
    public Vector3 ScaleOf(int joint) => _pose.ScaleOf(joint);

    /// <summary>Where a thumb points in the T pose.</summary>
    internal static Vector3 ThumbDirectionOf(bool left) => left ? ThumbDirection : ThumbDirection * new Vector3(-1, 1, 1);

    Vector3 Position(HumanBodyBones bone) => _pose.Positions[Map[bone]];

    Quaternion FindUp()
    {
        var body = BodyDirections.Of(Map, _pose.Positions);
        var up = Vector3.Dot(body.Up, body.Legs) > 0 ? Vector3.Normalize(body.Up + body.Legs) : body.Up;
        if (up == Vector3.Zero)
            throw new ArgumentException("The shoulders lie on the thighs: this skeleton does not stand. Give a rest pose or a T pose.");
        var size = Vector3.Abs(up);
        var axis = size.Y >= size.X && size.Y >= size.Z ? new Vector3(0, MathF.Sign(up.Y), 0)
            : size.Z >= size.X ? new Vector3(0, 0, MathF.Sign(up.Z))
            : new Vector3(MathF.Sign(up.X), 0, 0);
        return Rig.Rotations.FromTo(Vector3.Dot(axis, up) > AlongAxis ? axis : up, Vector3.UnitY);
    }

    void StandUp()
    {
        var across = Position(HumanBodyBones.LeftUpperLeg) - Position(HumanBodyBones.RightUpperLeg)
            + Position(HumanBodyBones.LeftUpperArm) - Position(HumanBodyBones.RightUpperArm);
        across = Vector3.Transform(across, UpToY);
        across.Y = 0;
        var rotation = Rig.Rotations.FromTo(across, Vector3.UnitX);
        if (rotation.Y * rotation.Y + rotation.W * rotation.W < 0.999f) // a 180-degree rotation found about another axis
            rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, MathF.PI);
        var upright = rotation * UpToY;
        for (var i = 0; i < _pose.Positions.Length; i++)
        {
            _pose.Positions[i] = Vector3.Transform(_pose.Positions[i], upright);
            _pose.Rotations[i] = upright * _pose.Rotations[i];
        }
    }

    void StraightenTrunk()
    {
        var hips = Map[HumanBodyBones.Hips];
        var spine = SpineBend.SpineJoints(Map);
        var trunk = BodyDirections.Of(Map, _pose.Positions).Up;
        Square(hips, HumanBodyBones.LeftUpperLeg, spine.Length > 0 ? _pose.Positions[spine[0]] - _pose.Positions[hips] : trunk, trunk);
        for (var i = 0; i + 1 < spine.Length; i++)
            Point(spine[i], spine[i + 1], Vector3.UnitY);
        if (spine.Length > 0)
            Square(spine[^1], HumanBodyBones.LeftUpperArm, BodyDirections.Middle(Map, _pose.Positions, HumanBodyBones.LeftUpperArm)
                - _pose.Positions[spine[^1]], Vector3.UnitY);
        Point(Map[HumanBodyBones.Neck], Map[HumanBodyBones.Head], Vector3.UnitY);
    }

    /// <summary>Rotates a joint so that the limbs on its two sides lie left and right, and the part above it is upright.</summary>
    /// <param name="up">Direction of the part above it; <paramref name="instead"/> is used where its length is nearly 0.</param>
    void Square(int joint, HumanBodyBones leftLimb, Vector3 up, Vector3 instead)
    {
        var across = Position(leftLimb) - Position(HumanBones.Mirror(leftLimb));
        if (Rig.Rotations.TryFromAxes(across, up.Length() > 0.1f * across.Length() ? up : instead, out var now))
            _pose.RotateBranch(joint, Quaternion.Conjugate(now));
    }

    void StretchArm(bool left)
    {
        var side = left ? Vector3.UnitX : -Vector3.UnitX;
        var upper = Joint(left, HumanBodyBones.LeftUpperArm);
        var lower = Joint(left, HumanBodyBones.LeftLowerArm);
        var hand = Joint(left, HumanBodyBones.LeftHand);
        Point(upper, lower, side);
        if (hand < 0)
            return;
        RollByElbow(upper, lower, hand, side);
        Point(lower, hand, side);
        FlattenHand(left, hand, side);
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
        {
            var direction = finger > 0 ? side : ThumbDirectionOf(left);
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
            {
                var joint = Map[HumanBones.Finger(left, finger, segment)];
                if (joint >= 0)
                    Point(joint, TipOf(left, finger, segment, joint), direction);
            }
        }
    }

    /// <summary>An elbow bends forward: where the rest pose is bent, that fixes the upper arm's roll.</summary>
    void RollByElbow(int upper, int lower, int hand, Vector3 side)
    {
        var forearm = _pose.Positions[hand] - _pose.Positions[lower];
        var bent = forearm - side * Vector3.Dot(forearm, side);
        if (bent.Length() > MathF.Sin(BentElbow) * forearm.Length())
            _pose.RotateBranch(upper, Rig.Rotations.Twist(Rig.Rotations.FromTo(bent, Vector3.UnitZ), side));
    }

    /// <summary>Palm down: the fingers point to the side, and from index to little finger the hand runs backward.</summary>
    void FlattenHand(bool left, int hand, Vector3 side)
    {
        if (!TryKnuckles(left, out var middle, out var fromIndexToLittle))
            return;
        if (Rig.Rotations.TryFromAxes(middle - _pose.Positions[hand], fromIndexToLittle, out var now)
            && Rig.Rotations.TryFromAxes(side, -Vector3.UnitZ, out var flat))
            _pose.RotateBranch(hand, flat * Quaternion.Conjugate(now));
    }

    bool TryKnuckles(bool left, out Vector3 middle, out Vector3 fromIndexToLittle)
    {
        middle = Vector3.Zero;
        fromIndexToLittle = Vector3.Zero;
        int first = -1, last = -1, count = 0;
        for (var finger = 1; finger < HumanBones.FingersPerHand; finger++)
        {
            var knuckle = Map[HumanBones.Finger(left, finger, 0)];
            if (knuckle < 0)
                continue;
            first = first < 0 ? knuckle : first;
            last = knuckle;
            middle += _pose.Positions[knuckle];
            count++;
        }
        if (count < 2)
            return false;
        middle /= count;
        fromIndexToLittle = _pose.Positions[last] - _pose.Positions[first];
        return true;
    }

    int TipOf(bool left, int finger, int segment, int joint)
    {
        var next = segment + 1 < HumanBones.BonesPerFinger ? Map[HumanBones.Finger(left, finger, segment + 1)] : -1;
        return next >= 0 ? next : FirstChild(joint);
    }

    void StretchLeg(bool left)
    {
        var upper = Joint(left, HumanBodyBones.LeftUpperLeg);
        var lower = Joint(left, HumanBodyBones.LeftLowerLeg);
        var foot = Joint(left, HumanBodyBones.LeftFoot);
        var thigh = Vector3.Normalize(_pose.Positions[lower] - _pose.Positions[upper]);
        var spread = MathF.Acos(Math.Clamp(-thigh.Y, -1, 1));
        var flat = foot >= 0 ? _pose.Rotations[foot] : Quaternion.Identity;
        Point(upper, lower, -Vector3.UnitY);
        if (foot < 0)
            return;
        Point(lower, foot, -Vector3.UnitY);
        if (spread < WideStance)
            _pose.RotateBranch(foot, flat * Quaternion.Conjugate(_pose.Rotations[foot]));
    }

    void Point(int joint, int child, Vector3 direction)
    {
        if (joint >= 0 && child >= 0)
            _pose.RotateBranch(joint, Rig.Rotations.FromTo(_pose.Positions[child] - _pose.Positions[joint], direction));
    }

    float Leg(bool left)
    {
        var knee = _pose.Positions[Joint(left, HumanBodyBones.LeftLowerLeg)];
        var thigh = Vector3.Distance(_pose.Positions[Joint(left, HumanBodyBones.LeftUpperLeg)], knee);
        var foot = Joint(left, HumanBodyBones.LeftFoot);
        return thigh + (foot >= 0 ? Vector3.Distance(knee, _pose.Positions[foot]) : thigh);
    }

    /// <summary>
    /// Height of the lower ankle, the measure of standing. Toes are unsuitable: files put chain ends anywhere.
    /// </summary>
    /// <param name="up">Takes the skeleton's up axis to +Y.</param>
    internal static float LowestAnkle(HumanoidMap map, ReadOnlySpan<Vector3> positions, Quaternion up)
    {
        var left = map.Has(HumanBodyBones.LeftFoot) ? map[HumanBodyBones.LeftFoot] : map[HumanBodyBones.LeftLowerLeg];
        var right = map.Has(HumanBodyBones.RightFoot) ? map[HumanBodyBones.RightFoot] : map[HumanBodyBones.RightLowerLeg];
        return MathF.Min(Vector3.Transform(positions[left], up).Y, Vector3.Transform(positions[right], up).Y);
    }

    int Joint(bool left, HumanBodyBones leftBone) => Map[HumanBones.Side(left, leftBone)];

    int FirstChild(int joint)
    {
        for (var i = joint + 1; i < Map.Skeleton.Count; i++)
            if (Map.Skeleton[i].Parent == joint)
                return i;
        return -1;
    }
}
