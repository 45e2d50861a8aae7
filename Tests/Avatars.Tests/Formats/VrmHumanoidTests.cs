using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Formats;

/// <summary>VRM's extensions say which node is which bone; names do not count then.</summary>
public sealed class VrmHumanoidTests
{
    static string Camel(HumanBodyBones bone) => char.ToLowerInvariant(bone.ToString()[0]) + bone.ToString()[1..];

    static string Version1(HumanBodyBones bone) => Camel(bone) switch
    {
        var name when name.EndsWith("ThumbProximal", StringComparison.Ordinal) => name.Replace("Proximal", "Metacarpal", StringComparison.Ordinal),
        var name when name.EndsWith("ThumbIntermediate", StringComparison.Ordinal) => name.Replace("Intermediate", "Proximal", StringComparison.Ordinal),
        var name => name,
    };

    static Motion Read(string extension, Func<GltfPerson, JsonNode> humanBones, string ending)
    {
        var person = new GltfPerson(i => $"node{i}").Raise("a", [0, 1], [0, 55]);
        person.Json["extensions"] = new JsonObject { [extension] = new JsonObject { ["humanoid"] = new JsonObject { ["humanBones"] = humanBones(person) } } };
        var path = person.Write(ending);
        var motion = MotionFile.Read(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return motion;
    }

    static IEnumerable<HumanBodyBones> Bones(GltfPerson person) => Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i).Where(person.Map.Has);

    static JsonObject Object(GltfPerson person, Func<HumanBodyBones, string> name)
    {
        var bones = new JsonObject();
        foreach (var bone in Bones(person))
            bones[name(bone)] = new JsonObject { ["node"] = person.Map[bone] };
        return bones;
    }

    static void AssertWhole(Motion motion)
    {
        var expected = HumanoidMap.Find(Humanoids.Person());
        foreach (var bone in Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i))
            Assert.That(motion.Map!.Has(bone) ? motion.Skeleton[motion.Map[bone]].Name : null,
                Is.EqualTo(expected.Has(bone) ? $"node{expected[bone]}" : null), bone.ToString());
        Assert.That(Limbs.RightArm(motion, 1), Is.EqualTo(55).Within(0.3f));
    }

    [TestCase("VRMC_vrm_animation", ".vrma"), TestCase("VRMC_vrm", ".vrm"), TestCase("VRMC_vrm", ".glb")]
    public void Version_1_names_an_object_of_bones_and_thumbs_from_the_metacarpal(string extension, string ending) =>
        AssertWhole(Read(extension, person => Object(person, Version1), ending));

    [Test]
    public void The_beta_of_version_1_names_thumbs_as_before() => AssertWhole(Read("VRMC_vrm", person => Object(person, Camel), ".vrm"));

    [Test]
    public void Version_0_names_a_list_and_the_first_of_two_counts() => AssertWhole(Read("VRM", person =>
    {
        var bones = new JsonArray();
        foreach (var bone in Bones(person))
            bones.Add((JsonNode)new JsonObject { ["bone"] = Camel(bone), ["node"] = person.Map[bone], ["useDefaultValues"] = true });
        bones.Add((JsonNode)new JsonObject { ["bone"] = "hips", ["node"] = 5 });
        return bones;
    }, ".vrm"));

    [Test]
    public void Too_few_bones_leave_it_to_the_names()
    {
        var motion = Read("VRMC_vrm", person => new JsonObject { ["hips"] = new JsonObject { ["node"] = 0 } }, ".vrm");
        Assert.That(motion.Map!.Skeleton[motion.Map[HumanBodyBones.RightUpperArm]].Name,
            Is.EqualTo($"node{HumanoidMap.Find(Humanoids.Person())[HumanBodyBones.RightUpperArm]}"), "by shape here");
    }

    [Test, Category("Cases")]
    public void The_case_of_a_vrma_with_other_names()
    {
        var motion = MotionFile.Read(Path.Combine(SharedFolders.Cases, "trial/vrma_other_names.vrma"));
        Assert.That(Limbs.RightArm(motion, 1), Is.EqualTo(55).Within(0.5f));
    }

    static bool IsRequired(HumanBodyBones bone) => Array.IndexOf(HumanBones.RequiredByUnity.ToArray(), bone) >= 0;

    static Motion ReadModel(JsonObject extension, string name, Func<HumanBodyBones, bool>? keep = null)
    {
        var person = new GltfPerson(i => $"node{i}");
        extension["humanoid"] = new JsonObject
        {
            ["humanBones"] = name == "VRM"
                ? new JsonArray([.. Bones(person).Where(keep ?? (_ => true))
                    .Select(bone => new JsonObject { ["bone"] = Camel(bone), ["node"] = person.Map[bone] })])
                : new JsonObject(Bones(person).Where(keep ?? (_ => true)).Select(bone => KeyValuePair.Create(Version1(bone),
                    (JsonNode?)new JsonObject { ["node"] = person.Map[bone] }))),
        };
        person.Json["extensions"] = new JsonObject { [name] = extension };
        person.Json.Remove("animations");
        var path = person.Write(".vrm");
        try
        {
            return MotionFile.Read(path);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Test]
    public void A_model_of_version_1_without_a_motion_stands_and_tells_its_licence()
    {
        var expressions = new JsonObject { ["preset"] = new JsonObject { ["happy"] = new JsonObject() }, ["custom"] = new JsonObject() };
        for (var i = 0; i < 10_000; i++)
            expressions["custom"]!.AsObject()[$"own{i}"] = new JsonObject();
        var motion = ReadModel(new JsonObject
        {
            ["specVersion"] = "1.0",
            ["meta"] = new JsonObject
            {
                ["name"] = "Alicia", ["authors"] = new JsonArray("One", "Two"), ["licenseUrl"] = "https://vrm.dev/licenses/1.0/",
                ["commercialUsage"] = "personalNonProfit", ["allowRedistribution"] = false,
            },
            ["expressions"] = expressions,
            ["lookAt"] = new JsonObject { ["type"] = "bone" },
        }, "VRMC_vrm");
        Assert.That((motion.Clip.FrameCount, motion.Map is not null, motion.Animations.Count), Is.EqualTo((1, true, 0)));
        var model = motion.Model!;
        Assert.That((model.Version, model.Title, model.License, model.LookAt, model.Expressions.Count),
            Is.EqualTo(("1.0", "Alicia", "https://vrm.dev/licenses/1.0/", "bone", 10_001)));
        Assert.That(model.Authors, Is.EqualTo(new[] { "One", "Two" }));
        Assert.That(model.Terms.Select(term => $"{term.Key} {term.Value}"),
            Is.EqualTo(new[] { "commercialUsage personalNonProfit", "allowRedistribution no" }));
        Assert.That(model.Lines().Max(line => line.Value.Length), Is.LessThan(900), "10,000 expressions are shortened");
    }

    [Test]
    public void A_model_of_version_0_tells_its_licence_and_presets()
    {
        var model = ReadModel(new JsonObject
        {
            ["meta"] = new JsonObject { ["title"] = "Old", ["author"] = "Somebody", ["licenseName"] = "CC0", ["allowedUserName"] = "Everyone" },
            ["blendShapeMaster"] = new JsonObject
            {
                ["blendShapeGroups"] = new JsonArray(new JsonObject { ["name"] = "Joy", ["presetName"] = "joy" },
                    new JsonObject { ["name"] = "Own", ["presetName"] = "unknown" }),
            },
            ["firstPerson"] = new JsonObject { ["lookAtTypeName"] = "BlendShape" },
        }, "VRM").Model!;
        Assert.That((model.Version, model.Title, model.License, model.LookAt), Is.EqualTo(("0.x", "Old", "CC0", "expression")));
        Assert.That(model.Expressions, Is.EqualTo(new[] { "happy", "Own" }));
        Assert.That(model.Terms.Single().Value, Is.EqualTo("Everyone"));
    }

    [Test]
    public void A_humanoid_with_the_required_bones_alone_stands()
    {
        var motion = ReadModel(new JsonObject(), "VRMC_vrm", IsRequired);
        foreach (var bone in HumanBones.RequiredByUnity.ToArray())
            Assert.That(motion.Map!.Has(bone), bone.ToString());
        Assert.That(motion.Clip.FrameCount, Is.EqualTo(1));
    }
}
