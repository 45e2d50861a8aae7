using System.Numerics;
using Avatars.Rig;

namespace Avatars.Datasets.Motion;

/// <summary>Makes up natural poses within the limits of human joints: standing, signing in front of the chest, moving about.</summary>
public static class ImprovisedPose
{
    const float Degrees = MathF.PI / 180;
    const float PalmRoll = 15, BackRoll = -150; // of the forearm, from where a bent elbow leaves it

    /// <summary>At ease: arms hang, weight on both legs. What a source picture mostly shows.</summary>
    /// <param name="liveliness">0 looks straight ahead, 1 leans and looks about.</param>
    public static void Stand(PosedBody body, Dice dice, float liveliness = 0.3f)
    {
        body.Reset();
        Torso(body, dice, liveliness);
        Legs(body, dice, liveliness * 0.5f);
        for (var side = 0; side < 2; side++)
        {
            var hang = new Vector3(dice.Between(0.1f, 0.35f), -1, dice.Between(0.0f, 0.2f));
            ArmReach.Solve(body, side == 0, hang, dice.Between(0.96f, 0.99f), ArmReach.ElbowBack, dice.Between(-20, 20) * Degrees);
            ArmReach.FlexWrist(body, side == 0, dice, 0.25f);
        }
        Hands(body, dice, signing: false);
        body.StandOnGround();
    }

    /// <summary>Facing the viewer, both hands open beside the chest, the right palm and the left back to the front: what a picture to sign from should show.</summary>
    public static void Present(PosedBody body)
    {
        var chest = body.Rest(HumanBodyBones.UpperChest);
        var unit = body.Rest(HumanBodyBones.Head).Y - chest.Y;
        body.Reset();
        body.Update();
        for (var side = 0; side < 2; side++)
        {
            var left = side == 0;
            var beside = 1.75f * MathF.Abs(body.Rest(HumanBones.Side(left, HumanBodyBones.LeftUpperArm)).X);
            ArmReach.ToPlace(body, left, new Vector3(left ? beside : -beside, chest.Y + 0.45f * unit, chest.Z + 0.3f * unit), new Vector3(0.2f, -1, -0.3f), (left ? BackRoll : PalmRoll) * Degrees);
            HandShape.Open.Apply(body, left);
        }
        body.StandOnGround();
    }

    /// <summary>Facing the viewer, hands in the signing space, each hand in some shape. Sometimes one hand rests.</summary>
    public static void Sign(PosedBody body, Dice dice)
    {
        body.Reset();
        Torso(body, dice, 0.45f);
        Legs(body, dice, 0.1f);
        var resting = dice.Chance(0.3f) ? dice.Below(2) : -1;
        for (var side = 0; side < 2; side++)
        {
            var left = side == 0;
            if (side == resting)
                ArmReach.Solve(body, left, new Vector3(0.2f, -1, dice.Between(0.05f, 0.3f)), dice.Between(0.9f, 0.98f), ArmReach.ElbowBack, 0);
            else
                ArmReach.ToPlace(body, left, SigningPlace(body, left, dice), Elbow(dice), dice.Between(-75, 75) * Degrees);
            ArmReach.FlexWrist(body, left, dice, 1);
        }
        Hands(body, dice, signing: true);
        body.StandOnGround();
    }

    /// <summary>The whole body: arms anywhere they reach, legs stepping, bending, standing wide.</summary>
    public static void Move(PosedBody body, Dice dice)
    {
        body.Reset();
        Torso(body, dice, 1);
        Legs(body, dice, 1);
        for (var side = 0; side < 2; side++)
            Reach(body, side == 0, dice);
        Hands(body, dice, dice.Chance(0.4f));
        body.StandOnGround();
    }

    /// <summary>Gives the arms of a pose made elsewhere (a clip) another gesture.</summary>
    public static void Gesture(PosedBody body, Dice dice)
    {
        body.Update();
        for (var side = 0; side < 2; side++)
            if (dice.Chance(0.6f))
                Reach(body, side == 0, dice);
    }

    /// <summary>Gives a recorded pose another head and stance, and moves the arms a little.</summary>
    public static void Liven(PosedBody body, Dice dice)
    {
        foreach (var bone in new[] { HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.Neck, HumanBodyBones.Head })
            Add(bone, 4);
        for (var side = 0; side < 2; side++)
            foreach (var bone in new[] { HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand })
                Add(HumanBones.Side(side == 0, bone), bone == HumanBodyBones.LeftHand ? 8 : 6);
        Legs(body, dice, dice.Between(0, 0.25f));

        void Add(HumanBodyBones bone, float degrees)
        {
            var any = Euler(degrees * 0.6f * dice.Bell(), degrees * 0.6f * dice.Bell(), degrees * 0.6f * dice.Bell());
            body.Turn(bone, any * body.Local[body.Map[bone]].Rotation);
        }
    }

    public static void Hands(PosedBody body, Dice dice, bool signing)
    {
        for (var side = 0; side < 2; side++)
            (signing ? HandShape.Any(dice) : HandShape.Relaxed(dice)).Apply(body, side == 0);
    }

    static void Reach(PosedBody body, bool left, Dice dice)
    {
        var direction = new Vector3(dice.Between(-0.35f, 1), dice.Between(-1, 1), dice.Between(-0.25f, 1));
        if (direction.Length() < 0.3f)
            direction = new Vector3(0.3f, -1, 0.2f);
        ArmReach.Solve(body, left, direction, dice.Between(0.55f, 0.99f), Elbow(dice), dice.Between(-60, 60) * Degrees);
        ArmReach.FlexWrist(body, left, dice, 0.8f);
    }

    static Vector3 Elbow(Dice dice) => new(dice.Between(0.3f, 1), dice.Between(-1, -0.3f), dice.Between(-0.7f, 0.1f));

    /// <summary>In front of trunk and face, in the body's own measure.</summary>
    static Vector3 SigningPlace(PosedBody body, bool left, Dice dice)
    {
        var chest = body.Rest(HumanBodyBones.UpperChest);
        var head = body.Rest(HumanBodyBones.Head);
        var shoulder = body.Rest(HumanBones.Side(left, HumanBodyBones.LeftUpperArm));
        var unit = head.Y - chest.Y; // from upper chest to the base of the skull, about 0.2 m
        var side = left ? 1 : -1;
        return new Vector3(
            side * dice.Between(-0.35f, 2.2f) * MathF.Abs(shoulder.X) * 0.7f,
            chest.Y + dice.Between(-1.4f, 1.6f) * unit,
            chest.Z + dice.Between(0.8f, 2.0f) * unit);
    }

    static void Torso(PosedBody body, Dice dice, float amount)
    {
        var (lean, side, twist) = (dice.Between(-8, 22) * amount, 10 * dice.Between(-1, 1) * amount, 28 * dice.Between(-1, 1) * amount);
        body.Turn(HumanBodyBones.Hips, Euler(lean * 0.15f, 12 * dice.Between(-1, 1) * amount, side * 0.2f));
        foreach (var bone in new[] { HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest })
            body.Turn(bone, Euler(lean / 3, twist / 3, side / 3));
        var about = MathF.Sqrt(amount); // the head is livelier than the trunk
        var (nod, look, tilt) = (dice.Between(-20, 23) * about, 40 * dice.Between(-1, 1) * about, 12 * dice.Between(-1, 1) * about);
        body.Turn(HumanBodyBones.Neck, Euler(nod * 0.4f, look * 0.45f, tilt * 0.5f));
        body.Turn(HumanBodyBones.Head, Euler(nod * 0.6f, look * 0.55f, tilt * 0.5f));
        body.Update();
    }

    static void Legs(PosedBody body, Dice dice, float amount)
    {
        for (var i = 0; i < 2; i++)
        {
            var left = i == 0;
            var side = left ? 1 : -1;
            var thigh = dice.Between(-18, 42) * amount;
            var knee = MathF.Max(2, dice.Between(-0.2f, 1) * 55 * amount + MathF.Max(0, thigh) * 0.6f);
            var wide = dice.Between(-5, 16) * amount - 3;
            body.Turn(HumanBones.Side(left, HumanBodyBones.LeftUpperLeg), Euler(-thigh, side * dice.Between(-5, 18) * amount, side * wide));
            body.Turn(HumanBones.Side(left, HumanBodyBones.LeftLowerLeg), Euler(knee, 0, 0));
            body.Turn(HumanBones.Side(left, HumanBodyBones.LeftFoot), Euler(Math.Clamp(thigh - knee, -25, 35) + dice.Between(-4, 4) * amount, 0, -side * wide));
        }
        body.Update();
    }

    /// <summary>Degrees: nodding (about X, forward positive), turning (about Y), tilting (about Z).</summary>
    static Quaternion Euler(float nod, float turn, float tilt) =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitY, turn * Degrees) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, nod * Degrees) * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, tilt * Degrees);
}
