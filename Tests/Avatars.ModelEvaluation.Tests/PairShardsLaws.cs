using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using FsCheck;

namespace Avatars.ModelEvaluation;

/// <summary>Whatever is changed in a manifest of pairs or in a shard, the pairs are read or refused.</summary>
public sealed class PairShardsLaws
{
    readonly string _folder = Directory.CreateTempSubdirectory("avatar-shard-laws").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, true);

    [Test]
    public void The_pairs_are_valid()
    {
        Write(Shard(), Manifest);
        Assert.That(new PairShards(_folder).Read().Select(pair => (pair.Character, pair.Box.Width, pair.Target.Width)),
            Is.EqualTo(new[] { (3, 32, 8), (13, 32, 8) }));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Manifests(DoNotSize<int> seed)
    {
        var shard = Shard();
        Law(Encoding.UTF8.GetBytes(Manifest(shard)), seed, bytes => Write(shard, _ => Encoding.UTF8.GetString(bytes)));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Shards(DoNotSize<int> seed) => Law(Shard(), seed, bytes => Write(bytes, Manifest));

    void Law(byte[] valid, DoNotSize<int> seed, Action<byte[]> write) => MutatedFile.IsReadOrRefused(valid, ".bin", seed.Item, path =>
    {
        write(File.ReadAllBytes(path));
        var pairs = new PairShards(_folder);
        Assert.That(pairs.Read().Take(5).Count(), Is.LessThanOrEqualTo(pairs.Count));
    });

    void Write(byte[] shard, Func<byte[], string> manifest)
    {
        File.WriteAllBytes(Path.Combine(_folder, "shard-00000.safetensors"), shard);
        File.WriteAllText(Path.Combine(_folder, "manifest.json"), manifest(shard));
    }

    static string Manifest(byte[] shard) =>
        $$"""
        {"split":"test","poseStyle":"avatar","framesPerSequence":0,
        "shards":[{"file":"shard-00000.safetensors","pairs":2,"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(shard))}}"}]}
        """;

    /// <summary>Two pairs of 8x8 pixels.</summary>
    static byte[] Shard()
    {
        var header = new Dictionary<string, object>();
        using var data = new MemoryStream();
        var png = PictureFile.EncodePng(new RgbImage(8, 8));
        foreach (var name in new[] { "source", "target", "pose" })
        {
            Add(name + "_offsets", "I64", [3], [.. new long[] { 0, png.Length, 2 * png.Length }.SelectMany(BitConverter.GetBytes)]);
            Add(name, "U8", [2 * png.Length], [.. png, .. png]);
        }
        Add("person_box", "I32", [2, 4], [.. new[] { 1, 1, 32, 40, 1, 1, 32, 40 }.SelectMany(BitConverter.GetBytes)]);
        Add("character", "I32", [2], [.. new[] { 3, 13 }.SelectMany(BitConverter.GetBytes)]);
        foreach (var name in new[] { "source_keypoints", "target_keypoints" })
            Add(name, "F32", [2, 128, 3], new byte[2 * 128 * 3 * sizeof(float)]);
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data.ToArray()];

        void Add(string name, string type, int[] shape, byte[] bytes)
        {
            header[name] = new { dtype = type, shape, data_offsets = new[] { data.Length, data.Length + bytes.Length } };
            data.Write(bytes);
        }
    }
}
