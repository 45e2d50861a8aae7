using System;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Streaming;

/// <summary>Tells whether a pose moved enough to be worth a frame. Hands count more: their small motions are what signing is made of.</summary>
/// <remarks>A pose is compared with the last one that was shown, so slow drift adds up and is not lost.</remarks>
internal sealed class PoseChange
{
    /// <summary>A joint of the body that moves less stays where it was: about a sixteenth of a pixel of a whole person at 256x256.</summary>
    public const float Metres = 0.0005f;

    /// <summary>The same for keypoints.</summary>
    public const float Pixels = 0.06f;

    /// <summary>The same for named weights, of which 1 is a full expression.</summary>
    public const float Weight = 0.002f;

    /// <summary>How much more a hand's motion counts.</summary>
    public const float HandWeight = 4;

    const float ArmMetres = 0.1f; // a turn moves what hangs on the joint: as if it were this far away

    readonly float[] _keypointWeights;
    float[] _jointWeights = [];
    HumanoidMap? _rig;

    /// <param name="layout">Of the model's keypoints.</param>
    public PoseChange(KeypointLayout layout)
    {
        _keypointWeights = new float[layout.Count];
        Array.Fill(_keypointWeights, 1);
        foreach (var part in layout.Parts)
            if (part.Layout == KeypointLayout.Hand21)
                _keypointWeights.AsSpan(part.Start, part.Count).Fill(HandWeight);
    }

    /// <summary>Whether rig or camera changed, or any joint, weight or keypoint moved from <paramref name="shown"/> to <paramref name="asked"/>.</summary>
    public bool IsMoved(PoseRequest shown, PoseRequest asked)
    {
        if (!ReferenceEquals(shown.Rig, asked.Rig) || !ReferenceEquals(shown.WeightNames, asked.WeightNames) || !Equals(shown.Camera, asked.Camera))
            return true;
        if (asked.Rig is null)
            return IsMoved(shown.Keypoints, asked.Keypoints);
        if (!ReferenceEquals(asked.Rig, _rig))
            Prepare(asked.Rig);
        return IsMoved(shown.Joints, asked.Joints) || IsMoved(shown.Weights, asked.Weights);
    }

    static bool IsMoved(ReadOnlySpan<float> shown, ReadOnlySpan<float> asked)
    {
        if (shown.Length != asked.Length)
            return true;
        for (var i = 0; i < asked.Length; i++)
            if (!(Math.Abs(shown[i] - asked[i]) <= Weight))
                return true;
        return false;
    }

    bool IsMoved(ReadOnlySpan<Matrix4x4> shown, ReadOnlySpan<Matrix4x4> asked)
    {
        for (var i = 0; i < asked.Length; i++)
        {
            Matrix4x4 a = shown[i], b = asked[i];
            var turned = Vector3.Distance(new(a.M11, a.M12, a.M13), new(b.M11, b.M12, b.M13))
                + Vector3.Distance(new(a.M21, a.M22, a.M23), new(b.M21, b.M22, b.M23));
            var distance = Vector3.Distance(a.Translation, b.Translation) + ArmMetres * turned;
            if (!(distance * _jointWeights[i] <= Metres)) // not a number counts as moved
                return true;
        }
        return false;
    }

    bool IsMoved(ReadOnlySpan<Keypoint> shown, ReadOnlySpan<Keypoint> asked)
    {
        const float ConfidencePixels = 10; // a keypoint that fades is drawn differently
        for (var i = 0; i < asked.Length; i++)
        {
            Keypoint a = shown[i], b = asked[i];
            var distance = Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) + ConfidencePixels * Math.Abs(a.Confidence - b.Confidence);
            if (a.IsPresent != b.IsPresent || !(distance * _keypointWeights[i] <= Pixels))
                return true;
        }
        return false;
    }

    // A finger is below a hand, so it comes after it.
    void Prepare(HumanoidMap map)
    {
        _rig = map;
        _jointWeights = new float[map.Skeleton.Count];
        Array.Fill(_jointWeights, 1);
        foreach (var hand in new[] { map[HumanBodyBones.LeftHand], map[HumanBodyBones.RightHand] })
            for (var i = Math.Max(hand, 0); i < _jointWeights.Length && hand >= 0; i++)
                if (i == hand || map.Skeleton[i].Parent is var parent && parent >= hand && _jointWeights[parent] == HandWeight)
                    _jointWeights[i] = HandWeight;
    }
}
