using Avatars.Body;
using Avatars.Rig;
using Avatars.Tests.Body;

namespace Avatars.Tests.Rig;

public sealed class FacialExpressionTests
{
    /// <summary>ARFaceAnchor.BlendShapeLocation, Apple's documentation.</summary>
    static readonly string[] Arkit =
    [
        "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff", "cheekSquintLeft", "cheekSquintRight",
        "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight", "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight",
        "eyeLookUpLeft", "eyeLookUpRight", "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight",
        "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel", "mouthLeft", "mouthLowerDownLeft",
        "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower",
        "mouthShrugUpper", "mouthSmileLeft", "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
        "noseSneerLeft", "noseSneerRight", "tongueOut",
    ];

    /// <summary>VRM 1.0's specification, expressions.</summary>
    static readonly string[] Vrm =
    [
        "happy", "angry", "sad", "relaxed", "surprised", "aa", "ih", "ou", "ee", "oh", "blink", "blinkLeft", "blinkRight", "lookUp", "lookDown", "lookLeft",
        "lookRight", "neutral",
    ];

    [Test]
    public void The_names_are_those_of_ARKit_and_VRM()
    {
        Assert.That(FacialExpressions.Arkit, Is.EquivalentTo(Arkit));
        Assert.That(FacialExpressions.VrmPresets, Is.EquivalentTo(Vrm));
    }

    [Test]
    public void Every_target_of_a_name_is_a_blend_shape_of_the_body()
    {
        foreach (var name in Arkit.Concat(Vrm))
            foreach (var target in FacialExpressions.Find(name)!.Targets)
                Assert.That(HumanBody.Model.IndexOfExpression(target.Name), Is.Not.Negative, $"{name}: {target.Name}");
    }

    [TestCase("eyeBlink_L", "eyeBlinkLeft"), TestCase("EyeBlinkRight", "eyeBlinkRight"), TestCase("face.mouthSmile_R", "mouthSmileRight"),
     TestCase("mouth_L", "mouthLeft"), TestCase("Joy", "happy"), TestCase("Blink_R", "blinkRight"), TestCase("A", "aa"), TestCase("look_up", "lookUp"),
     TestCase("smile", null), TestCase("", null)]
    public void A_name_is_found_in_any_spelling(string spelling, string? name) => Assert.That(FacialExpressions.Find(spelling)?.Name, Is.EqualTo(name));

    [TestCase("Joy", "happy"), TestCase("Blink_L", "blinkLeft"), TestCase("aa", "aa"), TestCase("A", "aa"), TestCase("jawOpen", null)]
    public void Presets_are_told_from_other_names(string name, string? preset) => Assert.That(FacialExpressions.VrmPresetOf(name), Is.EqualTo(preset));

    [Test]
    public void One_side_moves_one_side_only()
    {
        Assert.That(Weight("mouth-corner-puller-left", ("mouthSmileLeft", 1)), Is.EqualTo(1));
        Assert.That(Weight("mouth-corner-puller-right", ("mouthSmileLeft", 1)), Is.Zero);
        Assert.That(Weight("mouth-corner-puller-right", ("happy", 1)), Is.EqualTo(0.9f), "both sides of a preset");
    }

    [Test]
    public void A_closed_mouth_takes_away_from_an_open_jaw() =>
        Assert.That(Weight("jaw-open", ("mouthClose", 0.4f), ("jawOpen", 1)), Is.EqualTo(0.6f).Within(1e-6));

    [Test]
    public void Lids_follow_the_eyes()
    {
        Assert.That(FacialExpressions.LidsAt(0), Is.EqualTo((0f, 0f)));
        Assert.That(FacialExpressions.LidsAt(-10), Is.EqualTo((0.25f, 0f)));
        Assert.That(FacialExpressions.LidsAt(12), Is.EqualTo((0f, 0.3f)));
    }

    static float Weight(string own, params (string Name, float Weight)[] given)
    {
        var driver = new FaceDriver(HumanBody.Model, Array.ConvertAll(given, one => one.Name));
        driver.Run(Array.ConvertAll(given, one => one.Weight));
        return driver.Expression[HumanBody.Model.IndexOfExpression(own)];
    }
}
