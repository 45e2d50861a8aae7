using System.Numerics;
using System.Text.Json.Nodes;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

/// <summary>Expressions in glTF animations: morph targets by name, and the nodes of VRM animations.</summary>
public sealed class GltfWeightTests
{
    /// <summary>A person with a face of two morph targets, of which an animation moves both.</summary>
    static GltfPerson WithFace(string namesOn, string interpolation, params float[] weights)
    {
        var person = new GltfPerson().Raise("a", [0, 1], [0, 55]);
        var names = new JsonObject { ["targetNames"] = new JsonArray("jawOpen", "eyeBlink_L") };
        var primitive = new JsonObject { ["attributes"] = new JsonObject() };
        var mesh = new JsonObject { ["primitives"] = new JsonArray(primitive) };
        (namesOn == "mesh" ? mesh : primitive)["extras"] = names;
        person.Json["meshes"] = new JsonArray(mesh);
        person.Json["nodes"]!.AsArray().Add((JsonNode)new JsonObject { ["mesh"] = 0 });
        Channel(person, person.Json["nodes"]!.AsArray().Count - 1, "weights", person.Floats("SCALAR", 0, 1), person.Floats("SCALAR", weights), interpolation);
        return person;
    }

    static void Channel(GltfPerson person, int node, string path, int input, int output, string interpolation = "LINEAR")
    {
        var animation = person.Json["animations"]![0]!;
        animation["samplers"]!.AsArray().Add((JsonNode)new JsonObject { ["input"] = input, ["output"] = output, ["interpolation"] = interpolation });
        animation["channels"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["sampler"] = animation["samplers"]!.AsArray().Count - 1, ["target"] = new JsonObject { ["node"] = node, ["path"] = path },
        });
    }

    static Motion Read(GltfPerson person)
    {
        var path = person.Write();
        try
        {
            return MotionFile.Read(path);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    static float At(AnimationClip clip, string name, float seconds) => clip.Weights.Single(weight => weight.Name == name).Curve.Evaluate(seconds);

    [TestCase("mesh"), TestCase("primitive")]
    public void Morph_targets_are_weights_of_their_names(string namesOn)
    {
        var clip = Read(WithFace(namesOn, "LINEAR", 0, 1, 0.8f, 0)).Clip;
        Assert.That((At(clip, "jawOpen", 0), At(clip, "jawOpen", 0.5f), At(clip, "jawOpen", 1)), Is.EqualTo((0f, 0.4f, 0.8f)));
        Assert.That((At(clip, "eyeBlink_L", 0), At(clip, "eyeBlink_L", 1)), Is.EqualTo((1f, 0f)));
    }

    [Test]
    public void They_stay_with_the_motion_on_another_skeleton()
    {
        var clip = Read(WithFace("mesh", "LINEAR", 0, 1, 0.8f, 0)).For(StandardHumanoid.Map);
        Assert.That(At(clip, "jawOpen", 0.5f), Is.EqualTo(0.4f).Within(1e-5));
    }

    [Test]
    public void Steps_hold_and_splines_bend()
    {
        var step = Read(WithFace("mesh", "STEP", 0.2f, 1, 0.8f, 0)).Clip;
        Assert.That((At(step, "jawOpen", 0.9f), At(step, "jawOpen", 1)), Is.EqualTo((0.2f, 0.8f)));
        // A key: in tangents, values, out tangents, each of both targets.
        var cubic = Read(WithFace("mesh", "CUBICSPLINE", 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)).Clip;
        Assert.That(At(cubic, "jawOpen", 0.25f), Is.EqualTo(3 * 0.0625f - 2 * 0.015625f + 0.25f * 0.75f * 0.75f).Within(1e-4), "Hermite");
        Assert.That(At(cubic, "jawOpen", 1), Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public void Too_few_values_are_refused_with_their_place() =>
        Assert.That(() => Read(WithFace("mesh", "LINEAR", 0, 1, 0.8f)), Throws.TypeOf<FormatException>().With.Message.Contains("samplers[1]"));

    [Test]
    public void Expressions_of_a_VRM_animation_come_back_as_they_were_written()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "face.vrma");
        try
        {
            var rest = Enumerable.Repeat(JointCurves.AtRest, StandardHumanoid.Skeleton.Count).ToArray();
            var clip = new AnimationClip("face", StandardHumanoid.Skeleton, 30, rest,
                [new("happy", AnimationCurve.Linear(0, 0, 2, 1)), new("eyeBlinkLeft", AnimationCurve.Linear(0, 1, 2, 0))]);
            GlbWriter.WriteVrma(path, clip, StandardHumanoid.Map, FacialExpressions.VrmPresetOf);
            var read = MotionFile.Read(path).Clip;
            Assert.That(read.Weights.Select(weight => weight.Name), Is.EquivalentTo(new[] { "happy", "eyeBlinkLeft" }));
            Assert.That(At(read, "happy", 0.5f), Is.EqualTo(0.25f).Within(1e-4));
            Assert.That(At(read, "eyeBlinkLeft", 0.5f), Is.EqualTo(0.75f).Within(1e-4));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Test]
    public void The_gaze_of_a_VRM_animation_is_weights_of_looking()
    {
        var person = new GltfPerson().Raise("a", [0, 1], [0, 55]);
        person.Json["nodes"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "lookAt" });
        var node = person.Json["nodes"]!.AsArray().Count - 1;
        var left = Quaternion.CreateFromAxisAngle(Vector3.UnitY, 15 * MathF.PI / 180);
        var down = Quaternion.CreateFromAxisAngle(Vector3.UnitX, 10 * MathF.PI / 180);
        Channel(person, node, "rotation", person.Floats("SCALAR", 0, 1),
            person.Floats("VEC4", [.. GltfPerson.Components(left), .. GltfPerson.Components(down)]));
        person.Json["extensions"] = new JsonObject { ["VRMC_vrm_animation"] = new JsonObject { ["lookAt"] = new JsonObject { ["node"] = node } } };
        var clip = Read(person).Clip;
        Assert.That(At(clip, "lookLeft", 0), Is.EqualTo(0.5f).Within(1e-4), "of 30 degrees");
        Assert.That(At(clip, "lookDown", 1), Is.EqualTo(0.4f).Within(1e-4), "of 25 degrees");
        Assert.That((At(clip, "lookRight", 0), At(clip, "lookUp", 1)), Is.EqualTo((0f, 0f)));
    }
}
