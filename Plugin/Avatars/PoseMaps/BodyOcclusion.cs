using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>The body as a few capsules that can occlude a keypoint.</summary>
sealed class BodyOcclusion
{
    readonly record struct Capsule(RigAnchor Start, RigAnchor End, float Radius, bool IsHead);

    readonly Capsule[] _capsules;
    readonly Vector3[] _starts;
    readonly Vector3[] _ends;

    public BodyOcclusion(RigAnchors anchors)
    {
        var capsules = new List<Capsule>();
        void Add(HumanBodyBones start, HumanBodyBones end, float radius, Vector3 startOffset = default, Vector3 endOffset = default)
        {
            var from = anchors.At(start, startOffset * anchors.Scale);
            var to = anchors.At(end, endOffset * anchors.Scale);
            if (from.Kind != AnchorKind.None && to.Kind != AnchorKind.None)
                capsules.Add(new Capsule(from, to, radius * anchors.Scale, start == HumanBodyBones.Head));
        }

        // Radii in metres of MakeHuman's body, a little inside its skin.
        Add(HumanBodyBones.Head, HumanBodyBones.Head, 0.070f, new Vector3(0, 0.02f, 0.05f), new Vector3(0, 0.08f, 0.04f));
        Add(HumanBodyBones.Hips, HumanBodyBones.Neck, 0.090f);
        for (var side = 0; side < 2; side++)
        {
            HumanBodyBones Bone(HumanBodyBones left) => HumanBones.Side(side == 0, left);
            Add(Bone(HumanBodyBones.LeftUpperLeg), Bone(HumanBodyBones.LeftUpperArm), 0.080f);
            Add(Bone(HumanBodyBones.LeftUpperArm), Bone(HumanBodyBones.LeftLowerArm), 0.040f);
            Add(Bone(HumanBodyBones.LeftLowerArm), Bone(HumanBodyBones.LeftHand), 0.030f);
            Add(Bone(HumanBodyBones.LeftHand), Bone(HumanBodyBones.LeftMiddleProximal), 0.028f);
            Add(Bone(HumanBodyBones.LeftUpperLeg), Bone(HumanBodyBones.LeftLowerLeg), 0.070f);
            Add(Bone(HumanBodyBones.LeftLowerLeg), Bone(HumanBodyBones.LeftFoot), 0.045f);
        }
        _capsules = capsules.ToArray();
        _starts = new Vector3[_capsules.Length];
        _ends = new Vector3[_capsules.Length];
    }

    public void Pose(ReadOnlySpan<Matrix4x4> model)
    {
        for (var i = 0; i < _capsules.Length; i++)
        {
            _starts[i] = _capsules[i].Start.Position(model);
            _ends[i] = _capsules[i].End.Position(model);
        }
    }

    /// <summary>Occlusion of a keypoint, 0 to 1, with soft edges. Capsules that contain the keypoint do not occlude it.</summary>
    public float Hidden(Vector3 eye, Vector3 point, bool ignoreHead)
    {
        var seen = 1f;
        for (var i = 0; i < _capsules.Length; i++)
        {
            if (ignoreHead && _capsules[i].IsHead)
                continue;
            var radius = _capsules[i].Radius;
            var near = Ramp(SegmentDistance(eye, point, _starts[i], _ends[i]), radius, 0.75f * radius);
            if (near > 0)
                seen *= 1 - near * Ramp(PointDistance(point, _starts[i], _ends[i]), radius, 1.1f * radius);
        }
        return 1 - seen;
    }

    /// <summary>0 at <paramref name="none"/>, 1 at <paramref name="full"/>, straight between.</summary>
    static float Ramp(float value, float none, float full) => Math.Clamp((value - none) / (full - none), 0, 1);

    static float PointDistance(Vector3 point, Vector3 a, Vector3 b)
    {
        var along = b - a;
        var t = Math.Clamp(Vector3.Dot(point - a, along) / MathF.Max(along.LengthSquared(), 1e-12f), 0, 1);
        return Vector3.Distance(point, a + along * t);
    }

    /// <summary>Least distance of two segments; Ericson, Real-Time Collision Detection, 5.1.9.</summary>
    static float SegmentDistance(Vector3 p1, Vector3 q1, Vector3 p2, Vector3 q2)
    {
        Vector3 d1 = q1 - p1, d2 = q2 - p2, r = p1 - p2;
        float a = d1.LengthSquared(), e = d2.LengthSquared(), f = Vector3.Dot(d2, r), c = Vector3.Dot(d1, r), b = Vector3.Dot(d1, d2);
        if (e < 1e-12f)
            return PointDistance(p2, p1, q1);
        var scale = a * e - b * b;
        var s = scale > 1e-12f ? Math.Clamp((b * f - c * e) / scale, 0, 1) : 0;
        var t = (b * s + f) / e;
        if (t is < 0 or > 1)
        {
            t = Math.Clamp(t, 0, 1);
            s = Math.Clamp((b * t - c) / MathF.Max(a, 1e-12f), 0, 1);
        }
        return Vector3.Distance(p1 + d1 * s, p2 + d2 * t);
    }
}
