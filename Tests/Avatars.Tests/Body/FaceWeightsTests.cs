using System.Numerics;
using Avatars.Animation;
using Avatars.Body;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>Landmarks of a face become weights that bring the body's face where the seen one was: measured in millimetres on the average body.</summary>
public sealed class FaceWeightsTests
{
    const int People = 4;

    /// <summary>A distance on the face, between two landmarks upwards (y) or across (x).</summary>
    static readonly Dictionary<string, (int From, int To, bool IsAcross)> Measures = new()
    {
        ["lips"] = (14, 13, false), ["lids left"] = (374, 386, false), ["lids right"] = (145, 159, false), ["mouth width"] = (61, 291, true),
        ["left corner"] = (0, 291, false), ["right corner"] = (0, 61, false), ["inner brows"] = (6, 107, false), ["left outer brow"] = (263, 334, false),
        ["jaw side"] = (6, 152, true),
    };

    /// <param name="most">Millimetres that every measure may be off.</param>
    [TestCase("holistic", "jawOpen", 0.8f, 1.5f), TestCase("holistic", "eyeBlinkLeft eyeBlinkRight", 1f, 1.5f), TestCase("holistic", "browInnerUp", 1f, 1.5f),
     TestCase("holistic", "browDownLeft browDownRight", 1f, 1.5f), TestCase("holistic", "mouthSmileLeft mouthSmileRight", 0.8f, 1.5f),
     TestCase("holistic", "mouthPucker", 0.8f, 2f), TestCase("holistic", "browOuterUpLeft browInnerUp browOuterUpRight", 1f, 1.5f),
     TestCase("holistic", "eyeBlinkRight", 1f, 1.5f), TestCase("holistic", "jawLeft", 1f, 1.5f), TestCase("holistic", "mouthFrownLeft", 1f, 1.5f),
     TestCase("reduced", "jawOpen", 0.8f, 1.5f), TestCase("reduced", "eyeBlinkLeft eyeBlinkRight", 1f, 1.5f), TestCase("reduced", "browInnerUp", 1f, 1.5f),
     TestCase("reduced", "mouthSmileLeft mouthSmileRight", 0.8f, 1.5f),
     TestCase("openpose", "jawOpen", 0.8f, 3f), TestCase("openpose", "eyeBlinkLeft eyeBlinkRight", 1f, 2.5f), TestCase("openpose", "browInnerUp", 1f, 2.5f),
     TestCase("openpose", "mouthSmileLeft mouthSmileRight", 0.8f, 3f)]
    public void An_expression_is_found_and_drives_the_body_as_far(string kind, string names, float weight, float most)
    {
        var commanded = names.Split(' ');
        var wanted = Measured(commanded, [.. commanded.Select(_ => weight)]);
        var (found, rest) = (Measures.Keys.ToDictionary(key => key, _ => 0f), Measures.Keys.ToDictionary(key => key, _ => 0f));
        for (var person = 0; person < People; person++)
        {
            var film = new SeenFace(person).Film(commanded, [.. commanded.Select(_ => weight)], kind);
            var clip = film.ToClip("face");
            foreach (var (key, value) in MeasuredAt(clip, 37 / 25f))
                found[key] += value / People;
            foreach (var (key, value) in MeasuredAt(clip, 10 / 25f))
                rest[key] += value / People;
        }
        var neutral = Measured([], []);
        foreach (var key in Measures.Keys)
            TestContext.Out.WriteLine($"{key}: {wanted[key] - neutral[key]:f1} mm commanded, {found[key] - neutral[key]:f1} found, "
                + $"{rest[key] - neutral[key]:f1} at rest");
        Assert.Multiple(() =>
        {
            foreach (var key in Measures.Keys)
            {
                Assert.That(found[key], Is.EqualTo(wanted[key]).Within(most), key);
                Assert.That(rest[key], Is.EqualTo(neutral[key]).Within(1.2), $"{key}, at rest");
            }
        });
    }

    [TestCase("lookLeft", 20, 0), TestCase("lookRight", -20, 0), TestCase("lookUp", 0, 13), TestCase("lookDown", 0, -13)]
    public void Irises_give_the_gaze(string name, float left, float up)
    {
        var clip = new SeenFace(1).Film([name], [name is "lookUp" ? 13 / 20f : name is "lookDown" ? 13 / 25f : 2 / 3f], "iris", jitter: 0.2f).ToClip("gaze");
        var driver = new FaceDriver(HumanBody.Model, [.. clip.Weights.Select(weight => weight.Name)]);
        driver.Run([.. clip.Weights.Select(weight => weight.Curve.Evaluate(37 / 25f))]);
        var joints = HumanBody.Rest(HumanBody.Average);
        driver.TurnEyes(joints);
        var look = Vector3.TransformNormal(Vector3.UnitZ, joints[HumanBody.Model.Joints.IndexOf(HumanBodyBones.LeftEye)]);
        Assert.That(MathF.Atan2(look.X, look.Z) * 180 / MathF.PI, Is.EqualTo(left).Within(4), "degrees");
        Assert.That(MathF.Asin(look.Y) * 180 / MathF.PI, Is.EqualTo(up).Within(4), "degrees");
    }

    static Dictionary<string, float> MeasuredAt(AnimationClip clip, float seconds) =>
        Measured([.. clip.Weights.Select(weight => weight.Name)], [.. clip.Weights.Select(weight => weight.Curve.Evaluate(seconds))]);

    /// <summary>Millimetres on the average body.</summary>
    static Dictionary<string, float> Measured(string[] names, float[] weights)
    {
        var driver = new FaceDriver(HumanBody.Model, names);
        driver.Run(weights);
        var surface = new PosedSurface(HumanBody.Average);
        surface.Pose(HumanBody.Rest(HumanBody.Average), driver.Expression);
        Vector3 At(int landmark) => HumanBody.Model.PointsOf("face")[landmark].Locate(surface.Positions, surface.JointPositions);
        return Measures.ToDictionary(measure => measure.Key, measure =>
        {
            var apart = 1000 * (At(measure.Value.To) - At(measure.Value.From));
            return measure.Value.IsAcross ? apart.X : apart.Y;
        });
    }
}
