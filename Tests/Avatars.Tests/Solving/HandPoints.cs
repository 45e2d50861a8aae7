using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Solving;

/// <summary>The 21 points of the standard humanoid's hand in a shape.</summary>
static class HandPoints
{
    public static Vector3[] Of(HandShape shape, bool left)
    {
        var map = StandardHumanoid.Map;
        var local = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(local);
        new HandRig(map).Apply(shape, left, local);
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(map.Skeleton, local, model);
        var layout = KeypointLayout.Avatar128;
        var positions = new Vector3[layout.Count];
        new RigKeypoints(map, layout).Locate(model, positions);
        var hand = layout.Part(left ? "leftHand" : "rightHand");
        return positions.AsSpan(hand.Start, hand.Count).ToArray();
    }
}
