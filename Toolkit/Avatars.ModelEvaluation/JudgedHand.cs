using System.Numerics;
using Avatars.Evaluation;
using Avatars.Imaging;
using Avatars.Metrics;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation;

/// <summary>Why a requested hand cannot be judged in a picture.</summary>
public enum HandObstacle
{
    None,

    /// <summary>A joint is outside the picture.</summary>
    Outside,

    /// <summary>Most of it is behind another part of the body.</summary>
    Hidden,

    /// <summary>Less than <see cref="JudgedHand.SmallestSize"/> pixels.</summary>
    Small,
}

/// <summary>A requested hand that can be judged in a picture: whole in it, not hidden and large enough.</summary>
public sealed class JudgedHand
{
    /// <summary>Pixels: below, half of the joints are missed in ground-truth pictures too.</summary>
    public const float SmallestSize = 16;

    /// <summary>Confidence of a joint that is mostly visible, see <see cref="KeypointVisibility"/>.</summary>
    public const float LeastVisible = 0.65f;

    readonly HandCrop _crop;
    readonly Keypoint[] _joints;

    JudgedHand(HandCrop crop, Keypoint[] joints, float size) => (_crop, _joints, Size) = (crop, joints, size);

    /// <summary>Longer side of the box around the joints, pixels.</summary>
    public float Size { get; }

    /// <param name="joints">21, layout <see cref="KeypointLayout.Hand21"/>, pixels.</param>
    /// <param name="width">Of the picture, pixels; so is <paramref name="height"/>.</param>
    /// <returns>Null where the hand cannot be judged.</returns>
    public static JudgedHand? Of(ReadOnlySpan<Keypoint> joints, int width, int height, out HandObstacle obstacle)
    {
        var (low, high, confidence) = (new Vector2(float.MaxValue), new Vector2(float.MinValue), 0f);
        foreach (var joint in joints)
        {
            if (!(joint.IsPresent && joint.X >= 0 && joint.Y >= 0 && joint.X < width && joint.Y < height))
            {
                obstacle = HandObstacle.Outside;
                return null;
            }
            (low, high) = (Vector2.Min(low, Place(joint)), Vector2.Max(high, Place(joint)));
            confidence += joint.Confidence / joints.Length;
        }
        var size = Math.Max(high.X - low.X, high.Y - low.Y);
        var crop = confidence < LeastVisible || size < SmallestSize ? null : HandCrop.Around(joints);
        obstacle = confidence < LeastVisible ? HandObstacle.Hidden : crop is null ? HandObstacle.Small : HandObstacle.None;
        return crop is { } region ? new JudgedHand(region, joints.ToArray(), size) : null;
    }

    /// <summary>Compares the joints that the network finds around the requested place with the requested ones.</summary>
    /// <param name="found">Receives the network's 21 joints, pixels.</param>
    /// <param name="errors">Added to, in shares of <see cref="Size"/>.</param>
    /// <returns>Whether the network detects a hand there.</returns>
    public bool Score(HandLandmarks network, RgbImage picture, Span<Vector2> found, JointErrors errors)
    {
        var isSeen = network.Find(picture, _crop, found);
        Add(found, isSeen, errors);
        return isSeen;
    }

    /// <summary>The joints that the network finds around the requested place, in space.</summary>
    /// <param name="metres">Receives 21: x right and y down in the picture, z away from the camera.</param>
    /// <inheritdoc cref="Score(HandLandmarks, RgbImage, Span{Vector2}, JointErrors)"/>
    public bool Score(HandLandmarks network, RgbImage picture, Span<Vector2> found, Span<Vector3> metres, JointErrors errors)
    {
        var isSeen = network.Find(picture, _crop, found, metres);
        Add(found, isSeen, errors);
        return isSeen;
    }

    /// <summary>Compares joints that were found in another way with the requested ones.</summary>
    /// <param name="found">21, pixels; null where no hand was found.</param>
    public void Compare(IReadOnlyList<Vector3>? found, JointErrors errors)
    {
        for (var i = 0; i < _joints.Length; i++)
            errors.Add(Place(_joints[i]), found is null ? Place(_joints[i]) + new Vector2(Size) : new Vector2(found[i].X, found[i].Y), Size,
                found is not null);
    }

    void Add(ReadOnlySpan<Vector2> found, bool isSeen, JointErrors errors)
    {
        for (var i = 0; i < _joints.Length; i++)
            errors.Add(Place(_joints[i]), found[i], Size, isSeen);
    }

    static Vector2 Place(Keypoint joint) => new(joint.X, joint.Y);
}
