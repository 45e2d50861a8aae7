using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Formats;

/// <summary>A person in the T pose as a .gltf whose right arm moves: written node by node, so that tests can name and change every part.</summary>
sealed class GltfPerson
{
    readonly MemoryStream _buffer = new();

    public GltfPerson(Func<int, string>? nameOf = null)
    {
        Skeleton = Humanoids.Person();
        Map = HumanoidMap.Find(Skeleton);
        var nodes = new JsonArray();
        for (var i = 0; i < Skeleton.Count; i++)
        {
            var position = Skeleton[i].Rest.Translation;
            var node = new JsonObject { ["name"] = nameOf?.Invoke(i) ?? Skeleton[i].Name,
                ["translation"] = new JsonArray(position.X, position.Y, position.Z) };
            var children = Enumerable.Range(0, Skeleton.Count).Where(child => Skeleton[child].Parent == i).Select(child => (JsonNode)child).ToArray();
            if (children.Length > 0)
                node["children"] = new JsonArray(children);
            nodes.Add((JsonNode)node);
        }
        Json = new JsonObject
        {
            ["asset"] = new JsonObject { ["version"] = "2.0" }, ["nodes"] = nodes, ["animations"] = new JsonArray(), ["accessors"] = new JsonArray(),
                ["bufferViews"] = new JsonArray(),
        };
    }

    public Skeleton Skeleton { get; }

    public HumanoidMap Map { get; }

    public JsonObject Json { get; }

    /// <summary>Index of a new accessor over bytes of its own.</summary>
    public int Accessor(string type, int componentType, int count, byte[] bytes, bool isNormalised = false)
    {
        var accessors = Json["accessors"]!.AsArray();
        accessors.Add((JsonNode)new JsonObject { ["bufferView"] = View(bytes), ["componentType"] = componentType, ["count"] = count, ["type"] = type,
            ["normalized"] = isNormalised });
        return accessors.Count - 1;
    }

    public int Floats(string type, params float[] values) =>
        Accessor(type, 5126, values.Length / type switch { "SCALAR" => 1, "VEC2" => 2, "VEC3" => 3, _ => 4 },
            values.SelectMany(BitConverter.GetBytes).ToArray());

    public int View(byte[] bytes)
    {
        var views = Json["bufferViews"]!.AsArray();
        views.Add((JsonNode)new JsonObject { ["buffer"] = 0, ["byteOffset"] = (int)_buffer.Position, ["byteLength"] = bytes.Length });
        _buffer.Write(bytes);
        while (_buffer.Position % 4 != 0)
            _buffer.WriteByte(0);
        return views.Count - 1;
    }

    /// <summary>An animation that turns the right upper arm about z by degrees above the horizontal at each key.</summary>
    public GltfPerson Raise(string? name, float[] times, float[] degrees, string interpolation = "LINEAR") =>
        Animate(name, Floats("SCALAR", times), Floats("VEC4", degrees.SelectMany(angle => Components(Turn(angle))).ToArray()), interpolation);

    public GltfPerson Animate(string? name, int input, int output, string interpolation = "LINEAR")
    {
        var animation = new JsonObject
        {
            ["samplers"] = new JsonArray(new JsonObject { ["input"] = input, ["output"] = output, ["interpolation"] = interpolation }),
            ["channels"] = new JsonArray(new JsonObject { ["sampler"] = 0,
                ["target"] = new JsonObject { ["node"] = Map[HumanBodyBones.RightUpperArm], ["path"] = "rotation" } }),
        };
        if (name is not null)
            animation["name"] = name;
        Json["animations"]!.AsArray().Add((JsonNode)animation);
        return this;
    }

    public byte[] Bytes()
    {
        Json["buffers"] = new JsonArray(new JsonObject { ["byteLength"] = (int)_buffer.Length, ["uri"] = "data:application/octet-stream;base64,"
            + Convert.ToBase64String(_buffer.ToArray()) });
        return Encoding.UTF8.GetBytes(Json.ToJsonString());
    }

    /// <summary>Writes it to a file of its own with this ending; the caller deletes the folder.</summary>
    public string Write(string ending = ".gltf")
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, string.Create(CultureInfo.InvariantCulture, $"person{ending}"));
        File.WriteAllBytes(path, Bytes());
        return path;
    }

    /// <summary>The right arm's turn in the T pose that raises it above the horizontal.</summary>
    public static Quaternion Turn(float degrees) => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -degrees * MathF.PI / 180);

    public static float[] Components(Quaternion q) => [q.X, q.Y, q.Z, q.W];
}
