using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Signing.Synthesis;

namespace Avatars.Tests.Signing;

/// <summary>What a sign's notation makes the hands do, measured on the joints of the film.</summary>
public sealed class SignMovementTests
{
    const float FrameSeconds = 0.04f;

    static readonly SignerRig Rig = new(StandardHumanoid.Map);
    static readonly SigningOptions Still = new() { Idle = false, RestSeconds = 0.2f };

    /// <summary>The only sign of a G-SiGML manual part.</summary>
    internal static Sign Sign(string manual, string attributes = "", string nonManual = "") => SigmlFile.Parse(
        $"<sigml><hamgestural_sign gloss='x'><sign_nonmanual>{nonManual}</sign_nonmanual>"
        + $"<sign_manual {attributes}>{manual}</sign_manual></hamgestural_sign></sigml>",
        "x").Signs[0];

    internal static (AnimationClip Clip, float Posture, float End) Compose(Sign sign)
    {
        Assert.That(sign.Diagnostics, Is.Empty, string.Join(' ', sign.Diagnostics));
        var signed = new Signer().Compose("x", [new NotatedSign(sign, "x", "")], Still);
        var approach = new SignPlanner(Rig).Plan(sign).Approach;
        return (signed.Clip, signed.Signs[0].Start + approach, signed.Signs[0].End);
    }

    /// <summary>Wrist, finger direction and palm normal of a hand in the film.</summary>
    internal static (Vector3 Wrist, Vector3 Fingers, Vector3 Palm) Hand(AnimationClip clip, float time, bool left)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        clip.Sample(time, local);
        var model = new ModelPose(clip.Skeleton);
        model.Run(local);
        var map = StandardHumanoid.Map;
        Vector3 At(HumanBodyBones bone) => model.Positions[map[HumanBones.Side(left, bone)]];
        var wrist = At(HumanBodyBones.LeftHand);
        var fingers = Vector3.Normalize(At(HumanBodyBones.LeftMiddleProximal) - wrist);
        var across = At(HumanBodyBones.LeftIndexProximal) - At(HumanBodyBones.LeftLittleProximal);
        var palm = Vector3.Normalize(left ? Vector3.Cross(fingers, across) : Vector3.Cross(across, fingers));
        return (wrist, fingers, palm);
    }

    static float Degrees(Vector3 a, Vector3 b) => MathF.Acos(Math.Clamp(Vector3.Dot(Vector3.Normalize(a), Vector3.Normalize(b)), -1, 1)) * 180 / MathF.PI;

    // Fingers up: palm u is toward the signer, d away, l and r as seen by the signer. Fingers out: as in the room. Fingers left: l toward the signer.
    [TestCase("u", "d", 0, 1, 0, 0, 0, 1), TestCase("u", "u", 0, 1, 0, 0, 0, -1), TestCase("u", "l", 0, 1, 0, 1, 0, 0)]
    [TestCase("o", "d", 0, 0, 1, 0, -1, 0), TestCase("o", "l", 0, 0, 1, 1, 0, 0), TestCase("l", "l", 1, 0, 0, 0, 0, -1), TestCase("l", "d", 1, 0, 0, 0, -1, 0)]
    public void Fingers_and_palm_point_as_written(string fingers, string palm, float fx, float fy, float fz, float px, float py, float pz)
    {
        var (clip, posture, _) = Compose(Sign($"<handconfig handshape='flat' extfidir='{fingers}' palmor='{palm}'/><location_bodyarm location='chest'/>"));
        var hand = Hand(clip, posture, left: false);
        Assert.That(Degrees(hand.Fingers, new(fx, fy, fz)), Is.LessThan(1));
        Assert.That(Degrees(hand.Palm, new(px, py, pz)), Is.LessThan(1));
    }

    [TestCase("directedmotion direction='u'", 0.28f), TestCase("directedmotion direction='u' fast='true'", 0.16f)]
    [TestCase("directedmotion direction='u' slow='true'", 0.60f), TestCase("directedmotion direction='u' curve='o'", 0.32f)]
    [TestCase("directedmotion direction='u' zigzag_style='wavy'", 0.96f), TestCase("circularmotion axis='o' size='small'", 0.52f)]
    [TestCase("circularmotion axis='o'", 0.56f), TestCase("wristmotion motion='nodding'", 0.64f), TestCase("wristmotion motion='twisting'", 0.76f)]
    [TestCase("wristmotion motion='stircw'", 0.44f), TestCase("fingerplay", 0.56f)]
    public void Motions_take_their_time(string motion, float seconds)
    {
        var (_, posture, end) = Compose(Sign("<handconfig handshape='flat' extfidir='u' palmor='d'/>"
            + $"<location_bodyarm location='chest' contact='close'/><{motion}/>"));
        Assert.That(end - posture, Is.EqualTo(seconds).Within(FrameSeconds));
    }

    [TestCase("fromstart", 0.28f * 2 + 0.16f), TestCase("fromstart_several", 0.28f * 3 + 0.16f * 2), TestCase("continue", 0.28f * 2), TestCase("reverse",
        0.56f)]
    public void Repetitions_take_their_time(string repetition, float seconds)
    {
        var (_, posture, end) = Compose(Sign("<handconfig handshape='flat' extfidir='u' palmor='d'/><location_bodyarm location='chest' contact='close'/>"
            + $"<rpt_motion repetition='{repetition}'><directedmotion direction='u' size='small'/></rpt_motion>"));
        Assert.That(end - posture, Is.EqualTo(seconds).Within(FrameSeconds));
    }

    [TestCase("small", 0.18f), TestCase("", 0.46f)]
    public void A_straight_motion_is_as_long_as_its_size_says(string size, float shoulderWidths)
    {
        var (clip, posture, end) = Compose(Sign("<handconfig handshape='flat' extfidir='u' palmor='d'/><location_bodyarm location='stomach' side='right_at' "
            + $"contact='close'/><directedmotion direction='u'{(size.Length > 0 ? $" size='{size}'" : "")}/>"));
        var way = Hand(clip, end, false).Wrist - Hand(clip, posture, false).Wrist;
        Assert.That(way.Y / Rig.Width, Is.EqualTo(shoulderWidths).Within(0.02f));
        Assert.That(MathF.Abs(way.X) + MathF.Abs(way.Z), Is.LessThan(0.02f * Rig.Width));
    }

    [Test]
    public void A_circle_returns_and_is_as_wide_as_its_radius()
    {
        var (clip, posture, end) = Compose(Sign("<handconfig handshape='flat' extfidir='u' palmor='d'/><location_bodyarm location='chest' side='right_at'"
            + " contact="
            + "'close'/><circularmotion axis='o'/>"));
        var points = Enumerable.Range(0, 60).Select(i => Hand(clip, posture + (end - posture) * i / 59, false).Wrist).ToArray();
        Assert.That(Vector3.Distance(points[0], points[^1]), Is.LessThan(0.02f));
        Assert.That((points.Max(point => point.X) - points.Min(point => point.X)) / Rig.Width, Is.EqualTo(0.48f).Within(0.04f));
        Assert.That((points.Max(point => point.Y) - points.Min(point => point.Y)) / Rig.Width, Is.EqualTo(0.48f).Within(0.04f));
        // Clockwise for the signer: from the midline's side (+X) down first.
        Assert.That(points[10].Y, Is.GreaterThan(points[0].Y), "right-handed about the outward axis");
    }

    [Test]
    public void Mirrored_hands_are_mirror_images_at_every_moment()
    {
        var (clip, _, end) = Compose(Sign("<handconfig handshape='finger2' extfidir='ul' palmor='dl'/><location_bodyarm location='shoulders' side='right_at'/>"
            + "<directedmotion direction='dr' curve='o'/><wristmotion motion='twisting'/>", "both_hands='true' lr_symm='true'"));
        for (var t = 0f; t < end; t += 0.05f)
        {
            var (right, left) = (Hand(clip, t, false), Hand(clip, t, true));
            Assert.That(Vector3.Distance(right.Wrist * new Vector3(-1, 1, 1), left.Wrist), Is.LessThan(2e-3f), $"at {t} s");
            Assert.That(Degrees(right.Fingers * new Vector3(-1, 1, 1), left.Fingers), Is.LessThan(0.5f), $"at {t} s");
        }
    }

    [Test]
    public void Parallel_hands_point_and_move_the_same_way()
    {
        var (clip, posture, end) = Compose(Sign("<handconfig handshape='flat' extfidir='o' palmor='d'/><location_bodyarm location='chest' contact='close'/>"
            + "<directedmotion direction='l' size='small'/>", "both_hands='true'"));
        var (right, left) = (Hand(clip, posture, false), Hand(clip, posture, true));
        Assert.That(Degrees(right.Fingers, left.Fingers), Is.LessThan(1));
        Assert.That(left.Wrist.X, Is.GreaterThan(0.05f).And.EqualTo(-right.Wrist.X).Within(0.01f));
        Assert.That(Hand(clip, end, true).Wrist.X - left.Wrist.X, Is.EqualTo(0.18f * Rig.Width).Within(0.01f));
    }

    [TestCase("chin"), TestCase("forehead"), TestCase("nose"), TestCase("lips")]
    public void A_touch_brings_the_fingertip_to_the_place(string place)
    {
        var (clip, posture, _) = Compose(Sign("<handconfig handshape='finger2' extfidir='ul' palmor='l'/>"
            + $"<location_bodyarm location='{place}' contact='touch'/>"));
        var tip = Tip(clip, posture + 0.05f, left: false, finger: 1);
        var wanted = Rig.Places.Of(new SignPlace { Name = place, Contact = "touch" }, false, false, false).Point;
        Assert.That(Vector3.Distance(tip, wanted), Is.LessThan(0.015f));
    }

    [Test]
    public void Hands_of_a_constellation_touch_at_the_named_parts()
    {
        var (clip, posture, _) = Compose(Sign("<handconfig handshape='finger2' extfidir='l' palmor='l'/><handconstellation contact='touch'>"
            + "<location_hand location='tip' digits='2'/><location_hand location='tip' digits='2'/><location_bodyarm location='chest' contact='close'/>"
            + "</handconstellation>", "both_hands='true' lr_symm='true'"));
        Assert.That(Vector3.Distance(Tip(clip, posture + 0.1f, false, 1), Tip(clip, posture + 0.1f, true, 1)), Is.LessThan(0.02f));
    }

    static Vector3 Tip(AnimationClip clip, float time, bool left, int finger)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        clip.Sample(time, local);
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(clip.Skeleton, local, model);
        var layout = Avatars.PoseMaps.KeypointLayout.MediaPipeHolistic75;
        var found = new Vector3[layout.Count];
        new Avatars.PoseMaps.RigKeypoints(StandardHumanoid.Map, layout).Locate(model, found);
        return found[33 + (left ? 0 : 21) + 4 * (finger + 1)];
    }

    [Test]
    public void Hands_stay_outside_of_head_and_trunk_on_their_way()
    {
        // From behind the right side of the chest to the left shoulder: the straight way leads through the body.
        var items = new SigningItem[]
        {
            new NotatedSign(Sign("<handconfig handshape='flat' extfidir='ul' palmor='l'/><location_bodyarm location='stomach' side='right_beside'"
                + " contact='close'/>"), "a", ""),
            new NotatedSign(Sign("<handconfig handshape='flat' extfidir='ul' palmor='l'/><location_bodyarm location='shoulders' side='left_at'"
                + " contact='touch'/>"), "b", ""),
            new NotatedSign(Sign("<handconfig handshape='flat' extfidir='u' palmor='l'/><location_bodyarm location='ear' contact='touch'/>"), "c", ""),
            new NotatedSign(Sign("<handconfig handshape='flat' extfidir='ul' palmor='l'/><location_bodyarm location='ear' side='left_at' contact='close'/>"),
                "d", ""),
        };
        var clip = new Signer().Compose("x", items, Still).Clip;
        for (var t = 0f; t < clip.Length; t += 0.02f)
        {
            var (wrist, fingers, _) = Hand(clip, t, false);
            var palm = wrist + fingers * (0.4f * Rig.RightHand.Length);
            Assert.That(Vector3.Distance(palm, Rig.Places.Outside(palm, -0.03f)), Is.LessThan(0.005f), $"at {t} s");
        }
    }

    [Test]
    public void Joins_have_no_jumps()
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#HELLO #JAZZ", []);
        var clip = new Signer().Compose("x", items, Still with { FrameRate = 100 }).Clip;
        var before = Hand(clip, 0, false).Wrist;
        for (var t = 0.01f; t < clip.Length; t += 0.01f)
        {
            var now = Hand(clip, t, false).Wrist;
            Assert.That(Vector3.Distance(before, now) / 0.01f, Is.LessThan(4f), $"metres a second at {t} s");
            before = now;
        }
    }

    [Test]
    public void The_same_items_give_the_same_clip_and_another_seed_only_moves_the_body()
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#OK", []);
        AnimationClip Of(ulong seed) => new Signer().Compose("x", items, new SigningOptions { Seed = seed }).Clip;
        var (a, b, c) = (Of(1), Of(1), Of(2));
        var (p, q, r) = (new JointTransform[a.Skeleton.Count], new JointTransform[a.Skeleton.Count], new JointTransform[a.Skeleton.Count]);
        a.Sample(1, p);
        b.Sample(1, q);
        c.Sample(1, r);
        Assert.That(p, Is.EqualTo(q));
        Assert.That(p, Is.Not.EqualTo(r));
        var hand = StandardHumanoid.Map[HumanBodyBones.RightHand];
        Assert.That(p[hand], Is.EqualTo(r[hand]), "the hands are the same");
    }

    [Test]
    public void A_left_handed_signer_is_the_mirror_image()
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#L", []);
        var (right, left) = (new Signer().Compose("x", items, Still).Clip, new Signer().Compose("x", items, Still with { LeftHanded = true }).Clip);
        var (a, b) = (Hand(right, 0.8f, false), Hand(left, 0.8f, true));
        Assert.That(Vector3.Distance(a.Wrist * new Vector3(-1, 1, 1), b.Wrist), Is.LessThan(1e-4f));
    }

    [Test]
    public void Brows_and_mouth_are_full_when_the_posture_is_reached()
    {
        var sign = Sign("<handconfig handshape='flat' extfidir='u' palmor='d'/><location_bodyarm location='chest'/>", "",
            "<facialexpr_tier><eye_brows movement='RB'/></facialexpr_tier><mouthing_tier><mouth_picture picture='mama'/></mouthing_tier>");
        var (clip, posture, end) = Compose(sign);
        var pose = clip.MakePose();
        clip.Sample(posture, pose);
        Assert.That(pose.Weights[pose.IndexOf("eyebrows-left-up")], Is.EqualTo(1).Within(0.1f));
        Assert.That(pose.Weights[pose.IndexOf("mouth-compression")], Is.EqualTo(0.7f).Within(0.15f), "m");
        clip.Sample(posture + 0.16f, pose);
        Assert.That(pose.Weights[pose.IndexOf("mouth-open")], Is.EqualTo(0.5f).Within(0.15f), "a");
        Assert.That(end - posture, Is.GreaterThanOrEqualTo(4 * 0.16f - FrameSeconds), "the sign lasts until the mouth is done");
    }
}
