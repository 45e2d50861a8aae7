using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// Poses a whole humanoid by dragging its parts: a hand takes the arm, then the spine, then the hips with it, while pinned feet stay. The
/// result depends on the start pose and the target only, so that it is the same at any frame rate; a drag begins with <see cref="Begin"/>.
/// Belongs to one thread; solving allocates nothing.
/// </summary>
public sealed partial class BodySolver
{
    static readonly HumanBodyBones[] Spine = [HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest];
    static readonly HumanBodyBones[] Ends = [HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot, HumanBodyBones.LeftHand, HumanBodyBones.RightHand];

    const float Straight = 0.9998f; // share of a limb's length from which on the rest of the body follows

    readonly SolverPose _pose;
    readonly TPoseSpace _tPose;
    readonly MuscleSpace _muscles;
    readonly LimbSolver[] _limbs = new LimbSolver[4];
    readonly JointTransform[] _start;
    readonly Vector3[] _pinned = new Vector3[4];
    readonly float _size;
    SolveOptions _options = SolveOptions.Default;

    public BodySolver(HumanoidMap map)
    {
        _pose = new SolverPose(map);
        _tPose = new TPoseSpace(map);
        _muscles = new MuscleSpace(map);
        _hands = new HandRig(map);
        _start = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(_start);
        for (var i = 0; i < Ends.Length; i++)
            _limbs[i] = new LimbSolver(_pose, _tPose, _muscles, Ends[i]);
        _size = Vector3.Distance(_tPose.Positions[map[HumanBodyBones.LeftUpperArm]], _tPose.Positions[map[HumanBodyBones.LeftLowerArm]]);
    }

    public HumanoidMap Map => _pose.Map;

    /// <summary>Starts a drag.</summary>
    /// <param name="local">The pose that the drag changes: one transform per joint; it is copied.</param>
    public void Begin(ReadOnlySpan<JointTransform> local, SolveOptions? options = null)
    {
        _options = options ?? SolveOptions.Default;
        Map.Skeleton.RequirePose(local.Length);
        local.CopyTo(_start);
        _pose.Load(_start);
        for (var i = 0; i < _limbs.Length; i++)
            if (_limbs[i].IsWhole)
            {
                _limbs[i].Begin();
                _pinned[i] = _pose.Position(Ends[i]);
            }
    }

    /// <summary>The pose at the start of the drag with one bone at a new place. Hands, feet, elbows, knees, the head, the chest, the hips, and last finger
    /// bones, whose tip it is then.</summary>
    /// <param name="target">Model space.</param>
    /// <param name="result">Receives one transform per joint.</param>
    /// <returns>The distance that is left, in the skeleton's unit.</returns>
    /// <exception cref="ArgumentException">The skeleton lacks the bone, or it cannot be dragged.</exception>
    public float Drag(HumanBodyBones bone, Vector3 target, Span<JointTransform> result)
    {
        if (!Map.Has(bone))
            throw new ArgumentException($"The skeleton has no {bone}, so that it cannot be dragged.", nameof(bone));
        if (!float.IsFinite(target.X) || !float.IsFinite(target.Y) || !float.IsFinite(target.Z))
            throw new ArgumentException($"{bone} cannot be dragged to {target}: give finite numbers.", nameof(target));
        _pose.Load(_start);
        var end = Array.IndexOf(Ends, bone);
        if (Vector3.Distance(PositionOf(bone), target) < 2e-4f * _size)
        {
            _start.AsSpan().CopyTo(result); // an unmoved target leaves the pose as it was
            return Vector3.Distance(PositionOf(bone), target);
        }
        if (end >= 0)
            DragEnd(end, Outside(bone, target));
        else if (bone == HumanBodyBones.Hips)
            DragHips(target);
        else if (bone is HumanBodyBones.Head or HumanBodyBones.Neck or HumanBodyBones.Chest or HumanBodyBones.UpperChest or HumanBodyBones.Spine)
            DragTrunk(bone, target);
        else if (HumanBones.IsFinger(bone))
            DragFinger(bone, target);
        else
            DragMiddle(bone, target);
        _pose.Local.CopyTo(result);
        return Vector3.Distance(PositionOf(bone), target);
    }

    /// <summary>Brings pinned hands and feet of a pose that was changed by other means back to where they were at <see cref="Begin"/>, with the
    /// rotation that they had, as far as their limbs reach.</summary>
    /// <param name="local">One transform per joint, changed in place.</param>
    public void HoldPins(Span<JointTransform> local)
    {
        _pose.Load(local);
        HoldPins(except: -1);
        _pose.Local.CopyTo(local);
    }

    /// <summary>Where a bone is after the last solve; the tip for the last bone of a finger.</summary>
    public Vector3 PositionOf(HumanBodyBones bone) => IsTip(bone) ? FingerTip(bone) : _pose.Position(bone);

    void DragEnd(int end, Vector3 target)
    {
        var limb = _limbs[end];
        var length = limb.Upper + limb.Lower;
        if (limb.IsArm)
        {
            if (_options.SpineStiffness < 1)
                BringNear(limb, target, length);
            if (_options.HipsStiffness < 1)
                FollowWithHips(limb, target, length);
        }
        else if (_options.HipsStiffness < 1)
            FollowWithHips(limb, target, length);
        limb.Reach(target, null, keepEndRotation: !limb.IsArm, _options.Limits);
        for (var pass = 0; pass < 3 && limb.IsArm && _options.Limits is not null && Missing(end, target) > 1e-3f * length; pass++)
        {
            // Limits kept the arm from its place: the collarbone and then the spine help.
            Finish(end, target);
            if (_options.SpineStiffness >= 1 || Missing(end, target) <= 1e-3f * length)
                break;
            var root = Map[limb.RootBone];
            var shoulder = _pose.Model.Positions[root];
            ChainSolver.Reach(_pose, _muscles, _options.Limits, Spine, root, Vector3.Zero, shoulder + 2 * (target - _pose.Position(Ends[end])), share: 0.35f);
            limb.Reach(target, null, keepEndRotation: false, _options.Limits);
        }
        HoldPins(except: end);
    }

    /// <summary>Bends the spine until the target is within the arm's length.</summary>
    void BringNear(LimbSolver limb, Vector3 target, float length)
    {
        var root = Map[limb.RootBone];
        var shoulder = _pose.Model.Positions[root];
        var missing = Vector3.Distance(shoulder, target) - Straight * length;
        if (missing <= 0)
            return;
        var wanted = shoulder + Vector3.Normalize(target - shoulder) * (missing * (1 - _options.SpineStiffness));
        ChainSolver.Reach(_pose, _muscles, _options.Limits, Spine, root, Vector3.Zero, wanted, share: 0.35f);
    }

    void FollowWithHips(LimbSolver limb, Vector3 target, float length)
    {
        var root = _pose.Model.Positions[Map[limb.RootBone]];
        var missing = Vector3.Distance(root, target) - Straight * length;
        if (missing > 0)
            MoveHips(Vector3.Normalize(target - root) * (missing * (1 - _options.HipsStiffness)), limb.IsArm ? -1 : Array.IndexOf(_limbs, limb));
    }

    /// <summary>Moves the hips, but no further than the pinned legs reach.</summary>
    void MoveHips(Vector3 offset, int freeLimb)
    {
        // Both legs correct the wish alike, so that left and right are symmetric.
        for (var pass = 0; pass < 24; pass++)
        {
            var correction = HipsCorrection(offset, 0, freeLimb) + HipsCorrection(offset, 1, freeLimb);
            if (correction == Vector3.Zero)
                break;
            offset += 0.7f * correction;
        }
        // What is still too far is cut short; where the hips are now, the legs reach.
        var (near, far) = (0f, 1f);
        if (HipsCorrection(offset, 0, freeLimb) + HipsCorrection(offset, 1, freeLimb) != Vector3.Zero)
        {
            for (var i = 0; i < 16; i++)
            {
                var middle = (near + far) / 2;
                if (HipsCorrection(middle * offset, 0, freeLimb) + HipsCorrection(middle * offset, 1, freeLimb) == Vector3.Zero)
                    near = middle;
                else
                    far = middle;
            }
            offset *= near;
        }
        _pose.Translate(Map[HumanBodyBones.Hips], offset);
    }

    /// <summary>What brings a leg's socket back to where the leg reaches its pinned foot; 0 where it does.</summary>
    Vector3 HipsCorrection(Vector3 offset, int limb, int freeLimb)
    {
        if (limb == freeLimb || !IsPinned(limb) || !_limbs[limb].IsWhole)
            return Vector3.Zero;
        var now = _pose.Model.Positions[Map[_limbs[limb].RootBone]];
        var leg = now + offset - _pinned[limb];
        var most = MathF.Max(0.9998f * (_limbs[limb].Upper + _limbs[limb].Lower), Vector3.Distance(now, _pinned[limb]));
        var least = MathF.Min(1.001f * _limbs[limb].Folded, Vector3.Distance(now, _pinned[limb]));
        var length = leg.Length();
        return length > most ? -leg * (1 - most / length) : length < least ? leg * (least / MathF.Max(length, 1e-6f) - 1) : Vector3.Zero;
    }

    void DragHips(Vector3 target)
    {
        MoveHips(target - _pose.Position(HumanBodyBones.Hips), -1);
        HoldPins(except: -1);
    }

    void DragTrunk(HumanBodyBones bone, Vector3 target)
    {
        var joint = Map[bone];
        Span<HumanBodyBones> chain = stackalloc HumanBodyBones[4];
        var count = 0;
        for (var above = HumanBones.Parent(bone); above is not (HumanBodyBones.Hips or HumanBodyBones.LastBone); above = HumanBones.Parent(above))
            chain[count++] = above;
        chain = chain[..count];
        chain.Reverse();
        var left = ChainSolver.Reach(_pose, _muscles, _options.Limits, chain, joint, Vector3.Zero, target, share: 0.5f);
        if (left > ChainSolver.Tolerance && _options.HipsStiffness < 1)
        {
            MoveHips((target - _pose.Model.Positions[joint]) * (1 - _options.HipsStiffness), -1);
            ChainSolver.Reach(_pose, _muscles, _options.Limits, chain, joint, Vector3.Zero, target, share: 0.5f);
        }
        HoldPins(except: -1);
    }

    /// <summary>An elbow or knee: where the end is pinned, the limb swings about the line from root to end; else
    /// the upper bone points to the target.</summary>
    void DragMiddle(HumanBodyBones bone, Vector3 target)
    {
        for (var i = 0; i < Ends.Length; i++)
            if (HumanBones.Parent(Ends[i]) == bone && _limbs[i].IsWhole && IsPinned(i))
            {
                _limbs[i].Reach(_pinned[i], target, keepEndRotation: true, _options.Limits);
                return;
            }
        var parent = HumanBones.Parent(bone);
        if (!Map.Has(parent))
            throw new ArgumentException($"{bone} cannot be dragged: the skeleton has no {parent}.", nameof(bone));
        var pivot = _pose.Position(parent);
        _pose.Rotate(Map[parent], Rotations.FromTo(_pose.Position(bone) - pivot, target - pivot));
        if (_options.Limits is not null)
            _pose.Limit(_options.Limits, _muscles, parent);
    }

    float Missing(int end, Vector3 target) => Vector3.Distance(_pose.Position(Ends[end]), target);

    void Finish(int end, Vector3 target)
    {
        var hand = Ends[end];
        Span<HumanBodyBones> chain = stackalloc HumanBodyBones[3]; // a collection expression would allocate in netstandard2.1
        chain[0] = HumanBones.Side(HumanBones.IsLeft(hand), HumanBodyBones.LeftShoulder);
        (chain[1], chain[2]) = (_limbs[end].RootBone, HumanBones.Parent(hand));
        ChainSolver.Reach(_pose, _muscles, _options.Limits, chain, Map[hand], Vector3.Zero, target, share: 1);
    }

    void HoldPins(int except)
    {
        for (var i = 0; i < _limbs.Length; i++)
            if (i != except && IsPinned(i) && _limbs[i].IsWhole && Vector3.Distance(_pose.Position(Ends[i]), _pinned[i]) > 1e-6f)
            {
                var rotation = PinnedRotation(i);
                _limbs[i].Reach(_pinned[i], null, keepEndRotation: false, _options.Limits is null ? null : _limbs[i].IsArm ? _options.Limits : null);
                _pose.SetRotation(Map[Ends[i]], rotation);
            }
    }

    Quaternion PinnedRotation(int end)
    {
        // The end kept its rotation in the start pose; its parents carried it along since.
        var rotation = Quaternion.Identity;
        for (var joint = Map[Ends[end]]; joint >= 0; joint = Map.Skeleton[joint].Parent)
            rotation = _start[joint].Rotation * rotation;
        return Quaternion.Normalize(rotation);
    }

    bool IsPinned(int end) => (_options.Pins & (end == 0 ? BodyPins.LeftFoot : end == 1 ? BodyPins.RightFoot : end == 2 ? BodyPins.LeftHand
        : BodyPins.RightHand)) != 0;

    Vector3 Outside(HumanBodyBones bone, Vector3 target)
    {
        if (_options.Volume is not { } volume || bone is not (HumanBodyBones.LeftHand or HumanBodyBones.RightHand))
            return target;
        var left = bone == HumanBodyBones.LeftHand;
        return volume.PushOut(_pose.Model, target, 0.12f * _size, left, !left);
    }
}
