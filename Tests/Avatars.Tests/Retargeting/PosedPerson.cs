using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Tests.Retargeting;

/// <summary>A clip on the standard humanoid at one time, to be measured: what a viewer sees of it, in degrees and metres.</summary>
sealed class PosedPerson
{
    static readonly HumanoidMap Map = StandardHumanoid.Map;
    readonly ModelPose _pose = new(StandardHumanoid.Skeleton);

    public PosedPerson(AnimationClip clip, float seconds)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        clip.Sample(seconds, local);
        _pose.Run(local);
    }

    public PosedPerson(JointTransform[] local) => _pose.Run(local);

    public Vector3 this[HumanBodyBones bone] => _pose.Positions[Map[bone]];

    public float HeadAboveHips => this[HumanBodyBones.Head].Y - this[HumanBodyBones.Hips].Y;

    public float HipsAboveFeet => this[HumanBodyBones.Hips].Y - MathF.Max(this[HumanBodyBones.LeftFoot].Y, this[HumanBodyBones.RightFoot].Y);

    /// <summary>Degrees about +Y from +Z toward +X.</summary>
    public float Facing
    {
        get
        {
            var across = this[HumanBodyBones.LeftUpperLeg] - this[HumanBodyBones.RightUpperLeg];
            return Degrees(MathF.Atan2(-across.Z, across.X));
        }
    }

    /// <summary>Degrees above the horizontal of the way from one joint to another.</summary>
    public float Elevation(HumanBodyBones from, HumanBodyBones to)
    {
        var way = this[to] - this[from];
        return Degrees(MathF.Asin(Math.Clamp(way.Y / way.Length(), -1, 1)));
    }

    /// <summary>Degrees away from the vertical of the way from the hip keypoint to the neck keypoint: between the thighs, between the upper arms.</summary>
    public float TrunkLean => AngleTo(Middle(HumanBodyBones.LeftUpperArm) - Middle(HumanBodyBones.LeftUpperLeg), Vector3.UnitY);

    /// <summary>Degrees between the line of the shoulders and the horizontal.</summary>
    public float ShoulderLine => MathF.Abs(Elevation(HumanBodyBones.RightUpperArm, HumanBodyBones.LeftUpperArm));

    public Vector3 Middle(HumanBodyBones left) => (this[left] + this[HumanBones.Mirror(left)]) / 2;

    public ReadOnlySpan<Vector3> Positions => _pose.Positions;

    public static float AngleTo(Vector3 a, Vector3 b) => Degrees(MathF.Acos(Math.Clamp(Vector3.Dot(Vector3.Normalize(a), Vector3.Normalize(b)), -1, 1)));

    public static float Degrees(float radians) => radians * 180 / MathF.PI;

    /// <summary>A case of <c>shared/cases/trial</c> on the standard humanoid.</summary>
    public static AnimationClip Case(string file, Facing facing = Avatars.Retargeting.Facing.Keep, RootMotion rootMotion = RootMotion.InPlace) =>
        MotionFile.Read(Path.Combine(SharedFolders.Cases, "trial", file))
            .For(StandardHumanoid.Map, new RetargetingOptions { Facing = facing, RootMotion = rootMotion });
}
