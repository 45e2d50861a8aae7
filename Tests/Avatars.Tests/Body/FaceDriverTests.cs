using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Rig;

namespace Avatars.Tests.Body;

public sealed class FaceDriverTests
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

    /// <summary>VRM 1.0 presets, then those of VRM 0.x that have other names.</summary>
    static readonly string[] Vrm =
    [
        "happy", "angry", "sad", "relaxed", "surprised", "aa", "ih", "ou", "ee", "oh", "blink", "blinkLeft", "blinkRight", "lookUp", "lookDown", "lookLeft",
        "lookRight", "neutral", "joy", "sorrow", "fun", "a", "i", "u", "e", "o", "blink_l", "blink_r",
    ];

    static readonly BodyModel Model = HumanBody.Model;

    [Test]
    public void Every_name_of_ARKit_and_VRM_is_known() => Assert.That(new FaceDriver(Model, [.. Arkit, .. Vrm]).Unknown, Is.Empty);

    [TestCaseSource(nameof(Arkit))]
    public void Every_blend_shape_of_ARKit_moves_the_face(string name)
    {
        var (moved, local) = Moved(name);
        var eyes = local.Count(joint => joint.Rotation != Quaternion.Identity);
        Assert.That(moved > 0.001f || eyes > 0, Is.True, $"{1000 * moved} mm, {eyes} eyes turned");
    }

    /// <summary>Where landmarks of the face go, in millimetres: +x the person's left, +y up.</summary>
    [TestCase("eyeBlinkLeft", 386, 0f, -8f), TestCase("eyeBlinkRight", 159, 0f, -8f), TestCase("jawOpen", 152, 0f, -20f), TestCase("jawLeft", 152, 6f, 0f),
     TestCase("mouthSmileLeft", 291, 5f, 6f), TestCase("mouthSmileRight", 61, -5f, 6f), TestCase("mouthFrownLeft", 291, 0f, -5f),
     TestCase("browInnerUp", 107, 0f, 4f), TestCase("browDownLeft", 296, 0f, -3f), TestCase("mouthRight", 0, -7f, 0f),
     TestCase("mouthUpperUpLeft", 270, 0f, 3f),
     TestCase("mouthLowerDownRight", 91, 0f, -3f)]
    public void A_weight_moves_its_part_of_the_face(string name, int landmark, float right, float up)
    {
        var driver = new FaceDriver(Model, [name]);
        driver.Run([1]);
        var surface = new PosedSurface(HumanBody.Average);
        surface.Pose(HumanBody.Rest(HumanBody.Average), driver.Expression);
        var point = Model.PointsOf("face")[landmark];
        var moved = 1000 * (point.Locate(surface.Positions, surface.JointPositions) - point.Locate(HumanBody.Average.Rest, HumanBody.Average.JointRest));
        Assert.That((moved.X, moved.Y), Is.EqualTo((right, up)).Using<(float X, float Y)>((a, b) =>
            MathF.Abs(a.X - b.X) < 4 && MathF.Abs(a.Y - b.Y) < 4 ? 0 : 1), "millimetres");
    }

    [TestCase("eyeLookOutLeft", HumanBodyBones.LeftEye, 0.5f, 0f), TestCase("eyeLookInLeft", HumanBodyBones.LeftEye, -0.5f, 0f),
     TestCase("eyeLookOutRight", HumanBodyBones.RightEye, -0.5f, 0f), TestCase("eyeLookUp_R", HumanBodyBones.RightEye, 0f, 0.34f),
     TestCase("lookLeft", HumanBodyBones.RightEye, 0.5f, 0f)]
    public void Eyes_look_where_the_weight_says(string name, HumanBodyBones eye, float left, float up)
    {
        var (_, local) = Moved(name);
        var looks = Vector3.Transform(Vector3.UnitZ, local[Model.Joints.IndexOf(eye)].Rotation);
        Assert.That(looks.X, Is.EqualTo(left).Within(0.01f));
        Assert.That(looks.Y, Is.EqualTo(up).Within(0.01f));
    }

    [Test]
    public void An_unknown_name_is_told_and_does_nothing()
    {
        var driver = new FaceDriver(Model, ["wingsUp", "jawOpen"]);
        Assert.That(driver.Unknown, Is.EqualTo(new[] { "wingsUp" }));
        driver.Run([1, 0]);
        Assert.That(driver.Expression.ToArray(), Is.All.Zero);
    }

    [Test]
    public void Allocates_nothing()
    {
        var driver = new FaceDriver(Model, Arkit);
        var weights = Enumerable.Repeat(0.5f, Arkit.Length).ToArray();
        Assert.That(Allocations.Of(() => driver.Run(weights)), Is.Zero);
    }

    static (float Moved, JointTransform[] Local) Moved(string name)
    {
        var driver = new FaceDriver(Model, [name]);
        driver.Run([1]);
        var local = new JointTransform[HumanBody.Average.Skeleton.Count];
        HumanBody.Average.Skeleton.CopyRestTo(local);
        driver.TurnEyes(local);
        var surface = new PosedSurface(HumanBody.Average);
        surface.Pose(HumanBody.Rest(HumanBody.Average), driver.Expression);
        return (surface.Positions.Zip(HumanBody.Average.Rest, Vector3.Distance).Max(), local);
    }
}
