using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Datasets.Motion;

/// <summary>Random natural poses within the limits of human joints: standing, signing in front of the chest, moving about.</summary>
public static class RandomPose
{
    const float Degrees = MathF.PI / 180;
    const float PalmRoll = 15, BackRoll = -150; // of the forearm, from where a bent elbow leaves it

    /// <summary>Relaxed standing: arms down, weight on both legs; typical of source pictures.</summary>
    /// <param name="variation">Amount of variation: 0 looks straight ahead, 1 leans and looks around.</param>
    public static void Stand(PosedBody body, SeededRandom random, float variation = 0.3f)
    {
        body.Reset();
        Torso(body, random, variation);
        Legs(body, random, variation * 0.5f);
        for (var side = 0; side < 2; side++)
        {
            var hang = new Vector3(random.Between(0.1f, 0.35f), -1, random.Between(0.0f, 0.2f));
            ArmReach.Solve(body, side == 0, hang, random.Between(0.96f, 0.99f), ArmReach.ElbowBack, random.Between(-20, 20) * Degrees);
            RandomHands.FlexWrist(body, side == 0, random, 0.25f);
        }
        Hands(body, random, signing: false);
        body.StandOnGround();
    }

    /// <summary>Facing the camera, both hands open beside the chest, the right palm and the left back to the front; a good source for signing.</summary>
    public static void Present(PosedBody body)
    {
        var chest = body.RestPosition(HumanBodyBones.UpperChest);
        var unit = body.RestPosition(HumanBodyBones.Head).Y - chest.Y;
        body.Reset();
        body.Update();
        for (var side = 0; side < 2; side++)
        {
            var left = side == 0;
            var beside = 1.75f * MathF.Abs(body.RestPosition(HumanBones.Side(left, HumanBodyBones.LeftUpperArm)).X);
            ArmReach.ToPosition(body, left, new Vector3(left ? beside : -beside, chest.Y + 0.45f * unit, chest.Z + 0.3f * unit),
                new Vector3(0.2f, -1, -0.3f), (left ? BackRoll : PalmRoll) * Degrees);
            FingerCurls.Open.Apply(body, left);
        }
        body.StandOnGround();
    }

    /// <summary>Facing the viewer, hands in the signing space, each hand in some shape. Sometimes one hand rests.</summary>
    public static void Sign(PosedBody body, SeededRandom random)
    {
        body.Reset();
        Torso(body, random, 0.45f);
        Legs(body, random, 0.1f);
        var resting = random.Chance(0.3f) ? random.Below(2) : -1;
        for (var side = 0; side < 2; side++)
        {
            var left = side == 0;
            if (side == resting)
                ArmReach.Solve(body, left, new Vector3(0.2f, -1, random.Between(0.05f, 0.3f)), random.Between(0.9f, 0.98f), ArmReach.ElbowBack, 0);
            else
                ArmReach.ToPosition(body, left, SigningPosition(body, left, random), Elbow(random), random.Between(-75, 75) * Degrees);
            RandomHands.FlexWrist(body, left, random, 1);
        }
        Hands(body, random, signing: true);
        body.StandOnGround();
    }

    /// <summary>The whole body: arms anywhere they reach, legs stepping, bending, standing wide.</summary>
    public static void Move(PosedBody body, SeededRandom random)
    {
        body.Reset();
        Torso(body, random, 1);
        Legs(body, random, 1);
        for (var side = 0; side < 2; side++)
            Reach(body, side == 0, random);
        Hands(body, random, random.Chance(0.4f));
        body.StandOnGround();
    }

    /// <summary>Replaces the arms of a clip's pose by a random gesture.</summary>
    public static void Gesture(PosedBody body, SeededRandom random)
    {
        body.Update();
        for (var side = 0; side < 2; side++)
            if (random.Chance(0.6f))
                Reach(body, side == 0, random);
    }

    /// <summary>Perturbs a recorded pose: another head rotation and stance, arms moved a little.</summary>
    public static void Perturb(PosedBody body, SeededRandom random)
    {
        foreach (var bone in new[] { HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.Neck, HumanBodyBones.Head })
            Add(bone, 4);
        for (var side = 0; side < 2; side++)
            foreach (var bone in new[] { HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand })
                Add(HumanBones.Side(side == 0, bone), bone == HumanBodyBones.LeftHand ? 8 : 6);
        Legs(body, random, random.Between(0, 0.25f));

        void Add(HumanBodyBones bone, float degrees)
        {
            var any = Euler(degrees * 0.6f * random.Normal(), degrees * 0.6f * random.Normal(), degrees * 0.6f * random.Normal());
            body.SetLocalRotation(bone, any * body.Local[body.Map[bone]].Rotation);
        }
    }

    public static void Hands(PosedBody body, SeededRandom random, bool signing)
    {
        for (var side = 0; side < 2; side++)
            (signing ? RandomHands.Any(random) : RandomHands.Relaxed(random)).Apply(body, side == 0);
    }

    static void Reach(PosedBody body, bool left, SeededRandom random)
    {
        var direction = new Vector3(random.Between(-0.35f, 1), random.Between(-1, 1), random.Between(-0.25f, 1));
        if (direction.Length() < 0.3f)
            direction = new Vector3(0.3f, -1, 0.2f);
        ArmReach.Solve(body, left, direction, random.Between(0.55f, 0.99f), Elbow(random), random.Between(-60, 60) * Degrees);
        RandomHands.FlexWrist(body, left, random, 0.8f);
    }

    static Vector3 Elbow(SeededRandom random) => new(random.Between(0.3f, 1), random.Between(-1, -0.3f), random.Between(-0.7f, 0.1f));

    /// <summary>In front of trunk and face, in the body's own measure.</summary>
    static Vector3 SigningPosition(PosedBody body, bool left, SeededRandom random)
    {
        var chest = body.RestPosition(HumanBodyBones.UpperChest);
        var head = body.RestPosition(HumanBodyBones.Head);
        var shoulder = body.RestPosition(HumanBones.Side(left, HumanBodyBones.LeftUpperArm));
        var unit = head.Y - chest.Y; // from upper chest to the base of the skull, about 0.2 m
        var side = left ? 1 : -1;
        return new Vector3(
            side * random.Between(-0.35f, 2.2f) * MathF.Abs(shoulder.X) * 0.7f,
            chest.Y + random.Between(-1.4f, 1.6f) * unit,
            chest.Z + random.Between(0.8f, 2.0f) * unit);
    }

    static void Torso(PosedBody body, SeededRandom random, float amount)
    {
        var (lean, side, twist) = (random.Between(-8, 22) * amount, 10 * random.Between(-1, 1) * amount, 28 * random.Between(-1, 1) * amount);
        body.SetLocalRotation(HumanBodyBones.Hips, Euler(lean * 0.15f, 12 * random.Between(-1, 1) * amount, side * 0.2f));
        foreach (var bone in new[] { HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest })
            body.SetLocalRotation(bone, Euler(lean / 3, twist / 3, side / 3));
        var about = MathF.Sqrt(amount); // the head is livelier than the trunk
        var (nod, look, tilt) = (random.Between(-20, 23) * about, 40 * random.Between(-1, 1) * about, 12 * random.Between(-1, 1) * about);
        body.SetLocalRotation(HumanBodyBones.Neck, Euler(nod * 0.4f, look * 0.45f, tilt * 0.5f));
        body.SetLocalRotation(HumanBodyBones.Head, Euler(nod * 0.6f, look * 0.55f, tilt * 0.5f));
        body.Update();
    }

    static void Legs(PosedBody body, SeededRandom random, float amount)
    {
        for (var i = 0; i < 2; i++)
        {
            var left = i == 0;
            var side = left ? 1 : -1;
            var thigh = random.Between(-18, 42) * amount;
            var knee = MathF.Max(2, random.Between(-0.2f, 1) * 55 * amount + MathF.Max(0, thigh) * 0.6f);
            var wide = random.Between(-5, 16) * amount - 3;
            body.SetLocalRotation(HumanBones.Side(left, HumanBodyBones.LeftUpperLeg), Euler(-thigh, side * random.Between(-5, 18) * amount, side * wide));
            body.SetLocalRotation(HumanBones.Side(left, HumanBodyBones.LeftLowerLeg), Euler(knee, 0, 0));
            body.SetLocalRotation(HumanBones.Side(left, HumanBodyBones.LeftFoot),
                Euler(Math.Clamp(thigh - knee, -25, 35) + random.Between(-4, 4) * amount, 0, -side * wide));
        }
        body.Update();
    }

    /// <summary>Degrees: nodding (about X, forward positive), rotating (about Y), tilting (about Z).</summary>
    static Quaternion Euler(float nod, float turn, float tilt) =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitY, turn * Degrees) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, nod * Degrees)
            * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, tilt * Degrees);
}
