using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>Cyclic coordinate descent over a chain of bones, with limits and stiffness: spine, neck, fingers. Allocates nothing.</summary>
static class ChainSolver
{
    public const int MaximumIterations = 24;
    public const float Tolerance = 1e-4f; // metres

    /// <param name="chain">From the bone nearest to the root outward.</param>
    /// <param name="joint">The joint, on or below the last bone, whose frame <paramref name="offset"/> is in.</param>
    /// <param name="offset">The effector, in the joint's space.</param>
    /// <param name="share">Of the wanted rotation that a bone takes at each step: 1 is loose, 0 is rigid.</param>
    /// <param name="iterations">At most.</param>
    /// <returns>The distance that is left, in the skeleton's unit.</returns>
    public static float Reach(SolverPose pose, MuscleSpace muscles, JointLimits? limits, ReadOnlySpan<HumanBodyBones> chain, int joint, Vector3 offset,
        Vector3 target, float share, int iterations = MaximumIterations)
    {
        var left = Distance(pose, joint, offset, target);
        for (var iteration = 0; iteration < iterations && left > Tolerance; iteration++)
        {
            for (var i = chain.Length - 1; i >= 0; i--)
            {
                var bone = pose.Map[chain[i]];
                if (bone < 0)
                    continue;
                var pivot = pose.Model.Positions[bone];
                var turn = Rotations.FromTo(Effector(pose, joint, offset) - pivot, target - pivot);
                pose.Rotate(bone, share < 1 ? Quaternion.Slerp(Quaternion.Identity, turn, share) : turn);
                if (limits is not null)
                    pose.Limit(limits, muscles, chain[i]);
            }
            var now = Distance(pose, joint, offset, target);
            if (left - now < 1e-6f && iteration > 2)
                return now;
            left = now;
        }
        return left;
    }

    public static Vector3 Effector(SolverPose pose, int joint, Vector3 offset) =>
        pose.Model.Positions[joint] + Vector3.Transform(offset, pose.Model.Rotations[joint]);

    static float Distance(SolverPose pose, int joint, Vector3 offset, Vector3 target) => Vector3.Distance(Effector(pose, joint, offset), target);
}
