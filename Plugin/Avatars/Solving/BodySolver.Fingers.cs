using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

public sealed partial class BodySolver
{
    static readonly float[] ThumbMinimum = [-20, -10, -30, -15, -15];
    static readonly float[] ThumbMaximum = [85, 75, 70, 60, 85];

    readonly float[] _angles = new float[HandShape.AngleCount];
    readonly HandRig _hands;

    /// <summary>Bends one finger so that its tip comes to a place, as the finger's joints allow; the hand stays.</summary>
    /// <param name="finger">0 thumb to 4 little.</param>
    /// <param name="target">Model space.</param>
    /// <param name="local">One transform per joint, changed in place.</param>
    /// <returns>The distance that is left, in the skeleton's unit.</returns>
    public float ReachWithFinger(bool left, int finger, Vector3 target, Span<JointTransform> local)
    {
        _pose.Load(local);
        BendFinger(left, finger, target);
        _pose.Local.CopyTo(local);
        return Vector3.Distance(FingerTip(HumanBones.Finger(left, finger, 2)), target);
    }

    /// <summary>Brings the tips of the thumb and of a finger together.</summary>
    /// <param name="finger">1 index to 4 little.</param>
    /// <param name="local">One transform per joint, changed in place.</param>
    /// <returns>The distance between the two tips that is left.</returns>
    public float TouchThumb(bool left, int finger, Span<JointTransform> local)
    {
        _pose.Load(local);
        var (thumb, other) = (HumanBones.Finger(left, 0, 2), HumanBones.Finger(left, finger, 2));
        // They meet in front of the palm, nearer to where the finger can go.
        for (var pass = 0; pass < 12; pass++)
        {
            BendFinger(left, finger, Vector3.Lerp(FingerTip(other), FingerTip(thumb), 0.5f));
            BendFinger(left, 0, FingerTip(other));
            BendFinger(left, finger, FingerTip(thumb));
            if (Vector3.Distance(FingerTip(thumb), FingerTip(other)) < ChainSolver.Tolerance)
                break;
        }
        _pose.Local.CopyTo(local);
        return Vector3.Distance(FingerTip(thumb), FingerTip(other));
    }

    void DragFinger(HumanBodyBones bone, Vector3 target)
    {
        var left = HumanBones.IsLeft(bone);
        var index = bone - (left ? HumanBodyBones.LeftThumbProximal : HumanBodyBones.RightThumbProximal);
        var (finger, segment) = (index / HumanBones.BonesPerFinger, index % HumanBones.BonesPerFinger);
        if (segment < 2)
        {
            if (segment == 0)
                throw new ArgumentException($"{bone} is a knuckle: drag the hand, or a joint further out.", nameof(bone));
            var knuckle = Map[HumanBones.Finger(left, finger, 0)];
            var pivot = _pose.Model.Positions[knuckle];
            _pose.Rotate(knuckle, Rotations.FromTo(_pose.Position(bone) - pivot, target - pivot));
            if (_options.Limits is not null && finger > 0)
                _pose.Limit(_options.Limits, _muscles, HumanBones.Finger(left, finger, 0));
            return;
        }
        if (_options.Volume is { } volume)
            target = volume.PushOut(_pose.Model, target, 0.03f * _size, left, !left);
        BendFinger(left, finger, target);
        var hand = left ? 2 : 3;
        if (!_limbs[hand].IsWhole || IsPinned(hand))
            return;
        // Out of the finger's reach: the hand follows, the finger keeps its shape.
        for (var pass = 0; pass < 3 && Vector3.Distance(FingerTip(bone), target) > ChainSolver.Tolerance; pass++)
        {
            var wrist = _pose.Position(Ends[hand]) + target - FingerTip(bone);
            _limbs[hand].Reach(wrist, null, keepEndRotation: true, _options.Limits);
        }
    }

    /// <summary>
    /// Damped least squares over the finger's angles: the smallest change that brings the tip nearer, step by step, within the limits. The end
    /// joint bends with the middle one.
    /// </summary>
    void BendFinger(bool left, int finger, Vector3 target)
    {
        var last = HumanBones.Finger(left, finger, 2);
        if (!Map.Has(last) || !Map.Has(last - 1) || !Map.Has(last - 2))
            throw new ArgumentException($"The skeleton has no {last}, or not the bones before it.", nameof(finger));
        if (Vector3.Distance(FingerTip(last), target) < ChainSolver.Tolerance)
            return;
        _hands.Read(_pose.Local, left, _angles);
        var angles = _angles.AsSpan(HandShape.FirstAngle(finger), finger == 0 ? HandShape.ThumbAngles : 4);
        var moves = finger == 0 ? 5 : 3;
        for (var i = 0; i < moves; i++)
            Move(finger, angles, i, 0);
        if (finger > 0 && angles[2] < 6) // a straight finger cannot tell to which side it bends
            Move(finger, angles, 2, 6);
        Span<float> before = stackalloc float[5];
        Span<Vector3> columns = stackalloc Vector3[5];
        var miss = Miss(left, finger, target);
        var damping = 1e-2f;
        for (var iteration = 0; iteration < 60 && miss.Length() > 0.3f * ChainSolver.Tolerance; iteration++)
        {
            angles.CopyTo(before);
            for (var i = 0; i < moves; i++)
            {
                // A column is left out where the limit forbids the move.
                var step = 0.5f;
                Move(finger, angles, i, step);
                var change = angles[i] - before[i];
                if (change == 0)
                {
                    Move(finger, angles, i, -step);
                    change = angles[i] - before[i];
                }
                columns[i] = change == 0 ? Vector3.Zero : (miss - Miss(left, finger, target)) / (change * MathF.PI / 180);
                before[..angles.Length].CopyTo(angles);
            }
            var scale = 0f;
            for (var i = 0; i < moves; i++)
                scale = MathF.Max(scale, columns[i].LengthSquared());
            for (var active = 0; active < moves; active++)
            {
                var step = Solve(columns[..moves], damping * scale, miss);
                var blocked = false;
                for (var i = 0; i < moves; i++)
                {
                    var degrees = Vector3.Dot(columns[i], step) * 180 / MathF.PI;
                    Move(finger, angles, i, Math.Clamp(degrees, -15, 15));
                    if (MathF.Abs(degrees) > 1e-3f && angles[i] == before[i] && columns[i] != Vector3.Zero)
                        (columns[i], blocked) = (Vector3.Zero, true);
                }
                if (!blocked)
                    break;
                before[..angles.Length].CopyTo(angles);
            }
            var now = Miss(left, finger, target);
            if (now.LengthSquared() < miss.LengthSquared())
            {
                miss = now;
                damping = MathF.Max(1e-4f, damping * 0.5f);
                continue;
            }
            before[..angles.Length].CopyTo(angles);
            damping *= 4;
            if (damping > 1e3f)
                break;
        }
        Miss(left, finger, target);
    }

    /// <summary>Solves (sum of columns times their transposes + damping) x = right.</summary>
    static Vector3 Solve(ReadOnlySpan<Vector3> columns, float damping, Vector3 right)
    {
        float xx = damping, yy = damping, zz = damping, xy = 0, xz = 0, yz = 0;
        foreach (var c in columns)
        {
            xx += c.X * c.X;
            yy += c.Y * c.Y;
            zz += c.Z * c.Z;
            xy += c.X * c.Y;
            xz += c.X * c.Z;
            yz += c.Y * c.Z;
        }
        var (first, second, third) = (new Vector3(xx, xy, xz), new Vector3(xy, yy, yz), new Vector3(xz, yz, zz));
        var determinant = Vector3.Dot(first, Vector3.Cross(second, third));
        return determinant < 1e-30f ? Vector3.Zero
            : (right.X * Vector3.Cross(second, third) + right.Y * Vector3.Cross(third, first) + right.Z * Vector3.Cross(first, second)) / determinant;
    }

    static void Move(int finger, Span<float> angles, int i, float step)
    {
        if (finger == 0)
        {
            angles[i] = Math.Clamp(angles[i] + step, ThumbMinimum[i], ThumbMaximum[i]);
            return;
        }
        if (i == 1)
            angles[1] = Math.Clamp(angles[1] + step, -19, 89);
        else if (i == 2)
            angles[2] = Math.Clamp(angles[2] + step, 1, 109);
        // A bent knuckle does not spread.
        var spread = (finger is 1 or 4 ? 20 : 12) * Math.Clamp(1 - angles[1] / 90, 0, 1);
        angles[0] = Math.Clamp(angles[0] + (i == 0 ? step : 0), -spread, spread);
        if (i == 2)
            angles[3] = MathF.Min(84, angles[2] * 2 / 3); // the two outer joints share a tendon
    }

    /// <summary>Puts the angles on the finger.</summary>
    /// <returns>From the tip to the target.</returns>
    Vector3 Miss(bool left, int finger, Vector3 target)
    {
        for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
        {
            var rotation = HandRotations.Of(_angles, finger, segment);
            _tPose.Set(_pose.Local, Map[HumanBones.Finger(left, finger, segment)], left ? rotation : Rotations.MirrorX(rotation));
        }
        UpdateFinger(left, finger);
        return target - FingerTip(HumanBones.Finger(left, finger, 2));
    }

    void UpdateFinger(bool left, int finger)
    {
        var model = _pose.Model;
        var last = Map[HumanBones.Finger(left, finger, 2)];
        for (var joint = Map[HumanBones.Finger(left, finger, 0)]; joint <= last; joint++)
        {
            var parent = Map.Skeleton[joint].Parent;
            model.Positions[joint] = model.Positions[parent] + Vector3.Transform(model.ScaleOf(parent) * _pose.Local[joint].Translation,
                model.Rotations[parent]);
            model.Rotations[joint] = Quaternion.Normalize(model.Rotations[parent] * _pose.Local[joint].Rotation);
        }
    }

    static bool IsTip(HumanBodyBones bone) => HumanBones.IsFinger(bone) && (bone - HumanBodyBones.LeftThumbProximal) % HumanBones.BonesPerFinger == 2;

    /// <summary>The tip continues the last bone in the direction that it has in the T pose.</summary>
    Vector3 FingerTip(HumanBodyBones last)
    {
        var joint = Map[last];
        var finger = (last - HumanBodyBones.LeftThumbProximal) / HumanBones.BonesPerFinger % HumanBones.FingersPerHand;
        var bone = _tPose.Positions[joint] - _tPose.Positions[Map[last - 1]];
        var tip = Vector3.Transform(bone * HumanBones.LastBoneOf(finger), Quaternion.Conjugate(_tPose.Rotation(joint)));
        return _pose.Model.Positions[joint] + Vector3.Transform(tip, _pose.Model.Rotations[joint]);
    }
}
