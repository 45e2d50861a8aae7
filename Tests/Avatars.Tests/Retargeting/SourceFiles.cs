using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Retargeting;

/// <summary>One motion as different programs would write it.</summary>
static class SourceFiles
{
    public const int Frames = 9;
    public const float Rate = 5;

    /// <summary>The person of <see cref="Humanoids"/> walks along +Z, swings its arms, and bends the spine to the side.</summary>
    public static AnimationClip Walk(float turnRadians = 0) => Make(Humanoids.Person(), (pose, time) =>
    {
        var swing = 0.5f * MathF.Sin(4 * time);
        Turn(pose, "Hips", Vector3.UnitY, turnRadians);
        Move(pose, "Hips", Vector3.Transform(new Vector3(0, 0.02f * MathF.Cos(8 * time), 1.2f * time),
            Quaternion.CreateFromAxisAngle(Vector3.UnitY, turnRadians)));
        Turn(pose, "LeftArm", Vector3.UnitZ, -1.2f + 0.4f * swing);
        Turn(pose, "RightArm", Vector3.UnitZ, 1.2f - 0.9f * time);
        Turn(pose, "LeftUpLeg", Vector3.UnitX, -swing);
        Turn(pose, "RightUpLeg", Vector3.UnitX, swing);
        Turn(pose, "LeftLeg", Vector3.UnitX, 0.3f + 0.3f * swing);
        Turn(pose, "Spine", Vector3.UnitZ, 0.2f * swing);
        Turn(pose, "Spine1", Vector3.UnitZ, 0.15f);
        Turn(pose, "Spine2", Vector3.UnitY, 0.1f * swing);
    });

    /// <summary>A clip made frame by frame from the rest pose.</summary>
    public static AnimationClip Make(Skeleton skeleton, Action<Pose, float> pose)
    {
        var recorder = new ClipRecorder(skeleton);
        for (var frame = 0; frame < Frames; frame++)
        {
            var now = new Pose(skeleton);
            pose(now, frame / Rate);
            recorder.Add(now.Local);
        }
        return recorder.ToClip("made", Rate);
    }

    /// <summary>The same motion in a space that is turned: rest pose and motion, or the motion alone.</summary>
    /// <param name="restToo">False leaves the rest pose as it was, as exporters do that turn only the recording.</param>
    public static AnimationClip Turned(AnimationClip clip, Quaternion rotation, bool restToo, float scale = 1, Vector3 shift = default)
    {
        var joints = clip.Skeleton.Joints.ToArray();
        for (var i = 0; i < joints.Length; i++)
        {
            var rest = joints[i].Rest with { Translation = joints[i].Rest.Translation * scale };
            joints[i] = joints[i] with { Rest = joints[i].Parent < 0 && restToo ? Turned(rest, rotation, Vector3.Zero) : rest };
        }
        var skeleton = new Skeleton(joints);
        var recorder = new ClipRecorder(skeleton);
        var pose = new JointTransform[joints.Length];
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, pose);
            for (var i = 0; i < pose.Length; i++)
            {
                pose[i] = pose[i] with { Translation = pose[i].Translation * scale };
                if (joints[i].Parent < 0)
                    pose[i] = Turned(pose[i], rotation, shift * scale);
            }
            recorder.Add(pose);
        }
        return recorder.ToClip(clip.Name, clip.FrameRate);
    }

    /// <summary>The same motion on a skeleton whose rest pose has every bone straight along an axis, as some exporters write offsets.</summary>
    public static AnimationClip AlongAxis(AnimationClip clip, Vector3 axis)
    {
        var source = clip.Skeleton;
        var rest = new JointTransform[source.Count];
        source.CopyRestTo(rest);
        var model = new ModelPose(source);
        model.Run(rest);
        // Joint space of the new skeleton to that of the old one: takes the axis to the bone's direction at rest.
        var axes = new Quaternion[source.Count];
        for (var i = 0; i < axes.Length; i++)
        {
            var child = Enumerable.Range(0, source.Count).Where(j => source[j].Parent == i).DefaultIfEmpty(-1).First();
            axes[i] = child < 0 ? Quaternion.Identity : Rotations.FromTo(axis, model.Positions[child] - model.Positions[i]);
        }
        var joints = source.Joints.ToArray();
        for (var i = 0; i < joints.Length; i++)
        {
            var parent = joints[i].Parent;
            var offset = parent < 0 ? rest[i].Translation : Vector3.Transform(rest[i].Translation, Quaternion.Conjugate(axes[parent]));
            joints[i] = joints[i] with { Rest = new JointTransform(offset, Quaternion.Identity) };
        }
        var skeleton = new Skeleton(joints);
        var recorder = new ClipRecorder(skeleton);
        var pose = new JointTransform[joints.Length];
        var result = new JointTransform[joints.Length];
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, pose);
            for (var i = 0; i < pose.Length; i++)
            {
                var parent = joints[i].Parent < 0 ? Quaternion.Identity : axes[joints[i].Parent];
                result[i] = new JointTransform(joints[i].Parent < 0 ? pose[i].Translation : joints[i].Rest.Translation,
                    Quaternion.Normalize(Quaternion.Conjugate(parent) * pose[i].Rotation * axes[i]));
            }
            recorder.Add(result);
        }
        return recorder.ToClip(clip.Name, clip.FrameRate);
    }

    public static void Turn(Pose pose, string joint, Vector3 axis, float radians) => pose.Turn("mixamorig:" + joint, axis, radians);

    public static void Move(Pose pose, string joint, Vector3 metres) => pose.Move("mixamorig:" + joint, metres);

    static JointTransform Turned(JointTransform placement, Quaternion rotation, Vector3 shift) =>
        placement with { Translation = Vector3.Transform(placement.Translation + shift, rotation),
            Rotation = Quaternion.Normalize(rotation * placement.Rotation) };

    /// <summary>A pose that begins at rest.</summary>
    public sealed class Pose
    {
        readonly Skeleton _skeleton;

        public Pose(Skeleton skeleton)
        {
            _skeleton = skeleton;
            Local = new JointTransform[skeleton.Count];
            skeleton.CopyRestTo(Local);
        }

        public JointTransform[] Local { get; }

        public void Turn(string joint, Vector3 axis, float radians)
        {
            ref var local = ref Local[_skeleton.IndexOf(joint)];
            local = local with { Rotation = Quaternion.Normalize(local.Rotation * Quaternion.CreateFromAxisAngle(axis, radians)) };
        }

        public void Move(string joint, Vector3 metres)
        {
            ref var local = ref Local[_skeleton.IndexOf(joint)];
            local = local with { Translation = local.Translation + metres };
        }
    }
}
