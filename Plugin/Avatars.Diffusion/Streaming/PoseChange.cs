using System;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Streaming;

/// <summary>Tells whether a pose moved enough to be worth a frame. Hands count more: their small motions are what signing is made of.</summary>
/// <remarks>A pose is compared with the last one that was shown, so slow drift adds up and is not lost.</remarks>
public sealed class PoseChange
{
    /// <summary>A joint of the body that moves less stays where it was: about a sixteenth of a pixel of a whole person at 256x256.</summary>
    public const float Metres = 0.0005f;

    /// <summary>The same for keypoints.</summary>
    public const float Pixels = 0.06f;

    /// <summary>How much more a hand's motion counts.</summary>
    public const float HandWeight = 4;

    const float ArmMetres = 0.1f; // a turn moves what hangs on the joint: as if it were this far away

    readonly float[] _jointWeights;
    readonly float[] _keypointWeights;

    /// <param name="map">The rig whose joints are compared; null when only keypoints will be.</param>
    public PoseChange(HumanoidMap? map, KeypointLayout layout)
    {
        _jointWeights = new float[map?.Skeleton.Count ?? 0];
        Array.Fill(_jointWeights, 1);
        if (map is not null)
            WeighHands(map);
        _keypointWeights = new float[layout.Count];
        Array.Fill(_keypointWeights, 1);
        foreach (var part in layout.Parts)
            if (part.Layout == KeypointLayout.Hand21)
                _keypointWeights.AsSpan(part.Start, part.Count).Fill(HandWeight);
    }

    /// <summary>Whether any joint, keypoint or the camera moved from <paramref name="shown"/> to <paramref name="asked"/>.</summary>
    public bool IsMoved(PoseRequest shown, PoseRequest asked)
    {
        if (!Equals(shown.Camera, asked.Camera))
            return true;
        return asked.Camera is null ? IsMoved(shown.Keypoints, asked.Keypoints) : IsMoved(shown.Joints, asked.Joints);
    }

    bool IsMoved(ReadOnlySpan<Matrix4x4> shown, ReadOnlySpan<Matrix4x4> asked)
    {
        for (var i = 0; i < asked.Length; i++)
        {
            Matrix4x4 a = shown[i], b = asked[i];
            var distance = Vector3.Distance(a.Translation, b.Translation)
                + ArmMetres * (Vector3.Distance(new(a.M11, a.M12, a.M13), new(b.M11, b.M12, b.M13)) + Vector3.Distance(new(a.M21, a.M22, a.M23), new(b.M21, b.M22, b.M23)));
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

    // A finger hangs on a hand, so it comes after it.
    void WeighHands(HumanoidMap map)
    {
        foreach (var hand in new[] { map[HumanBodyBones.LeftHand], map[HumanBodyBones.RightHand] })
            for (var i = Math.Max(hand, 0); i < _jointWeights.Length && hand >= 0; i++)
                if (i == hand || map.Skeleton[i].Parent is var parent && parent >= hand && _jointWeights[parent] == HandWeight)
                    _jointWeights[i] = HandWeight;
    }
}
