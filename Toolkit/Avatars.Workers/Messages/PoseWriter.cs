using System.Numerics;
using Avatars.Body;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;

namespace Avatars.Workers.Messages;

/// <summary>How the rig of a pose is told: it is sent once, and poses that follow are its matrices alone.</summary>
enum RigForm : byte
{
    /// <summary>The rig and the names of the pose before.</summary>
    Unchanged,

    /// <summary>The rig of the person's own body.</summary>
    PersonsOwn,

    /// <summary>Joints and bones follow.</summary>
    Written,

    /// <summary>No rig: keypoints.</summary>
    None,
}

/// <summary>Poses of one channel as plain data. A new worker, or another source, needs <see cref="Forget"/>.</summary>
sealed class PoseWriter
{
    HumanoidMap? _rig;
    IReadOnlyList<string>? _names;

    public void Forget() => (_rig, _names) = (null, null);

    /// <param name="person">Whom the channel shows: its own rig is not sent.</param>
    public void Write(MessageWriter message, PoseRequest pose, TexturedPerson? person)
    {
        if (pose.Rig is not { } rig)
        {
            message.Byte((int)RigForm.None);
            message.Values(pose.Keypoints);
            return;
        }
        if (ReferenceEquals(rig, _rig) && ReferenceEquals(pose.WeightNames, _names))
            message.Byte((int)RigForm.Unchanged);
        else
        {
            WriteRig(message, rig, person);
            message.Int32(pose.WeightNames.Count);
            foreach (var name in pose.WeightNames)
                message.Text(name);
            (_rig, _names) = (rig, pose.WeightNames);
        }
        message.Values(pose.Joints);
        message.Values(pose.Weights);
        message.Write(pose.Camera!);
    }

    static void WriteRig(MessageWriter message, HumanoidMap rig, TexturedPerson? person)
    {
        if (ReferenceEquals(rig, person?.Body.Map))
        {
            message.Byte((int)RigForm.PersonsOwn);
            return;
        }
        message.Byte((int)RigForm.Written);
        message.Int32(rig.Skeleton.Count);
        foreach (var joint in rig.Skeleton.Joints)
        {
            message.Text(joint.Name);
            message.Int32(joint.Parent);
            message.Raw<JointTransform>([joint.Rest]);
        }
        for (var bone = 0; bone < (int)HumanBodyBones.LastBone; bone++)
            message.Int32(rig[(HumanBodyBones)bone]);
    }
}

/// <summary>The other side of <see cref="PoseWriter"/>.</summary>
sealed class PoseReader
{
    HumanoidMap? _rig;
    string[] _names = [];
    Matrix4x4[] _joints = [];
    float[] _weights = [];
    Keypoint[] _keypoints = [];

    /// <param name="person">As the writer's.</param>
    /// <param name="scaleTo">The size that the camera is brought to; null for its own.</param>
    public void Read(ref MessageReader message, TexturedPerson? person, (int Width, int Height)? scaleTo, PoseRequest pose)
    {
        var form = (RigForm)message.Byte();
        if (form == RigForm.None)
        {
            message.Values(ref _keypoints);
            pose.Set(_keypoints);
            return;
        }
        if (form != RigForm.Unchanged)
        {
            _rig = form == RigForm.PersonsOwn ? person?.Body.Map ?? throw new FormatException("A pose is of a person's own body, and there is none.")
                : ReadRig(ref message);
            _names = new string[message.Count(4)];
            for (var i = 0; i < _names.Length; i++)
                _names[i] = message.Text();
        }
        message.Values(ref _joints);
        message.Values(ref _weights);
        var camera = message.Camera();
        if (scaleTo is var (width, height) && camera.Height > 0)
            camera = camera.WithSize(width, height);
        pose.Set(new RigPose(_rig ?? throw new FormatException("A pose came before its rig."), _joints, _weights, camera, _names));
    }

    static HumanoidMap ReadRig(ref MessageReader message)
    {
        var joints = new Joint[message.Count(8)];
        Span<JointTransform> rest = stackalloc JointTransform[1];
        for (var i = 0; i < joints.Length; i++)
        {
            var (name, parent) = (message.Text(), message.Int32());
            message.Raw(rest);
            joints[i] = new Joint(name, parent, rest[0]);
        }
        var bones = new Dictionary<HumanBodyBones, int>();
        for (var bone = 0; bone < (int)HumanBodyBones.LastBone; bone++)
            if (message.Int32() is >= 0 and var joint)
                bones.Add((HumanBodyBones)bone, joint);
        return new HumanoidMap(new Skeleton(joints), bones);
    }
}
