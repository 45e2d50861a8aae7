using System.Numerics;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Retargeting;

/// <summary>What a recording program chooses does not show in the result: the direction walked in, the axis that is up, the unit, the joints' own
/// axes.</summary>
public sealed class RetargetingLawTests
{
    const float Metres = 4e-3f; // float32 through a dozen joints, a clip and back

    static readonly Quaternion[] UpAxes =
    [
        Quaternion.Identity,
        Quaternion.CreateFromAxisAngle(Vector3.UnitX, MathF.PI / 2),
        Quaternion.CreateFromAxisAngle(Vector3.UnitX, -MathF.PI / 2),
        Quaternion.CreateFromAxisAngle(Vector3.UnitX, MathF.PI),
        Quaternion.CreateFromAxisAngle(Vector3.UnitZ, MathF.PI / 2),
        Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -MathF.PI / 2),
    ];

    [FsCheck.NUnit.Property(MaxTest = 60)]
    public bool Direction_up_axis_and_unit_do_not_show(int seed)
    {
        var random = new Random(seed);
        var yaw = random.NextSingle() * 2 * MathF.PI;
        var axis = UpAxes[random.Next(UpAxes.Length)];
        var scale = MathF.Pow(10, 4 * random.NextSingle() - 2);
        var restToo = random.Next(2) == 0;
        var clip = Dance(seed);
        // Turned about the vertical first, then written with another axis up.
        var written = SourceFiles.Turned(SourceFiles.Turned(clip, Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw), restToo: true, scale), axis, restToo);
        return AreSame(Retarget(clip), Retarget(written));
    }

    [FsCheck.NUnit.Property(MaxTest = 30)]
    public bool Own_axes_of_the_joints_do_not_show(int seed) => AreSame(Retarget(Dance(seed)), Retarget(Dance(seed, axes: seed)));

    static AnimationClip Retarget(AnimationClip clip) =>
        clip.To(HumanoidMap.Find(clip.Skeleton), StandardHumanoid.Map, new RetargetingOptions { Facing = Facing.Camera });

    /// <summary>A person who stands and moves every joint a little, steps about and sways.</summary>
    static AnimationClip Dance(int seed, int? axes = null)
    {
        var skeleton = Humanoids.Person(1, axes);
        var poses = Enumerable.Range(0, 4).Select(i => Humanoids.RandomPose(skeleton, seed + 7 * i, 0.5f)).ToArray();
        var random = new Random(seed);
        var recorder = new ClipRecorder(skeleton);
        foreach (var pose in poses)
        {
            pose[0] = pose[0] with { Translation = pose[0].Translation
                + new Vector3(random.NextSingle() - 0.5f, 0.1f * random.NextSingle(), random.NextSingle() - 0.5f) };
            recorder.Add(pose);
        }
        return recorder.ToClip("dance", 30);
    }

    static bool AreSame(AnimationClip a, AnimationClip b)
    {
        if (a.FrameCount != b.FrameCount)
            return false;
        var (poseA, poseB) = (new JointTransform[a.Skeleton.Count], new JointTransform[b.Skeleton.Count]);
        var (modelA, modelB) = (new ModelPose(a.Skeleton), new ModelPose(b.Skeleton));
        for (var frame = 0; frame < a.FrameCount; frame++)
        {
            a.Sample(frame / a.FrameRate, poseA);
            b.Sample(frame / b.FrameRate, poseB);
            modelA.Run(poseA);
            modelB.Run(poseB);
            for (var joint = 0; joint < poseA.Length; joint++)
                if (!(Vector3.Distance(modelA.Positions[joint], modelB.Positions[joint]) < Metres))
                    return false;
        }
        return true;
    }
}
