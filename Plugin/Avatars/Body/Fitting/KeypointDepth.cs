using System;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>
/// A depth for each landmark of flat keypoints, from how much shorter than the average body's a bone looks. Which of two directions it leans is taken from how
/// people bend: forearms and thighs forward, shins backward.
/// </summary>
/// <remarks>Taylor, "Reconstruction of articulated objects from point correspondences in a single uncalibrated image", 2000.</remarks>
sealed class KeypointDepth
{
    const int Nose = 0, LeftEar = 7, LeftShoulder = 11, LeftHip = 23;
    const float Level = 0.88f; // a bone that looks so long, or longer, is taken to lie in the picture's plane: people's proportions differ
    const float NoseAhead = 0.09f; // metres before the ears

    /// <summary>Landmarks at the ends of a limb's bones, left; the right ones follow. Forward: 1 for bones that lean to where the person looks.</summary>
    static readonly (int From, int To, HumanBodyBones Bone, HumanBodyBones Next, int Forward)[] Limbs =
    [
        (11, 13, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, 1), (13, 15, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand, 1),
        (23, 25, HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, 1), (25, 27, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot, -1),
    ];

    readonly float[] _lengths; // of Limbs, metres
    readonly float _shoulders, _hips, _trunk;

    public KeypointDepth(BodyModel model)
    {
        Vector3 Rest(HumanBodyBones bone) => model.Joints.Average[model.Joints.IndexOf(bone)];
        _lengths = Array.ConvertAll(Limbs, limb => Vector3.Distance(Rest(limb.Bone), Rest(limb.Next)));
        var (left, right) = (Rest(HumanBodyBones.LeftUpperArm), Rest(HumanBodyBones.RightUpperArm));
        var (leftHip, rightHip) = (Rest(HumanBodyBones.LeftUpperLeg), Rest(HumanBodyBones.RightUpperLeg));
        (_shoulders, _hips) = (Vector3.Distance(left, right), Vector3.Distance(leftHip, rightHip));
        _trunk = Vector3.Distance((left + right) / 2, (leftHip + rightHip) / 2);
    }

    /// <summary>Pixels per metre at the person's distance: as large as the bones that look longest say, which lie in the picture's plane.</summary>
    /// <exception cref="FormatException">Too few keypoints are there to tell.</exception>
    public float PixelsPerMetre(ReadOnlySpan<Keypoint> points)
    {
        Span<float> found = stackalloc float[2 * Limbs.Length + 2];
        var count = 0;
        for (var i = 0; i < Limbs.Length; i++)
            for (var side = 0; side < 2; side++)
                if (points[Limbs[i].From + side].IsPresent && points[Limbs[i].To + side].IsPresent)
                    found[count++] = Vector2.Distance(At(points, Limbs[i].From + side), At(points, Limbs[i].To + side)) / _lengths[i];
        if (HasPair(points, LeftShoulder) && HasPair(points, LeftHip))
            found[count++] = Vector2.Distance(Middle(points, LeftShoulder), Middle(points, LeftHip)) / _trunk;
        if (HasPair(points, LeftShoulder))
            found[count++] = Vector2.Distance(At(points, LeftShoulder), At(points, LeftShoulder + 1)) / _shoulders;
        if (count < 3)
            throw new FormatException("Too few keypoints of the body are there: shoulders and an arm, or hips and legs, are needed.");
        var sorted = found.Slice(0, count).ToArray();
        Array.Sort(sorted);
        return MathF.Max(sorted[count - 1 - count / 4], 1e-3f); // a quarter may belong to a person of other proportions
    }

    /// <summary>Places in metres: x right, y down, z away from the camera, origin between the hips (the shoulders, where no hip is there).</summary>
    /// <param name="points">33, MediaPipe's order.</param>
    public Vector3[] Of(ReadOnlySpan<Keypoint> points, float pixelsPerMetre)
    {
        var origin = HasPair(points, LeftHip) ? Middle(points, LeftHip) : Middle(points, LeftShoulder) + new Vector2(0, _trunk * pixelsPerMetre);
        var metres = new Vector3[points.Length];
        for (var i = 0; i < metres.Length; i++)
            metres[i] = points[i].IsPresent ? new Vector3((At(points, i) - origin) / pixelsPerMetre, 0) : Vector3.Zero;
        var forward = FacesCamera(points) ? -1 : 1;
        SetAcross(points, metres, LeftShoulder, _shoulders, forward);
        SetAcross(points, metres, LeftHip, _hips, forward);
        for (var i = 0; i < 11; i++) // the head, above the shoulders
            metres[i].Z = (metres[LeftShoulder].Z + metres[LeftShoulder + 1].Z) / 2 + (i is 7 or 8 ? 0 : forward * NoseAhead);
        for (var i = 0; i < Limbs.Length; i++)
            for (var side = 0; side < 2; side++)
                SetLimb(points, metres, Limbs[i].From + side, Limbs[i].To + side, _lengths[i], forward * Limbs[i].Forward);
        for (var side = 0; side < 2; side++)
        {
            for (var i = 17 + side; i < 23; i += 2) // of the hand
                metres[i] = points[i].IsPresent ? metres[i] with { Z = metres[15 + side].Z } : metres[15 + side];
            metres[29 + side] = points[29 + side].IsPresent ? metres[29 + side] with { Z = metres[27 + side].Z - forward * 0.04f } : metres[27 + side];
            var toes = metres[27 + side].Z + forward * 0.12f;
            metres[31 + side] = points[31 + side].IsPresent ? metres[31 + side] with { Z = toes }
                : metres[27 + side] + new Vector3(0, 0.06f, forward * 0.12f);
        }
        return metres;
    }

    /// <summary>Whether the person's left is at the right of the picture.</summary>
    static bool FacesCamera(ReadOnlySpan<Keypoint> points)
    {
        var pair = HasPair(points, LeftShoulder) ? LeftShoulder : LeftHip;
        return !HasPair(points, pair) || points[pair].X >= points[pair + 1].X;
    }

    /// <summary>Depth of a pair: the side to which the nose points from between the ears is farther away.</summary>
    static void SetAcross(ReadOnlySpan<Keypoint> points, Vector3[] metres, int left, float width, int forward)
    {
        if (!HasPair(points, left))
            return;
        var seen = MathF.Abs(metres[left].X - metres[left + 1].X);
        if (seen >= Level * width || !points[Nose].IsPresent)
            return;
        var depth = MathF.Sqrt(width * width - seen * seen) / 2;
        var middle = HasPair(points, LeftEar) ? Middle(points, LeftEar).X : points[LeftEar].IsPresent ? points[LeftEar].X
            : points[LeftEar + 1].IsPresent ? points[LeftEar + 1].X : Middle(points, LeftShoulder).X;
        var isToTheRight = points[Nose].X > middle;
        // Who looks to the right of the picture has the left side away from the camera, seen from the front as from behind.
        var leftAway = isToTheRight ? 1 : -1;
        (metres[left].Z, metres[left + 1].Z) = (leftAway * depth, -leftAway * depth);
        _ = forward;
    }

    static void SetLimb(ReadOnlySpan<Keypoint> points, Vector3[] metres, int from, int to, float length, int towards)
    {
        if (!points[from].IsPresent || !points[to].IsPresent)
        {
            metres[to] = metres[from] + new Vector3(0, length, 0); // hangs down, where nothing is known
            return;
        }
        var seen = new Vector2(metres[to].X - metres[from].X, metres[to].Y - metres[from].Y).Length();
        metres[to].Z = metres[from].Z + (seen >= Level * length ? 0 : towards * MathF.Sqrt(length * length - seen * seen));
    }

    static bool HasPair(ReadOnlySpan<Keypoint> points, int left) => points[left].IsPresent && points[left + 1].IsPresent;

    static Vector2 At(ReadOnlySpan<Keypoint> points, int index) => new(points[index].X, points[index].Y);

    static Vector2 Middle(ReadOnlySpan<Keypoint> points, int left) => (At(points, left) + At(points, left + 1)) / 2;
}
