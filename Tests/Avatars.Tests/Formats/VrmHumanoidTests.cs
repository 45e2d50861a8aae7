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
}
