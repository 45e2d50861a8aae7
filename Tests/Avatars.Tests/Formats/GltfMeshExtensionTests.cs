using System.Numerics;
using System.Text.Json.Nodes;
using Avatars.Formats;
using Avatars.Scenes;

namespace Avatars.Tests.Formats;

/// <summary>KHR_mesh_quantization, KHR_texture_transform and sparse vertices on one triangle.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GltfMeshExtensionTests
{
    static readonly Vector2[] Coordinates = [new(0, 0), new(1, 0), new(0, 1)];

    readonly GltfPerson _person = new();
    readonly JsonObject _attributes = [];

    SkinnedMesh Read()
    {
        _person.Json["skins"] = new JsonArray(new JsonObject { ["joints"] = new JsonArray(0) });
        _person.Json["nodes"]!.AsArray().Add((JsonNode)new JsonObject { ["mesh"] = 0, ["skin"] = 0 });
        _person.Json["meshes"] =
            new JsonArray(new JsonObject { ["primitives"] = new JsonArray(new JsonObject { ["attributes"] = _attributes, ["material"] = 0 }) });
        _person.Json["materials"] ??= new JsonArray(new JsonObject());
        _attributes["JOINTS_0"] = _person.Accessor("VEC4", 5121, 3, new byte[12]);
        _attributes["WEIGHTS_0"] = _person.Accessor("VEC4", 5121, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0], isNormalised: true);
        if (!_attributes.ContainsKey("POSITION"))
            _attributes["POSITION"] = _person.Floats("VEC3", 0, 0, 0, 1, 0, 0, 0, 1, 0);
        return GltfFile.Parse(_person.Bytes(), "triangle.gltf").Meshes.Single();
    }

    static byte[] Shorts(params int[] values) => values.SelectMany(value => BitConverter.GetBytes((short)value)).ToArray();

    [Test]
    public void Quantised_vertices_are_what_their_integers_mean()
    {
        // Rows of three shorts are padded to four: the view's stride says so.
        _attributes["POSITION"] = _person.Accessor("VEC3", 5122, 3, Shorts(0, 0, 0, 0, 3, 0, 0, 0, 0, -2, 0, 0));
        _person.Json["bufferViews"]![0]!["byteStride"] = 8;
        _attributes["TEXCOORD_0"] = _person.Accessor("VEC2", 5123, 3, Shorts(0, 0, -1, 0, 0, -1), isNormalised: true); // 65535 is 1
        _person.Json["extensionsRequired"] = new JsonArray("KHR_mesh_quantization");
        var mesh = Read();
        Assert.That(mesh.Positions, Is.EqualTo(new[] { new Vector3(0, 0, 0), new Vector3(3, 0, 0), new Vector3(0, -2, 0) }));
        Assert.That(mesh.TextureCoordinates, Is.EqualTo(Coordinates));
    }

    [Test]
    public void Sparse_vertices_lie_over_zeros()
    {
        _attributes["POSITION"] = _person.Json["accessors"]!.AsArray().Count;
        _person.Json["accessors"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["componentType"] = 5126, ["count"] = 3, ["type"] = "VEC3",
            ["sparse"] = new JsonObject
            {
                ["count"] = 2,
                ["indices"] = new JsonObject { ["bufferView"] = _person.View(Shorts(0, 2)), ["componentType"] = 5123 },
                ["values"] = new JsonObject { ["bufferView"] = _person.View(new[] { 1f, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes).ToArray()) },
            },
        });
        Assert.That(Read().Positions, Is.EqualTo(new[] { new Vector3(1, 2, 3), Vector3.Zero, new Vector3(4, 5, 6) }));
    }

    /// <summary>The extension's own example: the lower left quarter of the picture, a quarter turn clockwise.</summary>
    [Test]
    public void Texture_transforms_are_applied_to_the_coordinates_that_they_name()
    {
        _person.Json["materials"] = new JsonArray(new JsonObject
        {
            ["pbrMetallicRoughness"] = new JsonObject
            {
                ["baseColorTexture"] = new JsonObject
                {
                    ["index"] = 0, ["texCoord"] = 0,
                    ["extensions"] = new JsonObject { ["KHR_texture_transform"] =
                        new JsonObject { ["offset"] = new JsonArray(0, 1), ["rotation"] = MathF.PI / 2, ["scale"] = new JsonArray(0.5, 0.5),
                        ["texCoord"] = 1 } },
                },
            },
        });
        _attributes["TEXCOORD_1"] = _person.Floats("VEC2", Coordinates.SelectMany(uv => new[] { uv.X, uv.Y }).ToArray());
        var found = Read().TextureCoordinates;
        Vector2[] expected = [new(0, 1), new(0, 0.5f), new(0.5f, 1)];
        for (var i = 0; i < 3; i++)
            Assert.That(Vector2.Distance(found[i], expected[i]), Is.LessThan(1e-6f), $"vertex {i} at {found[i]}");
    }
}
