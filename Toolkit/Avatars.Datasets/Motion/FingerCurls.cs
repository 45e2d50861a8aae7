using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Datasets.Motion;

/// <summary>A hand shape as finger curls and spread; fingers in the order thumb, index, middle, ring, little.</summary>
/// <param name="Curls">Five numbers: 0 straight, 1 fully curled into the palm; slightly negative values bend backward.</param>
/// <param name="Bends">Five numbers: 1 bends the two outer joints with the knuckle, 0 keeps them straight (a flat hand folded at the knuckles).</param>
/// <param name="Spread">0 fingers side by side, 1 fanned out, -1 crossing.</param>
public sealed record FingerCurls(float[] Curls, float[] Bends, float Spread)
{
    const float Degrees = MathF.PI / 180;

    /// <summary>Common hand shapes of signing, those of the American manual alphabet among them.</summary>
    public static IReadOnlyList<(string Name, FingerCurls Shape)> Named { get; } =
    [
        ("fist", Shape([0.8f, 1, 1, 1, 1], 0)),
        ("flat", Shape([0.2f, -0.05f, -0.05f, -0.05f, -0.05f], 0)),
        ("five", Shape([0.1f, 0, 0, 0, 0], 1)),
        ("pointing", Shape([0.8f, 0, 1, 1, 1], 0)),
        ("two, spread", Shape([0.8f, 0, 0, 1, 1], 0.7f)),
        ("two, together", Shape([0.8f, 0, 0, 1, 1], 0)),
        ("three without thumb", Shape([0.9f, 0, 0, 0, 1], 0.5f)),
        ("little finger", Shape([0.9f, 1, 1, 1, 0], 0)),
        ("thumb and little finger", Shape([0, 1, 1, 1, 0], 0.3f)),
        ("L", Shape([0, 0, 1, 1, 1], 0)),
        ("thumb up", Shape([0, 1, 1, 1, 1], 0)),
        ("C", Shape([0.45f, 0.45f, 0.45f, 0.45f, 0.45f], 0.2f)),
        ("O", Shape([0.6f, 0.62f, 0.62f, 0.62f, 0.62f], 0)),
        ("ring of thumb and index", Shape([0.6f, 0.6f, 0, 0, 0], 0.6f)),
        ("claw", Shape([0.5f, 0.5f, 0.5f, 0.5f, 0.5f], 0.8f)),
        ("hooked index: X", Shape([0.9f, 0.5f, 1, 1, 1], 0)),
        ("fist, thumb beside it: A", Shape([0.35f, 1, 1, 1, 1], 0)),
        ("flat, thumb across: B", Shape([0.95f, -0.05f, -0.05f, -0.05f, -0.05f], 0)),
        ("D", Shape([0.55f, 0, 0.6f, 0.6f, 0.6f], 0)),
        ("E", Shape([0.95f, 0.72f, 0.72f, 0.72f, 0.72f], 0)),
        ("K, P", Shape([0.3f, 0, 0.3f, 1, 1], 0.5f)),
        ("G, Q", Shape([0.3f, 0, 1, 1, 1], 0)),
        ("M, N, T: thumb under fingers", Shape([0.6f, 0.9f, 0.9f, 0.9f, 1], 0)),
        ("R", Shape([0.8f, 0, 0.05f, 1, 1], -0.2f)),
        ("three with thumb", Shape([0, 0, 0, 1, 1], 0.8f)),
        ("thumb, index and little finger", Shape([0, 0, 1, 1, 0], 0.4f)),
        ("horns", Shape([0.8f, 0, 1, 1, 0], 0.3f)),
        ("middle to thumb", Shape([0.6f, 0, 0.6f, 0, 0], 0.6f)),
        ("two, hooked", Shape([0.85f, 0.5f, 0.5f, 1, 1], 0.6f)),
    ];

    /// <summary>Straight fingers, a little apart.</summary>
    public static FingerCurls Open { get; } = new([0.1f, 0, 0, 0, 0], [1, 1, 1, 1, 1], 0.4f);

    /// <summary>Bends the fingers of one hand of <paramref name="body"/>.</summary>
    public void Apply(PosedBody body, bool left)
    {
        var palm = HandFrame.Of(body, left);
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
        {
            if (body.Map[HumanBones.Finger(left, finger, 0)] < 0)
                continue;
            if (finger == 0)
                BendThumb(body, left, palm);
            else
                BendFinger(body, left, finger, palm);
        }
    }

    void BendFinger(PosedBody body, bool left, int finger, HandFrame palm)
    {
        Span<float> reach = [88 * Degrees, 100 * Degrees, 65 * Degrees];
        Span<float> rest = [8 * Degrees, 12 * Degrees, 8 * Degrees]; // the rest pose is slightly bent
        for (var segment = 0; segment < 3; segment++)
        {
            var along = HandFrame.FingerDirection(body, left, finger, segment);
            var axis = Vector3.Normalize(Vector3.Cross(along, palm.Inward));
            var bend = segment == 0 ? 1 : Bends[finger];
            var rotation = Quaternion.CreateFromAxisAngle(axis, Curls[finger] * bend * reach[segment] - rest[segment] * MathF.Max(0, 1 - Curls[finger]));
            if (segment == 0)
            {
                var fan = (2.5f - finger) * Spread * 9 * Degrees * MathF.Max(0, 1 - Curls[finger]);
                rotation = Quaternion.CreateFromAxisAngle(palm.Inward, palm.FanSign * fan) * rotation;
            }
            body.SetLocalRotation(HumanBones.Finger(left, finger, segment), rotation);
        }
    }

    /// <summary>When curled, the thumb moves over the palm towards the root of the ring finger.</summary>
    void BendThumb(PosedBody body, bool left, HandFrame palm)
    {
        Span<float> reach = [38 * Degrees, 35 * Degrees, 60 * Degrees];
        for (var segment = 0; segment < 3; segment++)
        {
            var along = HandFrame.FingerDirection(body, left, 0, segment);
            var toward = Vector3.Normalize(palm.RingKnuckle + 0.02f * palm.Inward - body.RestPosition(HumanBones.Finger(left, 0, segment)));
            var axis = Vector3.Cross(along, toward);
            if (axis.Length() > 1e-3f)
                body.SetLocalRotation(HumanBones.Finger(left, 0, segment),
                    Quaternion.CreateFromAxisAngle(Vector3.Normalize(axis), (Curls[0] * 1.15f - 0.15f) * reach[segment]));
        }
    }

    static FingerCurls Shape(float[] curls, float spread) => new(curls, [1, 1, 1, 1, 1], spread);
}
