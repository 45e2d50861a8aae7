using System.Numerics;
using System.Text;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

public sealed class GltfFileTests
{
    /// <summary>Two joints under an armature, one triangle, one animation: what an exporter writes, by hand.</summary>
    const string Json = """
        {
          "asset": { "version": "2.0" },
          "nodes": [
            { "name": "armature", "children": [1, 3], "scale": [2, 2, 2] },
            { "name": "root", "children": [2], "translation": [0, 1, 0] },
            { "name": "tip", "translation": [0, 0.5, 0] },
            { "name": "body", "mesh": 0, "skin": 0 }
          ],
          "skins": [ { "joints": [2, 1], "inverseBindMatrices": 5 } ],
          "meshes": [ { "name": "triangle", "primitives": [ { "attributes": { "POSITION": 0, "JOINTS_0": 1, "WEIGHTS_0": 2 }, "material": 0 } ] } ],
          "materials": [ { "pbrMetallicRoughness": { "baseColorFactor": [1, 0, 0.21404, 1] }, "alphaMode": "MASK", "doubleSided": true } ],
          "animations": [ { "name": "turn", "channels": [ { "sampler": 0, "target": { "node": 2, "path": "rotation" } } ],
                            "samplers": [ { "input": 3, "output": 4 } ] } ],
          "accessors": [
            { "bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3" },
            { "bufferView": 1, "componentType": 5121, "count": 3, "type": "VEC4" },
            { "bufferView": 2, "componentType": 5121, "normalized": true, "count": 3, "type": "VEC4" },
            { "bufferView": 3, "componentType": 5126, "count": 2, "type": "SCALAR" },
            { "bufferView": 4, "componentType": 5126, "count": 2, "type": "VEC4" },
            { "bufferView": 5, "componentType": 5126, "count": 2, "type": "MAT4" }
          ],
          "bufferViews": [
            { "buffer": 0, "byteOffset": 0, "byteLength": 36 }, { "buffer": 0, "byteOffset": 36, "byteLength": 12 },
            { "buffer": 0, "byteOffset": 48, "byteLength": 12 }, { "buffer": 0, "byteOffset": 60, "byteLength": 8 },
            { "buffer": 0, "byteOffset": 68, "byteLength": 32 }, { "buffer": 0, "byteOffset": 100, "byteLength": 128 }
          ],
          "buffers": [ { "byteLength": 228, "uri": "$BUFFER" } ]
        }
        """;

    internal static byte[] Buffer()
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        foreach (var position in new[] { new Vector3(0, 1, 0), new Vector3(1, 1, 0), new Vector3(0, 2, 0) })
        {
            writer.Write(position.X);
            writer.Write(position.Y);
            writer.Write(position.Z);
        }
        writer.Write([0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]); // joints of the skin: 0 is tip, 1 is root
        writer.Write([255, 0, 0, 0, 255, 0, 0, 0, 51, 204, 0, 0]);
        writer.Write(0f);
        writer.Write(2f);
        foreach (var value in new[] { 0f, 0, 0, 1, 0, 0, MathF.Sin(0.5f), MathF.Cos(0.5f) })
            writer.Write(value);
        // The mesh lies in the armature's own space: bind matrices without its scale of 2.
        foreach (var up in new[] { 1.5f, 1f })
            foreach (var value in new[] { 1f, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -up, 0, 1 })
                writer.Write(value);
        return stream.ToArray();
    }

    internal static byte[] Gltf(Func<string, string>? change = null)
    {
        var json = Json.Replace("$BUFFER", "data:application/octet-stream;base64," + Convert.ToBase64String(Buffer()), StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(change is null ? json : change(json));
    }

    internal static byte[] Glb()
    {
        var json = Encoding.UTF8.GetBytes(Json.Replace(", \"uri\": \"$BUFFER\"", "", StringComparison.Ordinal));
        Array.Resize(ref json, (json.Length + 3) / 4 * 4);
        for (var i = json.Length - 1; json[i] == 0; i--)
            json[i] = (byte)' ';
        var binary = Buffer();
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        writer.Write(0x46546C67);
        writer.Write(2);
        writer.Write(12 + 8 + json.Length + 8 + binary.Length);
        writer.Write(json.Length);
        writer.Write(0x4E4F534A);
        writer.Write(json);
        writer.Write(binary.Length);
        writer.Write(0x004E4942);
        writer.Write(binary);
        return stream.ToArray();
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Skeleton_clip_and_mesh_are_read(bool binary)
    {
        var file = GltfFile.Parse(binary ? Glb() : Gltf(), "model.glb");
        Assert.That(file.Skeleton.Joints.ToArray().Select(joint => (joint.Name, joint.Parent)),
            Is.EqualTo(new[] { ("armature", -1), ("root", 0), ("tip", 1) }));
        Assert.That(file.Skeleton[0].Rest.Scale, Is.EqualTo(new Vector3(2)));

        var pose = new JointTransform[3];
        file.Clips[0].Sample(1, pose);
        Assert.That(file.Clips[0].Name, Is.EqualTo("turn"));
        Assert.That(MathF.Abs(Quaternion.Dot(pose[2].Rotation, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.5f))), Is.EqualTo(1).Within(1e-5f));

        var mesh = file.Meshes[0];
        Assert.That(mesh.JointIndices.Take(4), Is.EqualTo(new ushort[] { 2, 1, 2, 2 }), "the skin's order becomes the skeleton's");
        Assert.That(mesh.JointWeights.Skip(8).Take(2), Is.EqualTo(new[] { 0.2f, 0.8f }).Within(1e-6f));
        Assert.That(mesh.Indices, Is.EqualTo(new uint[] { 0, 1, 2 }));
        Assert.That(mesh.Normals[0], Is.EqualTo(Vector3.UnitZ), "made from the triangle, counter-clockwise");
        Assert.That(mesh.Material.Tint.X, Is.EqualTo(1));
        Assert.That(mesh.Material.Tint.Z, Is.EqualTo(0.5f).Within(2e-3f), "linear 0.214 is sRGB 0.5");
        Assert.That(mesh.Material.IsDoubleSided, Is.True);
    }

    [Test]
    public void At_rest_every_vertex_lies_where_it_is_seen()
    {
        var file = GltfFile.Parse(Gltf(), "model.gltf");
        Assert.That(file.Meshes[0].Positions[1], Is.EqualTo(new Vector3(2, 2, 0)), "the armature's scale is applied");
        var rest = new JointTransform[3];
        file.Skeleton.CopyRestTo(rest);
        var model = new Matrix4x4[3];
        LocalToModel.Run(file.Skeleton, rest, model);
        for (var i = 1; i < 3; i++)
            Assert.That((file.InverseBind[i] * model[i] - Matrix4x4.Identity).GetDeterminant(), Is.Zero.Within(1e-5f));
        Assert.That(Vector3.Distance(Vector3.Transform(file.Meshes[0].Positions[2], file.InverseBind[2] * model[2]), file.Meshes[0].Positions[2]),
            Is.LessThan(1e-5f));
    }

    [TestCase("../secret.bin")]
    [TestCase("..%2Fsecret.bin")]
    [TestCase("/etc/hostname")]
    [TestCase("file:///etc/hostname")]
    [TestCase("a/../../b.bin")]
    public void Files_outside_of_the_folder_are_refused(string uri) =>
        AssertRefused(json => json[..json.IndexOf("data:", StringComparison.Ordinal)] + uri + "\" } ] }", "outside of the model's folder");

    [Test]
    public void A_file_beside_the_model_is_read()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllBytes(Path.Combine(folder, "my buffer.bin"), Buffer());
        File.WriteAllText(Path.Combine(folder, "model.gltf"), Json.Replace("$BUFFER", "my%20buffer.bin", StringComparison.Ordinal));
        Assert.That(GltfFile.Read(Path.Combine(folder, "model.gltf")).Clips, Has.Count.EqualTo(1));
        File.Delete(Path.Combine(folder, "my buffer.bin"));
        Assert.That(() => GltfFile.Read(Path.Combine(folder, "model.gltf")), Throws.TypeOf<FormatException>().With.Message.Contains("missing beside"));
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("\"count\": 2, \"type\": \"SCALAR\"", "\"count\": 2000000000, \"type\": \"SCALAR\"", "accessors[3]: 2000000000 elements")]
    [TestCase("\"byteOffset\": 100, \"byteLength\": 128", "\"byteOffset\": 2000000000, \"byteLength\": 128", "bufferViews[5]: bytes")]
    [TestCase("\"byteLength\": 228", "\"byteLength\": 229", "buffers[0]: 229 bytes")]
    [TestCase("\"children\": [2]", "\"children\": [2, 0]", "ring")]
    [TestCase("\"children\": [2]", "\"children\": [99]", "nodes[1].children[0]")]
    [TestCase("\"joints\": [2, 1]", "\"joints\": [2, 1, 2]", "3 joints, but 2 inverse bind matrices")]
    [TestCase("\"version\": \"2.0\"", "\"version\": \"1.0\"", "glTF version 1.0")]
    [TestCase("\"output\": 4", "\"output\": 0", "VEC4 is expected")]
    [TestCase("\"translation\": [0, 1, 0]", "\"translation\": [0, 1]", "array of 3 numbers")]
    [TestCase("\"input\": 3", "\"input\": 77", "'input' is 77")]
    [TestCase("\"asset\"", "asset", "line 2")]
    public void Damage_is_reported_with_its_location(string from, string to, string part)
    {
        AssertRefused(json =>
        {
            Assert.That(json, Does.Contain(from), "the test's own replacement");
            return json.Replace(from, to, StringComparison.Ordinal);
        }, part);
    }

    [Test]
    public void A_binary_file_cut_anywhere_is_refused()
    {
        var bytes = Glb();
        for (var length = 4; length < bytes.Length; length += 3)
            Assert.That(() => GltfFile.Parse(bytes[..length], "cut.glb"), Throws.TypeOf<FormatException>().With.Message.StartsWith("cut.glb"));
    }

    static IEnumerable<TestCaseData> Files() => SharedFolders.Files(SharedFolder.Assets, "", "*.gl*");

    [TestCaseSource(nameof(Files)), Category("Assets")]
    public void Every_glTF_of_the_assets_is_read_and_its_skin_fits_its_skeleton(string path)
    {
        var file = GltfFile.Read(path);
        Assert.That(file.Meshes, Is.Not.Empty);
        foreach (var mesh in file.Meshes)
        {
            Assert.That(mesh.JointIndices.Max(), Is.LessThan(file.Skeleton.Count));
            for (var i = 0; i < mesh.JointWeights.Length; i += 4)
                Assert.That(mesh.JointWeights[i] + mesh.JointWeights[i + 1] + mesh.JointWeights[i + 2] + mesh.JointWeights[i + 3],
                    Is.EqualTo(1).Within(1e-4f));
        }
        foreach (var clip in file.Clips)
        {
            var pose = new JointTransform[file.Skeleton.Count];
            foreach (var share in new[] { 0f, 0.37f, 1f })
            {
                clip.Sample(share * clip.Length, pose);
                foreach (var joint in pose)
                    Assert.That(joint.Rotation.Length(), Is.EqualTo(1).Within(1e-3f));
            }
        }
    }

    static void AssertRefused(Func<string, string> change, string part) =>
        Assert.That(() => GltfFile.Parse(Gltf(change), "broken.gltf"), Throws.TypeOf<FormatException>().With.Message.Contains(part)
            .And.Message.StartsWith("broken.gltf"));
}
