using System;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>Moves whole clips from one humanoid to another.</summary>
public static class ClipRetargeting
{
    const float TCosine = 0.88f; // 28 degrees: the largest deviation of a performer's T pose from the ideal one
    const float JumpRadians = 0.35f; // a T pose that changes by more than this in one frame was only for calibration
    const float SlowestCalibration = 20; // frames a second: below this, ordinary motion rotates as far in a frame
    const int FloorSamples = 400;
    const float OffTheFloor = 0.3f; // of a leg's length
    const int MaximumFrames = 200_000; // half an hour at 120 frames a second
    const float LargestStep = 1 / 60f; // seconds between poses, where the source's keys are farther apart

    /// <summary>The clip on another skeleton, all its keys and the motion between them. A calibration T pose at the start is used and left out.</summary>
    /// <exception cref="NotSupportedException">The clip's skeleton is not recognised as a humanoid.</exception>
    public static AnimationClip To(this AnimationClip clip, HumanoidMap target, RootMotion rootMotion = RootMotion.FromOrigin) =>
        clip.To(HumanoidMap.Find(clip.Skeleton), target, rootMotion);

    /// <summary>The clip on another skeleton, all its keys and the motion between them. A calibration T pose at the start is used and left out.</summary>
    public static AnimationClip To(this AnimationClip clip, HumanoidMap source, HumanoidMap target, RootMotion rootMotion = RootMotion.FromOrigin) =>
        clip.To(source, target, new RetargetingOptions { RootMotion = rootMotion });

    /// <summary>The clip on another skeleton, all its keys and the motion between them. A calibration T pose at the start is used and left out.</summary>
    public static AnimationClip To(this AnimationClip clip, HumanoidMap source, HumanoidMap target, RetargetingOptions options)
    {
        var times = clip.TimesToSample(LargestStep, MaximumFrames);
        var startsInT = StartsInT(clip, source);
        var orientation = ClipOrientation.Of(clip, source, options.DeclaredUp);
        var retargeter = new HumanoidRetargeter(ReferenceOf(clip, source, startsInT), TPose.OfRest(target)) { SourceToWorld = ToWorld(orientation, options) };
        var start = startsInT && clip.FrameCount > 2 && JumpsAfterFirst(clip) ? 1 / clip.FrameRate : 0;
        var pose = new JointTransform[clip.Skeleton.Count];
        var model = new ModelPose(clip.Skeleton);
        retargeter.SourceAnkles = StandingAnkles(clip, source, orientation.UpToY, start, pose, model);
        var result = new JointTransform[target.Skeleton.Count];
        var recorder = new ClipRecorder(target.Skeleton);
        foreach (var time in times)
        {
            var since = time - start;
            if (since < -0.01f / clip.FrameRate) // rounding of the frame time aside
                continue;
            clip.Sample(time, pose);
            if (options.RootMotion == RootMotion.InPlace || (options.RootMotion == RootMotion.FromOrigin && recorder.FrameCount == 0))
            {
                model.Run(pose);
                retargeter.SourceOrigin = model.Positions[source[HumanBodyBones.Hips]];
            }
            retargeter.Retarget(pose, result);
            recorder.Add(MathF.Max(since, 0), result);
        }
        return recorder.ToClip(clip.Name, clip.FrameRate, clip.WeightsFrom(start));
    }

    static Quaternion ToWorld(ClipOrientation orientation, RetargetingOptions options) =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitY, options.YawRadians) * (options.Facing == Facing.Camera ? orientation.ToCamera : orientation.UpToY);

    /// <summary>The T pose of a clip: its first frame if that is a T, else the rest pose if it stands, else the frame that is nearest to standing.</summary>
    public static TPose ReferenceOf(AnimationClip clip, HumanoidMap map) => ReferenceOf(clip, map, StartsInT(clip, map));

    static TPose ReferenceOf(AnimationClip clip, HumanoidMap map, bool startsInT)
    {
        if (!startsInT)
            return new TPose(map, StandingPose.Of(map, clip, out var isFrame), isFrame);
        var first = new JointTransform[clip.Skeleton.Count];
        clip.Sample(0, first);
        return new TPose(map, first);
    }

    /// <summary>Whether the first frame stands upright with straight legs and both arms out to the sides.</summary>
    public static bool StartsInT(AnimationClip clip, HumanoidMap map)
    {
        var first = new JointTransform[clip.Skeleton.Count];
        clip.Sample(0, first);
        var pose = new ModelPose(clip.Skeleton);
        pose.Run(first);
        Vector3 Position(HumanBodyBones bone) => pose.Positions[map[bone]];
        Vector3 Toward(HumanBodyBones from, HumanBodyBones to) => map.Has(to) ? Vector3.Normalize(Position(to) - Position(from)) : Vector3.Zero;
        var left = Toward(HumanBodyBones.RightUpperArm, HumanBodyBones.LeftUpperArm);
        var up = Vector3.Normalize(Position(HumanBodyBones.LeftUpperArm) + Position(HumanBodyBones.RightUpperArm) - Position(HumanBodyBones.LeftUpperLeg)
            - Position(HumanBodyBones.RightUpperLeg));
        return Vector3.Dot(Toward(HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm), left) > TCosine
            && Vector3.Dot(Toward(HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm), -left) > TCosine
            && Vector3.Dot(Toward(HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand), left) > TCosine
            && Vector3.Dot(Toward(HumanBodyBones.RightLowerArm, HumanBodyBones.RightHand), -left) > TCosine
            && Vector3.Dot(Toward(HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg), -up) > TCosine
            && Vector3.Dot(Toward(HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg), -up) > TCosine
            && Vector3.Dot(Toward(HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot), -up) > TCosine
            && Vector3.Dot(Toward(HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot), -up) > TCosine;
    }

    static bool JumpsAfterFirst(AnimationClip clip)
    {
        if (clip.FrameRate < SlowestCalibration)
            return false;
        var first = new JointTransform[clip.Skeleton.Count];
        var second = new JointTransform[clip.Skeleton.Count];
        clip.Sample(0, first);
        clip.Sample(1 / clip.FrameRate, second);
        for (var i = 0; i < first.Length; i++)
            if (MathF.Abs(Quaternion.Dot(first[i].Rotation, second[i].Rotation)) < MathF.Cos(JumpRadians / 2))
                return true;
        return false;
    }

    /// <summary>
    /// The floor height: a low percentile of the lower ankle's height. Where other joints are far lower in all
    /// frames, as in a handstand, they give the floor.
    /// </summary>
    static float StandingAnkles(AnimationClip clip, HumanoidMap map, Quaternion upToY, float start, JointTransform[] pose, ModelPose model)
    {
        var samples = Math.Min(FloorSamples, clip.FrameCount);
        var ankles = new float[samples];
        var lowest = new float[samples];
        for (var i = 0; i < samples; i++)
        {
            clip.Sample(start + i * (clip.Length - start) / samples, pose);
            model.Run(pose);
            ankles[i] = TPose.LowestAnkle(map, model.Positions, upToY);
            lowest[i] = PosedFrames.Lowest(map, model.Positions, Vector3.Transform(Vector3.UnitY, Quaternion.Conjugate(upToY)));
        }
        Array.Sort(ankles);
        Array.Sort(lowest);
        var (standing, touching) = (ankles[samples / 20], lowest[samples / 20]);
        return standing - touching > OffTheFloor * PosedFrames.LegLength(map, model.Positions) ? touching : standing;
    }
}
