using System.Numerics;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Datasets.Tests.Motion;

[Category("Assets")]
public sealed class RandomPoseTests
{
    const float Millimetre = 1e-3f;

    static PosedBody Neutral()
    {
        var library = Libraries.Small;
        return new PosedBody(library.Rig.Fit(library.BaseMesh.Positions));
    }

    static readonly (string, Action<PosedBody, SeededRandom>)[] Kinds =
    [
        ("stand", (body, random) => RandomPose.Stand(body, random)), ("sign", RandomPose.Sign), ("move", RandomPose.Move),
            ("present", (body, _) => RandomPose.Present(body)),
    ];

    [Test]
    public void The_lowest_foot_stands_on_the_ground()
    {
        var body = Neutral();
        foreach (var (kind, pose) in Kinds)
            for (ulong i = 0; i < 50; i++)
            {
                pose(body, new SeededRandom(kind, 1, i));
                var lowest = new[] { HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot, HumanBodyBones.LeftToes,
                    HumanBodyBones.RightToes }.Min(bone => body.Position(bone).Y - body.RestPosition(bone).Y);
                Assert.That(lowest, Is.EqualTo(0).Within(Millimetre), kind);
            }
    }

    [Test]
    public void Who_stands_on_the_hands_is_not_in_the_ground()
    {
        var body = Neutral();
        body.Reset();
        body.Local[0] = body.Local[0] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitX, MathF.PI) };
        body.RestOnGround();
        Assert.That(Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i).Where(body.Map.Has).Min(bone => body.Position(bone).Y),
            Is.InRange(0, 0.08f));
    }

    [Test]
    public void Elbows_and_knees_bend_the_human_way()
    {
        var body = Neutral();
        foreach (var (kind, pose) in Kinds)
            for (ulong i = 0; i < 100; i++)
            {
                pose(body, new SeededRandom(kind, 2, i));
                for (var side = 0; side < 2; side++)
                {
                    var left = side == 0;
                    // The hinge of the elbow, carried by the upper arm, must still be the axis that the forearm bends about.
                    Assert.That(Bend(body, left, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand),
                        Is.GreaterThan(-0.02f), $"{kind} {i}: elbow");
                    var shin = body.Position(HumanBones.Side(left, HumanBodyBones.LeftFoot))
                        - body.Position(HumanBones.Side(left, HumanBodyBones.LeftLowerLeg));
                    var forward = Vector3.Transform(Vector3.UnitZ, body.Model.Rotations[body.Map[HumanBones.Side(left, HumanBodyBones.LeftUpperLeg)]]);
                    Assert.That(Vector3.Dot(Vector3.Normalize(shin), forward), Is.LessThan(0.2f), $"{kind} {i}: knee");
                }
            }
    }

    /// <summary>Sine of the bend of a joint about its rest hinge: positive bends as at rest.</summary>
    static float Bend(PosedBody body, bool left, HumanBodyBones upper, HumanBodyBones lower, HumanBodyBones end)
    {
        (upper, lower, end) = (HumanBones.Side(left, upper), HumanBones.Side(left, lower), HumanBones.Side(left, end));
        var hinge = Vector3.Normalize(Vector3.Cross(body.RestPosition(lower) - body.RestPosition(upper), body.RestPosition(end) - body.RestPosition(lower)));
        var carried = Vector3.Transform(hinge, body.Model.Rotations[body.Map[upper]]);
        var bend = Vector3.Cross(Vector3.Normalize(body.Position(lower) - body.Position(upper)), Vector3.Normalize(body.Position(end) - body.Position(lower)));
        return Vector3.Dot(bend, carried);
    }

    [Test]
    public void Signing_hands_are_in_front_of_the_body_at_different_positions()
    {
        var body = Neutral();
        List<Vector3> positions = [];
        for (ulong i = 0; i < 200; i++)
        {
            RandomPose.Sign(body, new SeededRandom("sign", 3, i));
            positions.Add(body.Position(HumanBodyBones.RightHand) - body.Position(HumanBodyBones.Chest));
        }
        Assert.That(positions.Average(position => position.Z), Is.GreaterThan(0.15f), "metres before the chest");
        Assert.That(positions.Max(position => position.Y) - positions.Min(position => position.Y), Is.GreaterThan(0.5f));
    }

    [Test]
    public void A_fist_brings_the_fingertips_to_the_palm_and_a_flat_hand_away_from_it()
    {
        var body = Neutral();
        foreach (var left in new[] { true, false })
        {
            float TipToWrist(float curl)
            {
                body.Reset();
                new FingerCurls([curl, curl, curl, curl, curl], [1, 1, 1, 1, 1], 0).Apply(body, left);
                body.Update();
                var tip = body.Skeleton.IndexOf($"mixamorig:{(left ? "Left" : "Right")}HandMiddle4");
                return Vector3.Distance(body.Model.Positions[tip], body.Position(HumanBones.Side(left, HumanBodyBones.LeftHand)));
            }
            var flat = TipToWrist(0);
            Assert.That(flat, Is.InRange(0.15f, 0.22f), "metres, a hand's length");
            Assert.That(TipToWrist(1), Is.LessThan(0.6f * flat));
            Assert.That(TipToWrist(0.5f), Is.InRange(TipToWrist(1), flat));
        }
    }

    /// <summary>Index to little finger of the American manual alphabet: 0 straight, 1 in the palm, 0.5 in between.</summary>
    [TestCase("A, S, T", 1, 1, 1, 1), TestCase("B", 0, 0, 0, 0), TestCase("C, O, E", 0.5f, 0.5f, 0.5f, 0.5f), TestCase("D", 0, 0.5f, 0.5f, 0.5f),
        TestCase("F", 0.5f, 0, 0, 0)]
    [TestCase("G, L, Q, Z", 0, 1, 1, 1), TestCase("H, R, U, V", 0, 0, 1, 1), TestCase("I, J, Y", 1, 1, 1, 0), TestCase("K, P", 0, 0.3f, 1, 1),
        TestCase("M, N", 0.9f, 0.9f, 0.9f, 1), TestCase("W", 0, 0, 0, 1), TestCase("X", 0.5f, 1, 1, 1)]
    public void Made_up_hands_cover_the_alphabet(string letters, float index, float middle, float ring, float little)
    {
        float[] wanted = [index, middle, ring, little];
        var near = Enumerable.Range(0, 4000).Select(i => RandomHands.Any(new SeededRandom("hands", 4, (ulong)i)))
            .Count(shape => shape.Curls.Skip(1).Zip(wanted).All(both => MathF.Abs(both.First - both.Second) < 0.17f));
        Assert.That(near, Is.GreaterThan(40), $"{letters}: of 4000 hands");
    }

    [Test]
    public void Made_up_hands_are_never_twice_the_same_and_never_bend_too_far()
    {
        var shapes = Enumerable.Range(0, 2000).Select(i => RandomHands.Any(new SeededRandom("hands", 5, (ulong)i))).ToArray();
        Assert.That(shapes.Select(shape => string.Join(' ', shape.Curls)).Distinct().Count(), Is.EqualTo(2000));
        Assert.That(shapes.SelectMany(shape => shape.Curls), Is.All.InRange(-0.1f, 1));
    }

    [Test]
    public void Hands_are_mirror_images()
    {
        var body = Neutral();
        foreach (var left in new[] { true, false })
            new FingerCurls([0.3f, 0.1f, 0.6f, 0.9f, 0.2f], [1, 1, 1, 1, 1], 0.8f).Apply(body, left);
        body.Update();
        foreach (var finger in new[] { "Thumb", "Index", "Middle", "Ring", "Pinky" })
        {
            Vector3 Tip(string side) => body.Model.Positions[body.Skeleton.IndexOf($"mixamorig:{side}Hand{finger}4")];
            Assert.That(Vector3.Distance(Tip("Left") * new Vector3(-1, 1, 1), Tip("Right")), Is.LessThan(2 * Millimetre), finger);
        }
    }

    [Test]
    public void Spreading_moves_the_outer_fingers_apart()
    {
        var body = Neutral();
        float Width(float spread)
        {
            body.Reset();
            new FingerCurls([0, 0, 0, 0, 0], [1, 1, 1, 1, 1], spread).Apply(body, true);
            body.Update();
            return Vector3.Distance(body.Model.Positions[body.Skeleton.IndexOf("mixamorig:LeftHandIndex4")],
                body.Model.Positions[body.Skeleton.IndexOf("mixamorig:LeftHandPinky4")]);
        }
        Assert.That(Width(1), Is.GreaterThan(Width(0) + 0.02f));
    }
}
