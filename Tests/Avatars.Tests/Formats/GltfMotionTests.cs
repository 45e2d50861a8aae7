using System.Numerics;
using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Formats;

/// <summary>What a motion needs of a glTF file is read whatever else is in it; animations are chosen by name and number.</summary>
public sealed class GltfMotionTests
{
    const float Degrees = 0.3f;

    static Motion Read(GltfPerson person, string? animation = null, string ending = ".gltf")
    {
        var path = person.Write(ending);
        try
        {
            return MotionFile.Read(path, animation);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [TestCase("gltf_required_KHR_materials_unlit.glb"), TestCase("gltf_required_KHR_texture_transform.glb"),
        TestCase("gltf_required_KHR_mesh_quantization.glb"), TestCase("gltf_mesh_sparse.glb"), Category("Cases")]
    public void Cases_of_what_a_motion_does_not_need_play(string file) =>
        Assert.That(Limbs.RightArm(MotionFile.Read(Path.Combine(SharedFolders.Cases, "trial", file)), 1), Is.EqualTo(55).Within(0.5f));

    [TestCase("KHR_draco_mesh_compression"), TestCase("EXT_meshopt_compression"), TestCase("KHR_texture_basisu"), TestCase("VENDOR_something")]
    public void Required_extensions_that_change_nothing_of_the_motion_are_passed_over(string extension)
    {
        var person = new GltfPerson().Raise("a", [0, 1], [0, 55]);
        person.Json["extensionsRequired"] = new JsonArray(extension);
        Assert.That(Limbs.RightArm(Read(person), 1), Is.EqualTo(55).Within(Degrees));
    }

    [Test]
    public void Compressed_bytes_that_the_motion_stands_in_are_refused_by_name()
    {
        var person = new GltfPerson().Raise("a", [0, 1], [0, 55]);
        person.Json["bufferViews"]![1]!["extensions"] = new JsonObject { ["EXT_meshopt_compression"] = new JsonObject { ["mode"] = "ATTRIBUTES" } };
        Assert.That(() => Read(person), Throws.TypeOf<FormatException>().With.Message.Contains("EXT_meshopt_compression")
            .And.Message.Contains("bufferViews[1]"));
    }

    [Test]
    public void A_mesh_compressed_by_Draco_is_refused_where_it_is_drawn_and_not_where_it_only_moves()
    {
        var person = new GltfPerson().Raise("a", [0, 1], [0, 55]);
        person.Json["accessors"]!.AsArray().Add((JsonNode)new JsonObject { ["componentType"] = 5126, ["count"] = 3, ["type"] = "VEC3" });
        person.Json["skins"] =
            new JsonArray(new JsonObject { ["joints"] = new JsonArray(Enumerable.Range(0, person.Skeleton.Count).Select(i => (JsonNode)i).ToArray()) });
        person.Json["meshes"] = new JsonArray(new JsonObject
        {
            ["primitives"] = new JsonArray(new JsonObject { ["attributes"] = new JsonObject { ["POSITION"] = 2 },
                ["extensions"] = new JsonObject { ["KHR_draco_mesh_compression"] = new JsonObject() } }),
        });
        person.Json["nodes"]!.AsArray().Add((JsonNode)new JsonObject { ["mesh"] = 0, ["skin"] = 0 });
        Assert.That(Limbs.RightArm(Read(person), 1), Is.EqualTo(55).Within(Degrees));
        Assert.That(() => GltfFile.Parse(person.Bytes(), "model.gltf"), Throws.TypeOf<FormatException>().With.Message.Contains("KHR_draco_mesh_compression"));
    }

    [Test]
    public void Sparse_keys_replace_those_of_the_array_below()
    {
        var person = new GltfPerson();
        var output = person.Floats("VEC4", [.. GltfPerson.Components(GltfPerson.Turn(0)), .. GltfPerson.Components(GltfPerson.Turn(10)),
            .. GltfPerson.Components(GltfPerson.Turn(20))]);
        person.Json["accessors"]![output]!["sparse"] = new JsonObject
        {
            ["count"] = 1,
            ["indices"] = new JsonObject { ["bufferView"] = person.View([1]), ["componentType"] = 5121 },
            ["values"] = new JsonObject { ["bufferView"] = person.View(GltfPerson.Components(GltfPerson.Turn(60)).SelectMany(BitConverter.GetBytes)
                .ToArray()) },
        };
        var motion = Read(person.Animate("a", person.Floats("SCALAR", 0, 1, 2), output));
        Assert.That(Limbs.RightArm(motion, 1), Is.EqualTo(60).Within(Degrees));
        Assert.That(Limbs.RightArm(motion, 2), Is.EqualTo(20).Within(Degrees));
    }

    [TestCase(3), TestCase(-1)]
    public void Sparse_indices_outside_of_the_array_are_refused(int index)
    {
        var person = new GltfPerson();
        var output = person.Floats("VEC4", Enumerable.Repeat(GltfPerson.Components(Quaternion.Identity), 3).SelectMany(q => q).ToArray());
        person.Json["accessors"]![output]!["sparse"] = new JsonObject
        {
            ["count"] = 1,
            ["indices"] = new JsonObject { ["bufferView"] = person.View([(byte)index]), ["componentType"] = 5121 },
            ["values"] = new JsonObject { ["bufferView"] = person.View(new byte[16]) },
        };
        person.Animate("a", person.Floats("SCALAR", 0, 1, 2), output);
        Assert.That(() => Read(person), Throws.TypeOf<FormatException>().With.Message.Contains("rising numbers below 3"));
    }

    [Test]
    public void Rotations_as_normalised_shorts_are_read()
    {
        var person = new GltfPerson();
        byte[] Shorts(Quaternion q) => GltfPerson.Components(q).SelectMany(value => BitConverter.GetBytes((short)MathF.Round(value * 32767))).ToArray();
        var output = person.Accessor("VEC4", 5122, 2, [.. Shorts(GltfPerson.Turn(0)), .. Shorts(GltfPerson.Turn(55))], isNormalised: true);
        Assert.That(Limbs.RightArm(Read(person.Animate("a", person.Floats("SCALAR", 0, 1), output)), 1), Is.EqualTo(55).Within(Degrees));
    }

    [Test]
    public void Two_keys_at_one_time_are_a_jump()
    {
        var motion = Read(new GltfPerson().Raise("a", [0, 1, 1, 2], [0, 40, -30, -30]));
        Assert.That(Limbs.RightArm(motion, 0.5f), Is.EqualTo(20).Within(Degrees));
        Assert.That(Limbs.RightArm(motion, 0.999f), Is.EqualTo(40).Within(Degrees));
        Assert.That(Limbs.RightArm(motion, 1.001f), Is.EqualTo(-30).Within(Degrees));
    }

    [Test]
    public void Keys_before_zero_are_no_fault()
    {
        var motion = Read(new GltfPerson().Raise("a", [-1, 1], [0, 40]));
        Assert.That(Limbs.RightArm(motion, 0), Is.EqualTo(20).Within(Degrees));
        Assert.That(Limbs.RightArm(motion, 1), Is.EqualTo(40).Within(Degrees));
    }

    [Test]
    public void Key_times_that_fall_are_refused() =>
        Assert.That(() => Read(new GltfPerson().Raise("a", [0, 1, 0.5f], [0, 10, 20])), Throws.TypeOf<FormatException>().With.Message.Contains("rise"));

    [TestCase(null, 0, 10f), TestCase("Idle", 0, 10f), TestCase("Wave", 1, 55f), TestCase("wave", 1, 55f), TestCase("1", 1, 55f),
        TestCase("animation2", 2, 70f)]
    public void Animations_are_chosen_by_name_or_number(string? choice, int index, float degrees)
    {
        var motion = Read(new GltfPerson().Raise("Idle", [0, 1], [0, 10]).Raise("Wave", [0, 1], [0, 55]).Raise(null, [0, 1], [0, 70]), choice);
        Assert.That(Limbs.RightArm(motion, 1), Is.EqualTo(degrees).Within(Degrees));
        Assert.That((motion.Animation, motion.Animations[index]), Is.EqualTo((index, motion.Clip.Name)));
        Assert.That(motion.Animations, Is.EqualTo(new[] { "Idle", "Wave", "animation2" }));
    }

    [TestCase("Dance"), TestCase("3"), TestCase("-1")]
    public void An_unknown_animation_lists_those_that_are_there(string choice) =>
        Assert.That(() => Read(new GltfPerson().Raise("Idle", [0, 1], [0, 10]).Raise("Wave", [0, 1], [0, 55]), choice),
            Throws.ArgumentException.With.Message.Contains("0 'Idle', 1 'Wave'").And.Message.Contains(choice));

    [Test]
    public void A_broken_animation_does_not_spoil_the_others()
    {
        var person = new GltfPerson().Raise("good", [0, 1], [0, 55]).Raise("bad", [0, 1, 0.5f], [0, 10, 20]);
        Assert.That(Limbs.RightArm(Read(person, "good"), 1), Is.EqualTo(55).Within(Degrees));
    }

    [Test, Category("Cases")]
    public void The_case_of_two_animations()
    {
        var path = Path.Combine(SharedFolders.Cases, "trial/gltf_two_animations.glb");
        Assert.That(MotionFile.Read(path).Animations, Is.EqualTo(new[] { "Idle", "Wave" }));
        Assert.That(Limbs.RightArm(MotionFile.Read(path), 1.5f), Is.LessThan(-60), "idle: arms hang");
        Assert.That(Limbs.RightArm(MotionFile.Read(path, "Wave"), 1), Is.GreaterThan(0));
        Assert.That(MotionFile.Read(path, "Wave").Clip.Name, Is.EqualTo("Wave"));
    }

    [Test]
    public void A_bvh_holds_one_motion()
    {
        var path = Path.Combine(SharedFolders.Repository, "Samples/Motion/wave.bvh");
        Assert.That(() => MotionFile.Read(path, "Wave"), Throws.ArgumentException.With.Message.Contains("holds one motion"));
    }

    [TestCase("10-surrogates/name.glb"), TestCase("10-surrogates/number.gltf"), TestCase("08b-2000-buffers-of-one-file"),
        TestCase("08a-3000-primitives-of-one-accessor.glb"), Category("Cases")]
    public void Hostile_cases_are_read_or_refused_within_bounded_memory(string name)
    {
        var path = Path.Combine(SharedFolders.Cases, "fuzz", name);
        path = Directory.Exists(path) ? Directory.GetFiles(path, "*.gltf").Single() : path;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        try
        {
            GltfFile.Read(path);
        }
        catch (FormatException error)
        {
            Assert.That(error.Message, Does.StartWith(path));
        }
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(700L << 20), "bytes");
    }

    /// <summary>In time that grows with the count; with its square this would take half an hour, and whoever runs the tests would end it (test.sh).</summary>
    [Test]
    public void Nodes_in_a_long_chain_are_read()
    {
        const int count = 300_000;
        var json = "{\"asset\":{\"version\":\"2.0\"},\"nodes\":["
            + string.Join(",", Enumerable.Range(0, count).Select(i => i + 1 < count ? $"{{\"children\":[{i + 1}]}}" : "{}")) + "]}";
        var file = GltfFile.Parse(System.Text.Encoding.UTF8.GetBytes(json), "deep.gltf");
        Assert.That(HumanoidMap.TryFind(file.Skeleton), Is.Null);
        Assert.That(file.Skeleton.Count, Is.EqualTo(count));
    }

    [Test, Category("Cases")]
    public void Pictures_of_more_pixels_than_are_kept_are_refused()
    {
        var decoded = 0;
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "model.gltf");
        File.Copy(Path.Combine(SharedFolders.Cases, "fuzz/08e-four-pictures-of-8192.gltf"), path);
        File.WriteAllBytes(Path.Combine(folder, "p.png"), [1]);
        Assert.That(() => GltfFile.Read(path, (_, _) =>
        {
            decoded++;
            return new Avatars.Imaging.RgbaImage(8192, 4096, new byte[4 * 8192 * 4096]);
        }), Throws.TypeOf<FormatException>().With.Message.Contains("pixels together"));
        Assert.That(decoded, Is.EqualTo(3), "two of them are 8192 x 8192 together");
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void A_skin_of_more_joints_than_an_index_holds_is_refused()
    {
        const int Count = 65_601;
        var nodes = string.Join(",", Enumerable.Range(0, Count).Select(i => i == 0 ? "{\"mesh\":0,\"skin\":0}" : "{}"));
        var joints = string.Join(",", Enumerable.Range(0, Count));
        var json = "{\"asset\":{\"version\":\"2.0\"},\"nodes\":[" + nodes + "],\"skins\":[{\"joints\":[" + joints + "]}],\"meshes\":[{\"primitives\":[]}]}";
        Assert.That(() => GltfFile.Parse(System.Text.Encoding.UTF8.GetBytes(json), "many.gltf"),
            Throws.TypeOf<FormatException>().With.Message.Contains("65535 joints"));
    }

    [Test]
    public void A_link_that_leads_out_of_the_folder_is_not_followed_and_one_within_it_is()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Links need rights on Windows.");
        var outside = Directory.CreateTempSubdirectory().FullName;
        var folder = Directory.CreateTempSubdirectory().FullName;
        var person = new GltfPerson().Raise("a", [0, 1], [0, 55]);
        var json = JsonNode.Parse(person.Bytes())!;
        var data = Convert.FromBase64String(json["buffers"]![0]!["uri"]!.GetValue<string>().Split(',')[1]);
        json["buffers"]![0]!["uri"] = "data.bin";
        File.WriteAllText(Path.Combine(folder, "model.gltf"), json.ToJsonString());
        File.WriteAllBytes(Path.Combine(outside, "secret.bin"), data);
        File.CreateSymbolicLink(Path.Combine(folder, "data.bin"), Path.Combine(outside, "secret.bin"));
        Assert.That(() => MotionFile.Read(Path.Combine(folder, "model.gltf")),
            Throws.TypeOf<FormatException>().With.Message.Contains("outside of the model's folder"));

        File.Delete(Path.Combine(folder, "data.bin"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "sub"), outside);
        json["buffers"]![0]!["uri"] = "sub/secret.bin";
        File.WriteAllText(Path.Combine(folder, "model.gltf"), json.ToJsonString());
        Assert.That(() => MotionFile.Read(Path.Combine(folder, "model.gltf")),
            Throws.TypeOf<FormatException>().With.Message.Contains("outside of the model's folder"));

        File.WriteAllBytes(Path.Combine(folder, "real.bin"), data);
        File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), Path.Combine(folder, "real.bin"));
        json["buffers"]![0]!["uri"] = "link.bin";
        File.WriteAllText(Path.Combine(folder, "model.gltf"), json.ToJsonString());
        Assert.That(Limbs.RightArm(MotionFile.Read(Path.Combine(folder, "model.gltf")), 1), Is.EqualTo(55).Within(Degrees));
        Directory.Delete(folder, recursive: true);
        Directory.Delete(outside, recursive: true);
    }
}
