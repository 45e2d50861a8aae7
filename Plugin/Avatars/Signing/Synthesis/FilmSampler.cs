using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>Samples a film frame by frame: both arms, all fingers, midline of the body, face. What lies behind is dropped.</summary>
sealed class FilmSampler
{
    const float Degrees = MathF.PI / 180;
    const float PlayCycle = 0.29f, PlayLag = 0.08f, PlayBend = 23 * Degrees; // fingerplay
    const float Clearance = 0.015f; // metres that a hand on its way keeps from the body

    const float Contact = -0.02f; // metres that palm and fingers may press in where a sign touches
    const float FingerContact = -0.006f; // the same of the joints of fingers

    static readonly HumanBodyBones[] SpineBones = [HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest];

    const int MostBehind = 64; // blocks

    readonly SignerRig _rig;
    readonly SignComposer _composer;
    readonly ScoreTimeline _score;
    readonly SigningOptions _options;
    readonly RecordedPerformance _recordings;
    readonly JointTransform[] _local, _rest, _scratch;
    readonly float _phase;
    readonly Vector3[] _leftJoints = new Vector3[HandCollision.Points], _rightJoints = new Vector3[HandCollision.Points];
    int _block;

    public FilmSampler(SignerRig rig, SignComposer composer, SigningOptions options)
    {
        (_rig, _composer, _score, _options) = (rig, composer, composer.Score, options);
        _rest = new JointTransform[rig.Map.Skeleton.Count];
        for (var i = 0; i < _rest.Length; i++)
            _rest[i] = rig.Map.Skeleton[i].Rest;
        (_local, _scratch) = ((JointTransform[])_rest.Clone(), (JointTransform[])_rest.Clone());
        _recordings = new RecordedPerformance(rig);
        _phase = 100 * new SeededRandom(options.Seed).Next();
    }

    /// <summary>Of the last <see cref="Sample"/>: one placement per joint.</summary>
    public ReadOnlySpan<JointTransform> Local => _local;

    public AnimationClip ToClip(string name)
    {
        _composer.Finish();
        var frames = _composer.FrameCount;
        var recorder = new ClipRecorder(_rig.Map.Skeleton);
        var weights = new Dictionary<string, float>?[frames];
        var now = new Dictionary<string, float>(StringComparer.Ordinal);
        for (var frame = 0; frame < frames; frame++)
        {
            Sample(frame / _options.FrameRate, now);
            if (now.Count > 0)
            {
                weights[frame] = now;
                now = new Dictionary<string, float>(StringComparer.Ordinal);
            }
            recorder.Add(_local);
        }
        return recorder.ToClip(name, _options.FrameRate, FaceTracks.Curves(weights, _options.FrameRate));
    }

    /// <summary>The pose at a time, which does not fall from call to call.</summary>
    /// <param name="weights">Receives those that are not 0.</param>
    public void Sample(float t, Dictionary<string, float> weights)
    {
        weights.Clear();
        _composer.Need(t);
        Pose(t, weights);
        if (_options.LeftHanded && weights.Count > 0)
            Swap(weights);
        if (_block > MostBehind)
        {
            _score.Drop(_block - 1);
            _block = 1;
            _score.Face.DropBefore(t);
        }
    }

    static void Swap(Dictionary<string, float> weights)
    {
        var all = new KeyValuePair<string, float>[weights.Count];
        ((ICollection<KeyValuePair<string, float>>)weights).CopyTo(all, 0);
        weights.Clear();
        foreach (var (name, value) in all)
            weights[MirroredNames.Of(name)] = value;
    }

    void Pose(float t, Dictionary<string, float> weights)
    {
        while (_block + 1 < _score.Blocks.Count && t >= _score.Blocks[_block + 1].Start)
            _block++;
        var block = _score.Blocks[_block];
        var within = Math.Clamp((t - block.Start) * block.Rate, 0, block.Seconds * block.Rate);
        Array.Copy(_rest, _local, _local.Length);
        var body = _score.Face.At(t, weights);
        Midline(body, t);
        _recordings.BodyAndFace(_score.Blocks, _block, t, _local, weights);
        if (block.Clip is { } clip)
            _recordings.Arms(clip, within, _local);
        else
        {
            var (right, left) = (block.Right.At(MathF.Min(within, block.Right.Duration)), block.Left.At(MathF.Min(within, block.Left.Duration)));
            var (rightHand, leftHand) = (Place(right, left: false, body), Place(left, left: true, body));
            var apart = HandCollision.Apart(_rightJoints, _leftJoints, (_rig.RightHand.Length + _rig.LeftHand.Length) / 2);
            if (apart != Vector3.Zero)
            {
                // Where one arm cannot reach farther, the other gives way.
                var moved = _rig.RightArm.Reachable(rightHand.Wrist + apart / 2);
                leftHand.Wrist = _rig.LeftArm.Reachable(leftHand.Wrist - apart + moved - rightHand.Wrist);
                rightHand.Wrist = moved;
            }
            Put(right, rightHand.Wrist, rightHand.Hand, left: false);
            Put(left, leftHand.Wrist, leftHand.Hand, left: true);
        }
        Raise(body);
        if (_options.LeftHanded)
            Mirror(_rig.Map, _local, _scratch);
    }

    /// <summary>Wrist and hand outside of head and trunk, with the hand's joints in <see cref="_leftJoints"/> or <see cref="_rightJoints"/>.</summary>
    (Vector3 Wrist, Quaternion Hand) Place(in HandSample sample, bool left, in BodySample body)
    {
        var wrist = sample.Wrist;
        var hand = sample.Hand;
        if (sample.HeadShare > 0.01f && body.Head != Quaternion.Identity)
        {
            var pivot = _rig.Places.HeadJoint;
            var follow = Quaternion.Slerp(Quaternion.Identity, body.Head, sample.HeadShare);
            wrist = pivot + Vector3.Transform(wrist - pivot, follow);
            hand = follow * hand;
        }
        wrist = Clear(wrist, hand, left, sample.IsStroke ? Contact : Clearance);
        var joints = left ? _leftJoints : _rightJoints;
        Locate(sample, wrist, hand, left, joints);
        var before = wrist;
        for (var i = 1; i < joints.Length; i++)
            if (i % 4 is 0 or 3) // tips, and the joints before them
            {
                var point = joints[i] + wrist - before;
                wrist += _rig.Places.Outside(point, sample.IsStroke ? FingerContact : 0) - point;
            }
        for (var i = 0; i < joints.Length; i++)
            joints[i] += wrist - before;
        return (wrist, hand);
    }

    /// <summary>Puts the fingers, and says where their joints are.</summary>
    void Locate(in HandSample sample, Vector3 wrist, Quaternion hand, bool left, Vector3[] joints)
    {
        var arm = _rig.Arm(left);
        Fingers(sample, left);
        var shape = _rig.Hand(left).Of(_rig.Map, _local);
        joints[0] = wrist;
        for (var i = 1; i < joints.Length; i++)
            joints[i] = wrist + arm.FromHand(shape.Joints[i - 1], hand);
    }

    void Put(in HandSample sample, Vector3 moved, Quaternion hand, bool left)
    {
        var arm = _rig.Arm(left);
        ArmPose pose;
        if (sample.Arm is { } known && moved == sample.Wrist && hand == sample.Hand)
            pose = known;
        else
            pose = arm.Solve(arm.Reachable(moved), hand, sample.Swivel);
        arm.Put(pose, _local);
    }

    /// <summary>Where the wrist has to be for palm and fingertips to stay outside of head and trunk.</summary>
    Vector3 Clear(Vector3 wrist, Quaternion hand, bool left, float margin)
    {
        var fingers = _rig.Arm(left).FingersOf(hand);
        var length = _rig.Hand(left).Length;
        foreach (var share in (ReadOnlySpan<float>)[0.1f, 0.4f])
        {
            var point = wrist + fingers * (share * length);
            wrist += _rig.Places.Outside(point, margin) - point;
        }
        return wrist;
    }

    void Fingers(in HandSample sample, bool left)
    {
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
        {
            var blend = sample.Blend;
            if (sample.Successive != 0)
            {
                var order = sample.Successive > 0 ? finger : 4 - finger;
                blend = SpeedProfile.MinimumJerk(blend * 2 - order * 0.25f);
            }
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
            {
                var i = finger * HumanBones.BonesPerFinger + segment;
                var rotation = ReferenceEquals(sample.From, sample.To) || blend <= 0 ? sample.From.Local[i]
                    : blend >= 1 ? sample.To.Local[i] : Quaternion.Slerp(sample.From.Local[i], sample.To.Local[i], blend);
                if (segment == 0 && sample.PlayDigits is { } digits && finger > 0 && digits.Contains((char)('1' + finger)))
                {
                    var phase = MathF.Max(0, sample.PlayPhase - (finger - 1) * PlayLag) / PlayCycle;
                    rotation = _rig.Hand(left).Flex(finger, PlayBend * 0.5f * (1 - MathF.Cos(2 * MathF.PI * phase))) * rotation;
                }
                var joint = _rig.Map[HumanBones.Finger(left, finger, segment)];
                _local[joint] = _local[joint] with { Rotation = rotation };
            }
        }
    }

    void Midline(in BodySample body, float t)
    {
        var spine = body.Spine;
        if (_options.Idle)
        {
            // Breathing and sway: the hands move with the chest, so that no sign changes.
            var breath = 0.35f * MathF.Sin(2 * MathF.PI * t / 3.9f + _phase);
            var sway = 0.5f * MathF.Sin(2 * MathF.PI * t / 7.3f + 1.7f * _phase) + 0.3f * MathF.Sin(2 * MathF.PI * t / 4.7f + 0.6f * _phase);
            spine = Quaternion.CreateFromYawPitchRoll(sway * Degrees, -breath * Degrees, 0.4f * sway * Degrees) * spine;
        }
        var count = 0;
        foreach (var bone in SpineBones)
            count += _rig.Map.Has(bone) ? 1 : 0;
        if (spine != Quaternion.Identity && count > 0)
            foreach (var bone in SpineBones)
                Turn(bone, Quaternion.Slerp(Quaternion.Identity, spine, 1f / count));
        var hasNeck = _rig.Map.Has(HumanBodyBones.Neck);
        if (body.Head != Quaternion.Identity || body.Pushed != 0)
        {
            var push = Quaternion.CreateFromAxisAngle(Vector3.UnitX, Math.Clamp(body.Pushed, -1.5f, 1.5f) * 17 * Degrees);
            Turn(HumanBodyBones.Neck, Quaternion.Slerp(Quaternion.Identity, body.Head, 0.4f) * push);
            Turn(HumanBodyBones.Head, Quaternion.Slerp(Quaternion.Identity, body.Head, hasNeck ? 0.6f : 1) * Quaternion.Conjugate(push));
        }
        Turn(HumanBodyBones.LeftEye, body.Gaze);
        Turn(HumanBodyBones.RightEye, body.Gaze);
    }

    void Raise(in BodySample body)
    {
        void Shoulder(bool left, float raise, float hunch)
        {
            if (raise == 0 && hunch == 0 || _rig.Arm(left).ShoulderJoint < 0)
                return;
            var side = left ? 1 : -1;
            var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, side * Math.Clamp(raise, 0, 1.5f) * 15 * Degrees)
                * Quaternion.CreateFromAxisAngle(Vector3.UnitY, -side * Math.Clamp(hunch, 0, 1.5f) * 20 * Degrees);
            Turn(HumanBones.Side(left, HumanBodyBones.LeftShoulder), turn);
        }
        Shoulder(true, body.RaiseLeft, body.HunchLeft);
        Shoulder(false, body.RaiseRight, body.HunchRight);
    }

    /// <summary>Turns a bone about the model's axes of the rest pose, besides what it does.</summary>
    void Turn(HumanBodyBones bone, Quaternion turn)
    {
        var joint = _rig.Map[bone];
        if (joint < 0 || turn == Quaternion.Identity)
            return;
        var parent = _rig.Map.Skeleton[joint].Parent is var p and >= 0 ? _rig.Rest.Rotations[p] : Quaternion.Identity;
        _local[joint] = _local[joint] with { Rotation = Quaternion.Normalize(Quaternion.Conjugate(parent) * turn * parent * _local[joint].Rotation) };
    }

    /// <summary>The pose mirrored at the plane x = 0, for a skeleton whose rest pose is symmetric.</summary>
    public static void Mirror(HumanoidMap map, JointTransform[] local, JointTransform[] scratch)
    {
        Array.Copy(local, scratch, local.Length);
        for (var i = 0; i < local.Length; i++)
        {
            var bone = map.BoneOf(i);
            var from = bone == HumanBodyBones.LastBone ? i : map[HumanBones.Mirror(bone)];
            if (from >= 0)
                local[i] = local[i] with { Rotation = Rotations.MirrorX(scratch[from].Rotation) };
        }
    }
}
