using System;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>
/// Flat keypoints of a person (OpenPose, COCO, DWPose and others) become a pose of the standard humanoid: depth by how short bones look, then the fit of the
/// body with its joint limits. Depth stays a guess: of two poses that look alike the usual one is taken.
/// </summary>
public sealed class KeypointLifter
{
    readonly BodyFitter _fitter;
    readonly KeypointDepth _depth;

    /// <param name="body">Borrowed; <see cref="BodyFile.ReadShipped"/>.</param>
    public KeypointLifter(BodyModel body) => (_fitter, _depth) = (new BodyFitter(body), new KeypointDepth(body));

    /// <param name="person">One entry per keypoint of the layout, pixels.</param>
    /// <param name="width">Of the picture, pixels.</param>
    /// <param name="height">Likewise.</param>
    /// <returns>One placement per joint of <see cref="StandardHumanoid"/>, standing on the floor at the origin.</returns>
    /// <exception cref="FormatException">Too few keypoints are there.</exception>
    /// <exception cref="ArgumentException">The layout has no body, or the person another number of keypoints.</exception>
    public JointTransform[] Lift(ReadOnlySpan<Keypoint> person, KeypointLayout layout, int width, int height) =>
        OnStandard(_fitter.Fit(TargetOf(person, layout, width, height)));

    /// <summary>The pose of a body that was fitted to a picture, on the standard humanoid, standing on the floor at the origin.</summary>
    /// <returns>One placement per joint of <see cref="StandardHumanoid"/>.</returns>
    public static JointTransform[] OnStandard(FittedBody fit)
    {
        var (from, to) = (fit.Body.Map, StandardHumanoid.Map);
        var local = new JointTransform[to.Skeleton.Count];
        new HumanoidRetargeter(TPose.OfRest(from), TPose.OfRest(to)).Retarget(fit.Pose, local);
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(to.Skeleton, local, model);
        var rest = new JointTransform[local.Length];
        to.Skeleton.CopyRestTo(rest);
        var standing = new Matrix4x4[local.Length];
        LocalToModel.Run(to.Skeleton, rest, standing);
        var hips = to[HumanBodyBones.Hips];
        var place = model[hips].Translation;
        var moved = new Vector3(-place.X, Lowest(to, standing) - Lowest(to, model), -place.Z);
        local[hips] = local[hips] with { Translation = local[hips].Translation + moved };
        return local;
    }

    FitTarget TargetOf(ReadOnlySpan<Keypoint> person, KeypointLayout layout, int width, int height)
    {
        var points = new Keypoint[KeypointLayout.MediaPipePose33.Count];
        new KeypointConversion(layout, KeypointLayout.MediaPipePose33).Run(person, points);
        var left = HandOf(person, layout, "leftHand");
        var right = HandOf(person, layout, "rightHand");
        AddOfHand(points, left, 0);
        AddOfHand(points, right, 1);
        AddToe(person, layout, points, "LeftBigToe", 31);
        AddToe(person, layout, points, "RightBigToe", 32);
        var scale = _depth.PixelsPerMetre(points);
        var metres = _depth.Of(points, scale);
        var joints = new SeenJoint[points.Length];
        for (var i = 0; i < joints.Length; i++)
            joints[i] = new SeenJoint(new Vector2(points[i].X, points[i].Y), metres[i], points[i].IsPresent ? Math.Clamp(points[i].Confidence, 0.3f, 1) : 0);
        return new FitTarget
        {
            Width = width, Height = height, Joints = joints, IsDepthKnown = false,
            LeftHand = Seen(left, scale), RightHand = Seen(right, scale),
        };
    }

    static ReadOnlySpan<Keypoint> HandOf(ReadOnlySpan<Keypoint> person, KeypointLayout layout, string name)
    {
        foreach (var part in layout.Parts)
            if (part.Name == name)
                return person.Slice(part.Start, part.Count);
        return default;
    }

    /// <summary>Knuckles of the hand where the body's own points lack them.</summary>
    static void AddOfHand(Keypoint[] points, ReadOnlySpan<Keypoint> hand, int side)
    {
        if (hand.Length != 21)
            return;
        foreach (var (landmark, finger) in new[] { (17, 17), (19, 5), (21, 2) })
            if (!points[landmark + side].IsPresent)
                points[landmark + side] = hand[finger];
        if (!points[15 + side].IsPresent)
            points[15 + side] = hand[0];
    }

    static void AddToe(ReadOnlySpan<Keypoint> person, KeypointLayout layout, Keypoint[] points, string name, int landmark)
    {
        if (!points[landmark].IsPresent && layout.Names.IndexOf(name) is >= 0 and var index)
            points[landmark] = person[index];
    }

    /// <summary>Null where not all of the hand is there.</summary>
    static SeenHand? Seen(ReadOnlySpan<Keypoint> hand, float pixelsPerMetre)
    {
        if (hand.Length != 21)
            return null;
        var (pixels, metres) = (new Vector2[21], new Vector3[21]);
        for (var i = 0; i < 21; i++)
        {
            if (!hand[i].IsPresent)
                return null;
            pixels[i] = new Vector2(hand[i].X, hand[i].Y);
            metres[i] = new Vector3((pixels[i] - pixels[0]) / pixelsPerMetre, 0);
        }
        return new SeenHand(pixels, metres);
    }

    static float Lowest(HumanoidMap map, Matrix4x4[] model)
    {
        var lowest = float.MaxValue;
        foreach (var bone in new[] { HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot, HumanBodyBones.LeftToes, HumanBodyBones.RightToes })
            if (map.Has(bone))
                lowest = MathF.Min(lowest, model[map[bone]].Translation.Y);
        return lowest;
    }
}
