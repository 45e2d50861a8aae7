using System.Numerics;
using Avatars.Rig;

namespace Avatars.Datasets.Motion;

/// <summary>The fingers of a hand as somebody signing held them: fifteen turns, which mix with those of other hands.</summary>
public sealed class SpelledHand
{
    const int Bones = HumanBones.FingersPerHand * HumanBones.BonesPerFinger;
    const float Degrees = MathF.PI / 180;

    readonly Quaternion[] _turns; // of the right hand's finger bones on their parents

    SpelledHand(Quaternion[] turns) => _turns = turns;

    /// <param name="map">Of a skeleton whose joints have no rotation at rest.</param>
    /// <param name="local">One placement per joint.</param>
    public static SpelledHand Of(HumanoidMap map, ReadOnlySpan<JointTransform> local, bool left)
    {
        var turns = new Quaternion[Bones];
        for (var i = 0; i < Bones; i++)
        {
            var joint = map[Bone(left, i)];
            var turn = joint < 0 ? Quaternion.Identity : local[joint].Rotation;
            turns[i] = left ? Turns.Mirror(turn) : turn;
        }
        return new SpelledHand(turns);
    }

    /// <summary>A hand on the way to another.</summary>
    /// <param name="share">0 is this hand, 1 the other.</param>
    public SpelledHand Toward(SpelledHand other, float share) =>
        new([.. _turns.Zip(other._turns, (from, to) => Quaternion.Slerp(from, to, share))]);

    /// <summary>The same shape by another hand: every joint a little off.</summary>
    /// <param name="degrees">Deviation of a joint's turn.</param>
    public SpelledHand Varied(Dice dice, float degrees) =>
        new([.. _turns.Select(turn => Quaternion.Normalize(Quaternion.CreateFromAxisAngle(Axis(turn, dice), degrees * Degrees * dice.Bell()) * turn))]);

    public void Apply(PosedBody body, bool left)
    {
        for (var i = 0; i < Bones; i++)
            body.Turn(Bone(left, i), left ? Turns.Mirror(_turns[i]) : _turns[i]);
    }

    /// <summary>A bent joint varies in its bend, a straight one about any axis.</summary>
    static Vector3 Axis(Quaternion turn, Dice dice)
    {
        var any = new Vector3(dice.Bell(), dice.Bell(), dice.Bell()) * 0.1f;
        var axis = new Vector3(turn.X, turn.Y, turn.Z) + any + new Vector3(1e-4f);
        return Vector3.Normalize(axis);
    }

    static HumanBodyBones Bone(bool left, int i) => HumanBones.Finger(left, i / HumanBones.BonesPerFinger, i % HumanBones.BonesPerFinger);
}
