using Avatars.Formats;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Formats;

/// <summary>Bones told by hand: in lines or in JSON, for all bones or for a few.</summary>
public sealed class BonesFileTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    string Write(string text)
    {
        var path = Path.Combine(_folder, "bones.txt");
        File.WriteAllText(path, text);
        return path;
    }

    [TestCase("# my rig\nLeftUpperArm = Arm_L\nleft hand=Paw: L\n\nJaw = -\n")]
    [TestCase("LeftUpperArm\tArm_L\r\nLeftHand: \"Paw: L\"\r\nJaw = -")]
    [TestCase("{ \"leftUpperArm\": \"Arm_L\", \"LeftHand\": \"Paw: L\", \"jaw\": null, }")]
    [TestCase("\uFEFF{\n\"LeftUpperArm\": \"Arm_L\", // the upper one\n\"left_hand\": \"Paw: L\", \"Jaw\": \"-\" }")]
    public void Lines_and_JSON_say_the_same(string text) =>
        Assert.That(BonesFile.Read(Write(text)), Is.EquivalentTo(new Dictionary<HumanBodyBones, string?>
        {
            [HumanBodyBones.LeftUpperArm] = "Arm_L", [HumanBodyBones.LeftHand] = "Paw: L", [HumanBodyBones.Jaw] = null,
        }));

    [TestCase("leftThumbMetacarpal = a\nleftThumbProximal = b\nleftThumbDistal = c")]
    [TestCase("LeftThumbProximal = a\nLeftThumbIntermediate = b\nLeftThumbDistal = c")]
    public void Thumbs_are_named_as_in_VRM_1_or_as_in_Unity(string text) =>
        Assert.That(BonesFile.Read(Write(text)).Select(pair => (pair.Key, pair.Value)), Is.EqualTo(new (HumanBodyBones, string?)[]
        {
            (HumanBodyBones.LeftThumbProximal, "a"), (HumanBodyBones.LeftThumbIntermediate, "b"), (HumanBodyBones.LeftThumbDistal, "c"),
        }));

    [TestCase("", "lists no bone")]
    [TestCase("LeftUpperArm", "line 1: 'LeftUpperArm' is not a bone and a joint")]
    [TestCase("# x\nLeftElbow = a", "line 2: 'LeftElbow' is no bone")]
    [TestCase("Hips = a\nhips = b", "line 2: Hips is given twice")]
    [TestCase("Hips = a\nSpine = a", "line 2: the joint 'a' is both Hips and Spine")]
    [TestCase("3 = a", "'3' is no bone")]
    [TestCase("{\"Hips\": 4}", "'Hips': the joint is not a text")]
    [TestCase("{\"Hips\": \"a\"", "JSON is damaged")]
    public void Invalid_lines_are_refused_with_their_number(string text, string part)
    {
        var path = Write(text);
        Assert.That(() => BonesFile.Read(path), Throws.TypeOf<FormatException>().With.Message.StartsWith(path).And.Message.Contains(part));
    }

    /// <summary>A person whose names say nothing and whose shape does not help (no feet, one arm short): only the file tells.</summary>
    [Test]
    public void An_unrecognised_skeleton_moves_by_its_file_of_bones()
    {
        var person = new GltfPerson(i => $"n{i}").Raise("a", [0, 1], [0, 55]);
        person.Json["nodes"]![person.Map[HumanBodyBones.LeftUpperArm]]!["children"]!.AsArray().Clear();
        person.Json["nodes"]![person.Map[HumanBodyBones.LeftUpperArm]]!["children"] =
            new System.Text.Json.Nodes.JsonArray(person.Map[HumanBodyBones.LeftLowerArm]);
        person.Json["nodes"]![person.Map[HumanBodyBones.LeftLowerArm]]!.AsObject().Remove("children");
        var path = person.Write();
        Assert.That(() => MotionFile.Read(path).For(StandardHumanoid.Map),
            Throws.TypeOf<NotSupportedException>().With.Message.StartsWith(path).And.Message.Contains("--bones FILE"));

        var lines = HumanBones.RequiredByUnity.ToArray().Where(bone => bone is not HumanBodyBones.LeftHand).Select(bone => $"{bone} = n{person.Map[bone]}");
        var motion = MotionFile.Read(path, bones: Write(string.Join("\n", lines)));
        Assert.That(Limbs.RightArm(motion, 1), Is.EqualTo(55).Within(0.5f));
        Assert.That(motion.Warnings, Has.Exactly(1).Contains("no LeftHand"));
        Assert.That(() => MotionFile.Read(path, bones: Write("Hips = nowhere")),
            Throws.TypeOf<FormatException>().With.Message.Contains("the joint 'nowhere', which the skeleton has not").And.Message.Contains(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Test]
    public void A_few_bones_are_given_and_the_rest_is_recognised()
    {
        var person = Humanoids.Person();
        var map = HumanoidMap.Find(person, new Dictionary<HumanBodyBones,
            string?> { [HumanBodyBones.Chest] = "mixamorig:Spine2", [HumanBodyBones.Jaw] = null, [HumanBodyBones.LeftEye] = null });
        Assert.That(map[HumanBodyBones.Chest], Is.EqualTo(person.IndexOf("mixamorig:Spine2")));
        Assert.That(map.Has(HumanBodyBones.UpperChest), Is.False, "its joint was given to the chest");
        Assert.That(map.Has(HumanBodyBones.LeftEye), Is.False);
        Assert.That(map.Has(HumanBodyBones.RightHand), Is.True);
    }

    [Test]
    public void What_is_written_is_read_again()
    {
        var map = HumanoidMap.Find(Humanoids.Person());
        var path = Path.Combine(_folder, "person.bones.txt");
        BonesFile.Write(path, map);
        var again = HumanoidMap.Find(map.Skeleton, BonesFile.Read(path));
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            Assert.That(again[bone], Is.EqualTo(map[bone]));
    }
}
