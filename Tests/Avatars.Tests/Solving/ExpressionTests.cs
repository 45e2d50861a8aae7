using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Solving;

namespace Avatars.Tests.Solving;

public sealed class ExpressionTests
{
    readonly BodyModel _body = BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body"));

    [Test]
    public void ARKit_has_52_names_and_each_moves_the_face_of_the_body()
    {
        Assert.That(Expressions.Arkit, Has.Count.EqualTo(52));
        Assert.That(Expressions.Arkit, Is.Unique);
        string[] bones = ["eyeLookUpLeft", "eyeLookUpRight", "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight"];
        foreach (var name in Expressions.Arkit.Except(bones).Except(["mouthClose"]))
            Assert.That(Weights(name).Max(), Is.GreaterThan(0.2f), name);
    }

    [Test]
    public void Every_target_of_a_name_is_a_blend_shape_of_the_body()
    {
        foreach (var name in Expressions.Arkit.Concat(Expressions.VrmPresets))
            foreach (var target in Expressions.TargetsOf(name)!)
                Assert.That(_body.IndexOfExpression(target.Name) >= 0 || _body.IndexOfExpression($"{target.Name}-left") >= 0, $"{name}: {target.Name}");
    }

    [Test]
    public void One_side_moves_one_side_only()
    {
        var left = Weights("mouthSmileLeft");
        Assert.That(left[_body.IndexOfExpression("mouth-corner-puller-left")], Is.EqualTo(1));
        Assert.That(left[_body.IndexOfExpression("mouth-corner-puller-right")], Is.Zero);
        Assert.That(Weights("EyeBlinkRight")[_body.IndexOfExpression("eye-right-closure")], Is.EqualTo(1), "Unity's spelling");
        Assert.That(Weights("happy")[_body.IndexOfExpression("mouth-corner-puller-right")], Is.EqualTo(0.8f), "both sides of a preset");
    }

    [Test]
    public void A_closed_mouth_takes_away_from_an_open_jaw()
    {
        var weights = new float[_body.Expressions.Count];
        Expressions.Add("mouthClose", 0.4f, _body.IndexOfExpression, weights);
        Expressions.Add("jawOpen", 1, _body.IndexOfExpression, weights);
        Assert.That(weights[_body.IndexOfExpression("jaw-open")], Is.EqualTo(0.6f).Within(1e-6));
    }

    [TestCase("Joy", "happy"), TestCase("Blink_L", "blinkLeft"), TestCase("aa", "aa"), TestCase("A", "aa"), TestCase("jawOpen", null)]
    public void Presets_are_found_in_both_spellings(string name, string? preset) => Assert.That(Expressions.VrmPresetOf(name), Is.EqualTo(preset));

    [Test]
    public void Lids_follow_the_eyes()
    {
        Assert.That(Expressions.LidsAt(0), Is.EqualTo((0f, 0f)));
        Assert.That(Expressions.LidsAt(-10).Closure, Is.GreaterThan(0.3f));
        Assert.That(Expressions.LidsAt(12).Opened, Is.GreaterThan(0.3f));
        Assert.That(Expressions.Add("smile", 1, _ => 0, new float[1]), Is.False);
    }

    float[] Weights(string name)
    {
        var weights = new float[_body.Expressions.Count];
        Assert.That(Expressions.Add(name, 1, _body.IndexOfExpression, weights), name);
        return weights;
    }
}
