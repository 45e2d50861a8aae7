using Avatars.Animation;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Streaming;

/// <summary>Humanoids with different skeletons, at rest.</summary>
static class Rigs
{
    public static PoseSampler Standard { get; } = AtRest(StandardHumanoid.Map);

    /// <summary>The standard humanoid with one joint more.</summary>
    public static PoseSampler WithProp { get; } =
        AtRest(HumanoidMap.Find(new Skeleton([.. StandardHumanoid.Map.Skeleton.Joints.ToArray(), new Joint("Prop", 0, JointTransform.Identity)])));

    static PoseSampler AtRest(HumanoidMap map) =>
        new(new AnimationClip("rest", map.Skeleton, 30, [.. Enumerable.Repeat(JointCurves.AtRest, map.Skeleton.Count)]), PoseMapStyle.Avatar.Layout, map);
}
