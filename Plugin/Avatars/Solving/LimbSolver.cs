using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// Reaches with one arm or leg. The elbow's or knee's side depends only on the pose at the start and on the target: it is the same at any frame
/// rate, continuous in the target, and an unmoved target leaves the pose as it was.
/// </summary>
sealed class LimbSolver
{
    const float LeastBendDegrees = 3; // of the middle joint: a straighter limb does not show the plane of its bend
    const float FoldedDegrees = 155;
    const int SwivelSteps = 12;
    const float SwivelStep = 10 * MathF.PI / 180;

    readonly SolverPose _pose;
    readonly TPoseSpace _tPose;
    readonly MuscleSpace _muscles;
    readonly HumanBodyBones _rootBone, _middleBone, _endBone;
    readonly int _root, _middle, _end, _base;
    readonly Vector3 _hinge; // in the T pose: a positive rotation of the lower bone about it folds the limb
    readonly Vector3 _along; // in the space of the base at the T pose: the direction of the end at which the bend is the natural one
    readonly Vector3 _natural; // bend direction there

    // Start of the drag
    Vector3 _startAlong, _startHinge, _startUpperBone, _startLowerBone;
    Quaternion _startUpper, _startLower;
    float _swivel;

    public LimbSolver(SolverPose pose, TPoseSpace tPose, MuscleSpace muscles, HumanBodyBones endBone)
    {
        (_pose, _tPose, _muscles, _endBone) = (pose, tPose, muscles, endBone);
        _middleBone = HumanBones.Parent(endBone);
        _rootBone = HumanBones.Parent(_middleBone);
        (_root, _middle, _end) = (pose.Map[_rootBone], pose.Map[_middleBone], pose.Map[endBone]);
        var left = HumanBones.IsLeft(endBone);
        var side = left ? 1 : -1;
        IsArm = endBone is HumanBodyBones.LeftHand or HumanBodyBones.RightHand;
        _base = pose.Map.Skeleton[_root].Parent;
        if (IsArm)
        {
            // Forward, down and outward; a hand is never opposite of that. The elbow points down, back and outward.
            _along = Vector3.Normalize(new Vector3(side * 0.35f, -0.45f, 0.8f));
            _natural = new Vector3(side * 0.55f, -0.75f, -0.4f);
            _hinge = new Vector3(0, -side, 0);
        }
        else
        {
            _along = Vector3.Normalize(new Vector3(side * 0.05f, -1, 0.15f));
            _natural = Vector3.UnitZ;
            _hinge = Vector3.UnitX;
        }
        _natural = Vector3.Normalize(_natural - _along * Vector3.Dot(_natural, _along));
    }

    public bool IsArm { get; }

    public bool IsWhole => _root >= 0 && _middle >= 0 && _end >= 0;

    public HumanBodyBones RootBone => _rootBone;

    public float Upper => Vector3.Distance(_pose.Model.Positions[_root], _pose.Model.Positions[_middle]);

    public float Lower => Vector3.Distance(_pose.Model.Positions[_middle], _pose.Model.Positions[_end]);

    /// <summary>The least distance of the end from the root: elbows and knees do not fold completely.</summary>
    public float Folded
    {
        get
        {
            var (upper, lower) = (Upper, Lower);
            return MathF.Sqrt(MathF.Max(0, upper * upper + lower * lower - 2 * upper * lower * MathF.Cos((180 - FoldedDegrees) * MathF.PI / 180)));
        }
    }

    /// <summary>Remembers how the limb is bent; call it when a drag begins, with the pose loaded.</summary>
    public void Begin()
    {
        var positions = _pose.Model.Positions;
        _startAlong = positions[_end] - positions[_root];
        (_startUpper, _startLower) = (_pose.Model.Rotations[_root], _pose.Model.Rotations[_middle]);
        var upper = positions[_middle] - positions[_root];
        var lower = positions[_end] - positions[_middle];
        (_startUpperBone, _startLowerBone) = (upper, lower);
        _startHinge = Vector3.Cross(upper, lower);
        if (_startHinge.Length() < MathF.Sin(LeastBendDegrees * MathF.PI / 180) * upper.Length() * lower.Length())
        {
            var hinge = Vector3.Transform(_hinge, _startUpper * Quaternion.Conjugate(_tPose.Rotation(_root)));
            _startHinge = hinge - upper * (Vector3.Dot(hinge, upper) / upper.LengthSquared());
        }
        var along = Vector3.Normalize(_startAlong.LengthSquared() > 1e-10f ? _startAlong : upper);
        var bend = Vector3.Cross(along, _startHinge); // the middle joint lies to this side, as the hinge is upper x lower
        _swivel = HandRotations.SignedAngle(NaturalBend(along), Vector3.Normalize(bend - along * Vector3.Dot(bend, along)), along);
    }

    /// <summary>Reaches for a position.</summary>
    /// <param name="pole">Where the middle joint points; null keeps its side as it was at the start.</param>
    /// <param name="keepEndRotation">The hand or foot keeps its rotation in the model.</param>
    public void Reach(Vector3 target, Vector3? pole, bool keepEndRotation, JointLimits? limits)
    {
        var endRotation = _pose.Model.Rotations[_end];
        var endLocal = _pose.Local[_end].Rotation;
        if (!Place(target, pole, 0, limits))
            Place(target, pole, NearestSwivel(target, pole, limits!), limits);
        if (keepEndRotation)
            _pose.SetRotation(_end, endRotation);
        else
            _pose.SetRotation(_end, _pose.Model.Rotations[_pose.Map.Skeleton[_end].Parent] * endLocal);
        if (limits is not null)
            _pose.Limit(limits, _muscles, _endBone);
    }

    /// <summary>The smallest swing of the middle joint about the line to the target at which the limits let the end arrive; 0 where none does.</summary>
    float NearestSwivel(Vector3 target, Vector3? pole, JointLimits limits)
    {
        for (var step = 1; step <= SwivelSteps; step++)
            for (var side = -1; side <= 1; side += 2)
            {
                var sign = HumanBones.IsLeft(_endBone) ? side : -side; // a mirrored limb tries the mirrored swings in the same order
                var (inside, outside) = (step * sign * SwivelStep, (step - 1) * sign * SwivelStep);
                if (!Place(target, pole, inside, limits))
                    continue;
                for (var i = 0; i < 10; i++)
                {
                    var between = (inside + outside) / 2;
                    if (Place(target, pole, between, limits))
                        inside = between;
                    else
                        outside = between;
                }
                return inside;
            }
        return 0;
    }

    /// <returns>False where limits kept the end from its place.</returns>
    bool Place(Vector3 target, Vector3? pole, float swivel, JointLimits? limits)
    {
        var positions = _pose.Model.Positions;
        var root = positions[_root];
        var (upper, lower) = (Upper, Lower);
        var reach = target - root;
        var along = reach.LengthSquared() > 1e-10f ? Vector3.Normalize(reach) : Vector3.Normalize(_startAlong);
        var bend = Vector3.Transform(NaturalBend(along), Quaternion.CreateFromAxisAngle(along, _swivel));
        if (pole is { } point)
            bend = TwoBoneIk.BendToPole(root, target, point, bend);
        if (swivel != 0)
            bend = Vector3.Transform(bend, Quaternion.CreateFromAxisAngle(along, swivel));
        var (middle, end) = TwoBoneIk.Solve(root, upper, lower, target, bend, Folded, 0.9999f * (upper + lower));
        var hinge = Vector3.Cross(middle - root, end - middle);
        if (hinge.LengthSquared() < 1e-12f)
            hinge = Vector3.Cross(bend, along);
        _pose.SetRotation(_root, FrameTo(_startUpperBone, _startHinge, middle - root, hinge) * _startUpper);
        _pose.SetRotation(_middle, FrameTo(_startLowerBone, _startHinge, end - positions[_middle], hinge) * _startLower);
        if (limits is null)
            return true;
        _pose.Limit(limits, _muscles, _rootBone);
        _pose.Limit(limits, _muscles, _middleBone);
        return Vector3.Distance(positions[_end], end) < 5e-4f * (upper + lower);
    }

    /// <summary>The bend of a limb that points along <paramref name="along"/>: turned from the natural one by the smallest rotation.</summary>
    Vector3 NaturalBend(Vector3 along)
    {
        var turn = _base < 0 ? Quaternion.Identity : Quaternion.Normalize(_pose.Model.Rotations[_base] * Quaternion.Conjugate(_tPose.Rotation(_base)));
        var inBase = Vector3.Transform(along, Quaternion.Conjugate(turn));
        return Vector3.Transform(Vector3.Transform(_natural, Rotations.FromTo(_along, inBase)), turn);
    }

    static Quaternion FrameTo(Vector3 fromAlong, Vector3 fromAcross, Vector3 toAlong, Vector3 toAcross) =>
        Rotations.TryFromAxes(fromAlong, fromAcross, out var from) && Rotations.TryFromAxes(toAlong, toAcross, out var to)
            ? Quaternion.Normalize(to * Quaternion.Conjugate(from)) : Rotations.FromTo(fromAlong, toAlong);
}
