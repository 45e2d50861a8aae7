using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Signing.Synthesis;

namespace Avatars.Tests.Signing;

/// <summary>Hands that meet, and fingers at the body, measured on the joints of the film.</summary>
public sealed class HandCollisionTests
{
    const float Metres = 0.004f; // that skin gives
    static readonly SignerRig Rig = new(StandardHumanoid.Map);

    [TestCase("both_hands='true' lr_symm='true'", "<handconfig handshape='flat' extfidir='o' palmor='l'/><handconstellation contact='touch'/>")]
    [TestCase("both_hands='true' lr_symm='true'", "<handconfig handshape='fist' extfidir='o' palmor='d'/><directedmotion direction='l' size='big'/>")]
    [TestCase("both_hands='true' lr_symm='true'", "<handconfig handshape='finger2' extfidir='ul' palmor='d'/><directedmotion direction='l'/>")]
    [TestCase("both_hands='true'", "<split_handconfig><handconfig handshape='finger2' extfidir='d' palmor='l'/><handconfig handshape='flat' extfidir='o' "
        + "palmor='u'/></split_handconfig><handconstellation contact='touch'><location_hand location='tip' digits='2'/><location_hand location='palm'/>"
        + "</handconstellation>")]
    [TestCase("both_hands='true'", "<split_handconfig><handconfig handshape='fist' extfidir='o' palmor='l'/><handconfig handshape='fist' extfidir='o' "
        + "palmor='r'/></split_handconfig><handconstellation contact='touch'/>")]
    public void Hands_touch_without_sinking_in(string attributes, string manual)
    {
        var (clip, _, end) = SignMovementTests.Compose(SignMovementTests.Sign(manual, attributes));
        var (deepest, nearest) = (float.MinValue, float.MaxValue);
        for (var time = 0f; time < end; time += 0.04f)
        {
            var depth = HandCollision.Depth(Joints(clip, time, left: false), Joints(clip, time, left: true), Vector3.Zero, Rig.RightHand.Length);
            (deepest, nearest) = (MathF.Max(deepest, depth), MathF.Min(nearest, -depth));
        }
        TestContext.Out.WriteLine($"deepest {1000 * deepest:0.0} mm");
        Assert.That(deepest, Is.LessThan(Metres));
        Assert.That(deepest, Is.GreaterThan(-0.02f), "they meet");
    }

    [TestCase("extfidir='il' palmor='d'", "chest"), TestCase("extfidir='i' palmor='d'", "stomach"), TestCase("extfidir='il' palmor='d'", "chin")]
    public void Fingertips_stay_outside_of_the_body(string hand, string place)
    {
        var (clip, _, end) = SignMovementTests.Compose(SignMovementTests.Sign($"<handconfig handshape='flat' {hand}/><location_bodyarm location='{place}' "
            + "contact='touch'/>"));
        var deepest = 0f;
        for (var time = 0f; time < end; time += 0.04f)
            foreach (var joint in Joints(clip, time, left: false))
                deepest = MathF.Max(deepest, Vector3.Distance(joint, Rig.Places.Outside(joint, 0)));
        TestContext.Out.WriteLine($"deepest {1000 * deepest:0.0} mm");
        Assert.That(deepest, Is.LessThan(0.022f), "a palm may press in by 20 mm, where cloth and flesh give");
    }

    static Vector3[] Joints(AnimationClip clip, float time, bool left)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        clip.Sample(time, local);
        var model = new ModelPose(clip.Skeleton);
        model.Run(local);
        var map = StandardHumanoid.Map;
        var wrist = map[HumanBones.Side(left, HumanBodyBones.LeftHand)];
        var turn = model.Rotations[wrist] * Quaternion.Conjugate(Rig.Rest.Rotations[wrist]);
        var shape = Rig.Hand(left).Of(map, local);
        return [model.Positions[wrist], .. shape.Joints.Select(joint => model.Positions[wrist] + Rig.Arm(left).FromHand(joint, turn))];
    }
}
