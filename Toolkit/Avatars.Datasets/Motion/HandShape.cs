using System.Numerics;
using Avatars.Rig;

namespace Avatars.Datasets.Motion;

/// <summary>How the fingers of a hand are held: thumb, index, middle, ring, little.</summary>
/// <param name="Curls">Five numbers: 0 straight, 1 as far into the palm as the finger goes; a little below 0 bends backward.</param>
/// <param name="Bends">Five numbers: 1 bends the two outer joints with the knuckle, 0 keeps them straight (a flat hand folded at the knuckles).</param>
/// <param name="Spread">0 fingers side by side, 1 fanned out, -1 crossing.</param>
public sealed record HandShape(float[] Curls, float[] Bends, float Spread)
{
    const float Degrees = MathF.PI / 180;

    /// <summary>Curl and spread of common hand shapes of signing, those of the American fingerspelling alphabet among them.</summary>
    static readonly (float[] Curls, float Spread)[] Known =
    [
        ([0.8f, 1, 1, 1, 1], 0), // fist
        ([0.2f, -0.05f, -0.05f, -0.05f, -0.05f], 0), // flat
        ([0.1f, 0, 0, 0, 0], 1), // five
        ([0.8f, 0, 1, 1, 1], 0), // pointing
        ([0.8f, 0, 0, 1, 1], 0.7f), // two, spread
        ([0.8f, 0, 0, 1, 1], 0), // two, together
        ([0.9f, 0, 0, 0, 1], 0.5f), // three without thumb
        ([0.9f, 1, 1, 1, 0], 0), // little finger
        ([0, 1, 1, 1, 0], 0.3f), // thumb and little finger
        ([0, 0, 1, 1, 1], 0), // L
        ([0, 1, 1, 1, 1], 0), // thumb up
        ([0.45f, 0.45f, 0.45f, 0.45f, 0.45f], 0.2f), // C
        ([0.6f, 0.62f, 0.62f, 0.62f, 0.62f], 0), // O
        ([0.6f, 0.6f, 0, 0, 0], 0.6f), // ring of thumb and index
        ([0.5f, 0.5f, 0.5f, 0.5f, 0.5f], 0.8f), // claw
        ([0.9f, 0.5f, 1, 1, 1], 0), // hooked index: X
        ([0.35f, 1, 1, 1, 1], 0), // fist, thumb beside it: A
        ([0.95f, -0.05f, -0.05f, -0.05f, -0.05f], 0), // flat, thumb across: B
        ([0.55f, 0, 0.6f, 0.6f, 0.6f], 0), // D
        ([0.95f, 0.72f, 0.72f, 0.72f, 0.72f], 0), // E
        ([0.3f, 0, 0.3f, 1, 1], 0.5f), // K, P
        ([0.3f, 0, 1, 1, 1], 0), // G, Q
        ([0.6f, 0.9f, 0.9f, 0.9f, 1], 0), // M, N, T: thumb under fingers
        ([0.8f, 0, 0.05f, 1, 1], -0.2f), // R
        ([0, 0, 0, 1, 1], 0.8f), // three with thumb
        ([0, 0, 1, 1, 0], 0.4f), // thumb, index and little finger
        ([0.8f, 0, 1, 1, 0], 0.3f), // horns
        ([0.6f, 0, 0.6f, 0, 0], 0.6f), // middle to thumb
        ([0.85f, 0.5f, 0.5f, 1, 1], 0.6f), // two, hooked
    ];

    /// <summary>Straight fingers, a little apart.</summary>
    public static HandShape Open { get; } = new([0.1f, 0, 0, 0, 0], [1, 1, 1, 1, 1], 0.4f);

    public static HandShape Relaxed(Dice dice)
    {
        var curl = dice.Between(0.05f, 0.45f);
        return new HandShape([.. Enumerable.Range(0, 5).Select(finger => curl * (finger == 0 ? 0.4f : 0.8f + 0.1f * finger) + dice.Between(-0.04f, 0.04f))], [1, 1, 1, 1, 1], dice.Between(0, 0.3f));
    }

    /// <summary>One of the known shapes, or two of them mixed, or every finger for itself.</summary>
    public static HandShape Any(Dice dice)
    {
        var (first, spread) = dice.Pick(Known);
        var curls = (float[])first.Clone();
        var (other, _) = dice.Pick(Known);
        var (roll, share) = (dice.Unit(), dice.Unit());
        for (var finger = 0; finger < 5; finger++)
        {
            if (roll < 0.2f)
                curls[finger] = dice.Between(-0.05f, 1);
            else if (roll < 0.45f)
                curls[finger] += share * (other[finger] - curls[finger]);
            curls[finger] = Math.Clamp(curls[finger] + dice.Between(-0.07f, 0.07f), -0.1f, 1);
        }
        var bend = dice.Chance(0.15f) ? 0.1f : 1;
        return new HandShape(curls, [1, bend, bend, bend, bend], Math.Clamp(spread + dice.Between(-0.1f, 0.15f), -0.2f, 1));
    }

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
            var turn = Quaternion.CreateFromAxisAngle(axis, Curls[finger] * bend * reach[segment] - rest[segment] * MathF.Max(0, 1 - Curls[finger]));
            if (segment == 0)
            {
                var fan = (2.5f - finger) * Spread * 9 * Degrees * MathF.Max(0, 1 - Curls[finger]);
                turn = Quaternion.CreateFromAxisAngle(palm.Inward, palm.FanSign * fan) * turn;
            }
            body.Turn(HumanBones.Finger(left, finger, segment), turn);
        }
    }

    /// <summary>Curling, the thumb goes over the palm towards the root of the ring finger.</summary>
    void BendThumb(PosedBody body, bool left, HandFrame palm)
    {
        Span<float> reach = [38 * Degrees, 35 * Degrees, 60 * Degrees];
        for (var segment = 0; segment < 3; segment++)
        {
            var along = HandFrame.FingerDirection(body, left, 0, segment);
            var toward = Vector3.Normalize(palm.RingKnuckle + 0.02f * palm.Inward - body.Rest(HumanBones.Finger(left, 0, segment)));
            var axis = Vector3.Cross(along, toward);
            if (axis.Length() > 1e-3f)
                body.Turn(HumanBones.Finger(left, 0, segment), Quaternion.CreateFromAxisAngle(Vector3.Normalize(axis), (Curls[0] * 1.15f - 0.15f) * reach[segment]));
        }
    }
}
