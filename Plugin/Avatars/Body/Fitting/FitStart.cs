using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>
/// A first guess: the trunk laid over the metric landmarks, each limb pointed along them, and the distance at which all of it fills the picture.
/// </summary>
static class FitStart
{
    const int LeftShoulder = 11, LeftHip = 23;

    /// <summary>Bone, and the landmarks at its two ends: left; the right ones follow.</summary>
    static readonly (HumanBodyBones Bone, int From, int To)[] Limbs =
    [
        (HumanBodyBones.LeftUpperArm, 11, 13), (HumanBodyBones.LeftLowerArm, 13, 15), (HumanBodyBones.LeftHand, 15, 19),
        (HumanBodyBones.LeftUpperLeg, 23, 25), (HumanBodyBones.LeftLowerLeg, 25, 27), (HumanBodyBones.LeftFoot, 27, 31),
    ];

    public static FitState Of(BodyModel model, FitTarget target, LandmarkPoints points, FitCamera camera)
    {
        var state = new FitState(model);
        var joints = new FitKinematics(model);
        Vector3 Seen(int landmark) => target.Joints[landmark].Metres * new Vector3(1, -1, -1);
        Vector3 Rest(HumanBodyBones bone) => model.Joints.Average[model.Joints.IndexOf(bone)];

        var across = Seen(LeftShoulder) - Seen(LeftShoulder + 1) + Seen(LeftHip) - Seen(LeftHip + 1);
        var up = (Seen(LeftShoulder) + Seen(LeftShoulder + 1) - Seen(LeftHip) - Seen(LeftHip + 1)) / 2;
        var restUp = (Rest(HumanBodyBones.LeftUpperArm) + Rest(HumanBodyBones.RightUpperArm)) / 2;
        if (Rotations.TryFromAxes(up, across, out var frame) && Rotations.TryFromAxes(restUp, Vector3.UnitX, out var rest))
            state.Local[0] = frame * Quaternion.Conjugate(rest);
        joints.Update(state);
        foreach (var left in new[] { true, false })
            foreach (var (bone, from, to) in Limbs)
            {
                var side = left ? 0 : 1;
                var joint = model.Joints.IndexOf(HumanBones.Side(left, bone));
                var parent = model.Joints.Parents[joint];
                var towards = Seen(to + side) - Seen(from + side);
                var inParent = Vector3.Transform(towards, Quaternion.Conjugate(joints.Rotations[parent]));
                var end = RestEnd(model, HumanBones.Side(left, bone));
                state.Local[joint] = Rotations.FromTo(end - model.Joints.Average[joint], inParent);
                joints.Update(state);
            }
        state.Hips = PositionOf(target, points, state, joints, camera);
        return state;
    }

    /// <summary>Where the bone ends at rest: at its first child, for hands and feet at the landmark.</summary>
    static Vector3 RestEnd(BodyModel model, HumanBodyBones bone)
    {
        var child = bone switch
        {
            HumanBodyBones.LeftHand => HumanBodyBones.LeftIndexProximal,
            HumanBodyBones.RightHand => HumanBodyBones.RightIndexProximal,
            HumanBodyBones.LeftFoot => HumanBodyBones.LeftToes,
            HumanBodyBones.RightFoot => HumanBodyBones.RightToes,
            _ => bone + 2, // upper to lower leg and arm, lower leg to foot, lower arm to hand
        };
        return model.Joints.Average[model.Joints.IndexOf(child)];
    }

    /// <summary>The translation for which seen landmarks project to their pixels: linear least squares.</summary>
    static Vector3 PositionOf(FitTarget target, LandmarkPoints points, FitState state, FitKinematics joints, FitCamera camera)
    {
        Span<double> sums = stackalloc double[9]; // of w, w u, w v, w uu + w vv; right sides x, y, z
        for (var i = 0; i < target.Joints.Length; i++)
        {
            var seen = target.Joints[i];
            var weight = LandmarkTerms.WeightOf(seen);
            var ray = (seen.Pixels - camera.Centre) / camera.Focal; // x / depth, -y / depth
            var place = points.Pose[i].Locate(state, joints);
            // tx + u tz = -(u Z + X); ty - v tz = v Z - Y
            var (right, down) = (-(ray.X * place.Z + place.X), ray.Y * place.Z - place.Y);
            sums[0] += weight;
            sums[1] += weight * ray.X;
            sums[2] += weight * ray.Y;
            sums[3] += weight * ray.LengthSquared();
            sums[4] += weight * right;
            sums[5] += weight * down;
            sums[6] += weight * (ray.X * right - ray.Y * down);
        }
        // Eliminate tx and ty.
        var pivot = sums[3] - (sums[1] * sums[1] + sums[2] * sums[2]) / sums[0];
        var depth = pivot > 1e-9 ? (sums[6] - (sums[1] * sums[4] - sums[2] * sums[5]) / sums[0]) / pivot : -3;
        depth = Math.Clamp(depth, -200, -0.3);
        return new Vector3((float)((sums[4] - sums[1] * depth) / sums[0]), (float)((sums[5] + sums[2] * depth) / sums[0]), (float)depth);
    }
}
