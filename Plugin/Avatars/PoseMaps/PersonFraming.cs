using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>
/// Finds the camera position that keeps a posed person in the picture, from the hair to the soles or from the hair to the waist, over as many
/// poses as are added. The head counts with skull and hair, hands to the finger tips, feet with shoes.
/// </summary>
public sealed class PersonFraming
{
    /// <summary>Share of the picture that stays free on each side: 8 pixels of 256.</summary>
    public const float Margin = 0.03f;

    const float Nearest = 0.4f; // metres from the camera to the nearest part of the body
    const float Flesh = 0.06f; // metres of body and cloth around a joint
    const float FingerTip = 0.02f; // metres of flesh around one
    const float Hand = 0.19f; // metres from the wrist to the finger tips, for rigs without fingers
    const float Hair = 0.125f; // metres from the middle of the skull: crown and 3 cm of hair
    const float Shoe = 0.03f; // metres of sole, toe cap and heel

    static readonly Vector3 Skull = new(0, 0.065f, 0.03f); // from the head joint, metres of MakeHuman's body
    static readonly Vector3 Toe = new(0, 0, 0.08f); // from the toe joint
    static readonly Vector3 Ball = new(0, -0.065f, 0.2f); // from the ankle, for rigs without toes
    static readonly Vector3 Heel = new(0, -0.055f, -0.045f); // from the ankle

    readonly (RigAnchor Anchor, float Radius)[] _whole;
    readonly (RigAnchor Anchor, float Radius)[] _aboveWaist;
    readonly List<(Vector3 Position, float Radius)> _spheres = [];

    public PersonFraming(HumanoidMap map)
    {
        var parts = PartsOf(map, new RigAnchors(map, null));
        _whole = [.. parts];
        _aboveWaist = [.. parts.FindAll(part => !map.IsBelowWaist(part.Anchor.Joint))];
    }

    /// <summary>Position of a still camera for a whole clip.</summary>
    /// <param name="waistUp">Fills the picture with the upper body and the hands, as for signing.</param>
    /// <param name="yaw">Radians to the person's left from where it faces +Z.</param>
    /// <param name="pitch">Radians above the horizon.</param>
    /// <param name="verticalFieldOfView">Radians.</param>
    /// <returns>As <see cref="Fit"/>.</returns>
    public static (Vector3 Target, float Distance) OfClip(IPoseSource clip, HumanoidMap map, bool waistUp, float yaw, float pitch, float verticalFieldOfView)
    {
        const float Step = 0.1f; // seconds: hands move a hand's breadth
        const int Fewest = 200, Most = 4000;
        var poses = Math.Clamp((int)(clip.Length / Step), Fewest, Most);
        var framing = new PersonFraming(map);
        var pose = clip.MakePose();
        var model = new Matrix4x4[clip.Skeleton.Count];
        for (var i = 0; i < poses; i++)
        {
            clip.Sample(clip.Length * i / (poses - 1), pose);
            LocalToModel.Run(clip.Skeleton, pose.Joints, model);
            framing.Add(model, waistUp);
        }
        return framing.Fit(yaw, pitch, verticalFieldOfView);
    }

    /// <summary>A still camera in front of a clip that keeps the person in the picture from beginning to end.</summary>
    /// <param name="waistUp">Fills the picture with the upper body and the hands, as for signing.</param>
    /// <param name="width">Pixels; the centred square of the picture holds the person.</param>
    /// <param name="yaw">Radians to the person's left from facing +Z.</param>
    public static Camera CameraOf(IPoseSource clip, HumanoidMap map, bool waistUp, int width, int height, float yaw = 0)
    {
        const float FieldOfView = 0.5f; // radians: in the middle of what the default model was trained on
        var (target, distance) = OfClip(clip, map, waistUp, yaw, pitch: 0, FieldOfView);
        var size = Math.Min(width, height);
        return Camera.Orbit(target, yaw, 0, distance, FieldOfView, size, size) with { Width = width, Height = height };
    }

    /// <summary>Adds a pose that shall be seen.</summary>
    /// <param name="model">One row-vector matrix per joint, joint space to model space.</param>
    public void Add(ReadOnlySpan<Matrix4x4> model, bool waistUp)
    {
        foreach (var (anchor, radius) in waistUp ? _aboveWaist : _whole)
            _spheres.Add((anchor.Position(model), radius));
    }

    /// <summary>The nearest position of a camera with a square picture that shows all added poses, centred.</summary>
    /// <returns>For <see cref="Camera.Orbit"/>: a target at the depth of the person's middle, and the distance from it.</returns>
    /// <exception cref="InvalidOperationException">No pose was added.</exception>
    public (Vector3 Target, float Distance) Fit(float yaw, float pitch, float verticalFieldOfView)
    {
        if (_spheres.Count == 0)
            throw new InvalidOperationException("There is nothing to frame. Add at least one pose first.");
        var envelope = Envelope(yaw, pitch, verticalFieldOfView);
        foreach (var (position, radius) in _spheres)
            envelope.Add(position, radius);
        return envelope.Fit();
    }

    /// <summary>For poses of which nothing else is kept: see <see cref="AddTo"/>.</summary>
    internal static FramingEnvelope Envelope(float yaw, float pitch, float verticalFieldOfView) =>
        new(Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, -pitch),
            MathF.Tan(verticalFieldOfView / 2) * (1 - 2 * Margin), Nearest);

    /// <summary>Adds a pose to an envelope instead of to the poses that <see cref="Fit"/> shows.</summary>
    internal void AddTo(ref FramingEnvelope envelope, ReadOnlySpan<Matrix4x4> model, bool waistUp)
    {
        foreach (var (anchor, radius) in waistUp ? _aboveWaist : _whole)
            envelope.Add(anchor.Position(model), radius);
    }

    static List<(RigAnchor Anchor, float Radius)> PartsOf(HumanoidMap map, RigAnchors anchors)
    {
        var parts = new List<(RigAnchor, float)>();
        void Add(HumanBodyBones bone, Vector3 offset, float radius)
        {
            if (map.Has(bone))
                parts.Add((anchors.At(bone, offset * anchors.Scale), radius * anchors.Scale));
        }
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            if (!HumanBones.IsFinger(bone)
                && bone is not (HumanBodyBones.LeftFoot or HumanBodyBones.RightFoot or HumanBodyBones.LeftToes or HumanBodyBones.RightToes))
                Add(bone, Vector3.Zero, Flesh);
        Add(HumanBodyBones.Head, Skull, Hair);
        if (!map.Has(HumanBodyBones.Head))
            Add(map.Has(HumanBodyBones.Neck) ? HumanBodyBones.Neck : HumanBodyBones.LeftUpperArm,
                new Vector3(0, map.Has(HumanBodyBones.Neck) ? 0.17f : 0.23f, 0), Hair);
        for (var side = 0; side < 2; side++)
        {
            var left = side == 0;
            var (foot, toes) = (HumanBones.Side(left, HumanBodyBones.LeftFoot), HumanBones.Side(left, HumanBodyBones.LeftToes));
            Add(foot, Vector3.Zero, Flesh);
            Add(foot, Heel, Shoe);
            Add(map.Has(toes) ? toes : foot, map.Has(toes) ? Toe : Ball, Shoe);
            foreach (var tip in anchors.FingerTips(left))
                parts.Add((tip, FingerTip * anchors.Scale));
            if (!map.Has(HumanBones.Finger(left, 2, 2)))
                Add(HumanBones.Side(left, HumanBodyBones.LeftHand), Vector3.Zero, Hand);
        }
        return parts;
    }
}
