using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>Pairs of 64x64 pixels for tests.</summary>
static class TinyPairs
{
    /// <summary>Two pairs of a person who does not move, as 'avatar dataset render' writes them.</summary>
    /// <param name="folder">Must be there.</param>
    /// <param name="named">What the manifest calls the shard.</param>
    /// <param name="sha256">What the manifest says of it; null for the truth.</param>
    /// <param name="hasBodies">With the pictures of the textured body, as '--bodies' adds them.</param>
    public static void Write(string folder, string? named = null, string? sha256 = null, int frames = 0, bool hasBodies = false)
    {
        var target = RandomPictures.Make(64, 64, seed: 1);
        var source = new RgbImage(64, 64, [.. target.Bytes]);
        target.Bytes.AsSpan(0, 3).Clear();
        source.Bytes.AsSpan(0, 3).Fill(255);
        var header = new Dictionary<string, object>();
        var data = new MemoryStream();
        string[] bodies = ["body_warped", "body_state", "body_coordinates", "body_normals", "background"];
        foreach (var (name, picture) in new[] { ("source", source), ("target", target), ("pose", new RgbImage(64, 64)) }
            .Concat(hasBodies ? bodies.Select((name, i) => (name, RandomPictures.Make(64, 64, seed: 2 + i))) : []))
        {
            var png = PictureFile.EncodePng(picture);
            Add(name + "_offsets", "I64", [3], Longs(0, png.Length, 2 * png.Length));
            Add(name, "U8", [2 * png.Length], [.. png, .. png]);
        }
        Add("person_box", "I32", [2, 4], Integers(16, 16, 32, 40, 16, 16, 32, 40));
        Add("character", "I32", [2], Integers(3, 13));
        foreach (var name in new[] { "source_keypoints", "target_keypoints" })
            Add(name, "F32", [2, 128, 3], [.. Knuckles(), .. Knuckles()]);
        Add("source_surface", "U16", [2, 1, 1, 3], new byte[2 * 3 * sizeof(ushort)]); // rendered sets hold more than is scored
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header));
        byte[] shard = [.. BitConverter.GetBytes((long)json.Length), .. json, .. data.ToArray()];
        File.WriteAllBytes(Path.Combine(folder, "shard-00000.safetensors"), shard);
        File.WriteAllText(Path.Combine(folder, "manifest.json"), JsonSerializer.Serialize(new
        {
            split = "test",
            poseStyle = "avatar",
            framesPerSequence = frames,
            shards = new[] { new { file = named ?? "shard-00000.safetensors", pairs = 2, sha256 = sha256
                ?? Convert.ToHexStringLower(SHA256.HashData(shard)) } },
        }));

        void Add(string name, string type, int[] shape, byte[] bytes)
        {
            header[name] = new { dtype = type, shape, data_offsets = new[] { data.Length, data.Length + bytes.Length } };
            data.Write(bytes);
        }
    }

    /// <summary>A person of whom only the middle knuckles are known: the left one in the picture, the right one beside it.</summary>
    static byte[] Knuckles()
    {
        var keypoints = new float[128 * 3];
        (keypoints[27 * 3], keypoints[27 * 3 + 1], keypoints[27 * 3 + 2]) = (10, 20, 1);
        (keypoints[48 * 3], keypoints[48 * 3 + 1], keypoints[48 * 3 + 2]) = (-10, 20, 1);
        return [.. keypoints.SelectMany(BitConverter.GetBytes)];
    }

    static byte[] Longs(params long[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    static byte[] Integers(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
