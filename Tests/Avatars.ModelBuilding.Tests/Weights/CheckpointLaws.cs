using Avatars.Fixtures;
using Avatars.ModelBuilding.Importing;
using Avatars.ModelBuilding.Onnx;
using FsCheck;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Whatever is changed in a checkpoint, it is read or refused with the file's name.</summary>
public sealed class CheckpointLaws
{
    [Test]
    public void The_checkpoints_are_valid()
    {
        foreach (var valid in new[] { TinyCheckpoints.Safetensors, TinyCheckpoints.Zip, TinyCheckpoints.OldStream })
        {
            var path = Path.GetTempFileName();
            File.WriteAllBytes(path, valid);
            using (var file = TensorFiles.Open(path))
                Assert.That(file.Read("x").SelectMany(piece => piece.ToArray()), Is.EqualTo(new[] { 1f, 2, 3, 4 }));
            File.Delete(path);
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void Safetensors(DoNotSize<int> seed) => MutatedFile.IsReadOrRefused(TinyCheckpoints.Safetensors, ".safetensors", seed.Item, ReadAll);

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void Zip_archives(DoNotSize<int> seed) => MutatedFile.IsReadOrRefused(TinyCheckpoints.Zip, ".pt", seed.Item, ReadAll);

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void Old_streams(DoNotSize<int> seed) => MutatedFile.IsReadOrRefused(TinyCheckpoints.OldStream, ".pt", seed.Item, ReadAll);

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void Indexes_of_shards(DoNotSize<int> seed)
    {
        var folder = Directory.CreateTempSubdirectory("avatar-law").FullName;
        File.WriteAllBytes(Path.Combine(folder, "a.safetensors"), TinyCheckpoints.Safetensors);
        try
        {
            var index = """{"metadata":{"total_size":18},"weight_map":{"x":"a.safetensors","y":"a.safetensors"}}"""u8.ToArray();
            MutatedFile.IsReadOrRefused(index, ".json", seed.Item, path =>
            {
                File.Copy(path, Path.Combine(folder, "model.safetensors.index.json"), overwrite: true);
                new CheckpointSources([folder]).Dispose();
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Any names, shapes and numbers.</summary>
    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void What_is_written_as_safetensors_is_read_again(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        string Name(int index) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(1, 0xD800))) + index;
        Weight[] weights = [.. Enumerable.Range(0, random.Next(1, 8))
            .Select(i => new Weight(Name(i), [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5))],
            Initialisation.Normal(random.NextSingle())))];
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Save(folder["w.safetensors"], weights, new RandomWeights((uint)seed.Item));
        using var file = TensorFiles.Open(folder["w.safetensors"]);
        Assert.That(file.Entries.Keys, Is.EquivalentTo(weights.Select(weight => weight.Name)));
        foreach (var weight in weights)
        {
            Assert.That(file.Entries[weight.Name].Shape, Is.EqualTo(weight.Shape), weight.Name);
            Assert.That(file.Read(weight.Name).SelectMany(piece => piece.ToArray()),
                Is.EqualTo(new RandomWeights((uint)seed.Item).Read(weight).SelectMany(piece => piece.ToArray())), weight.Name);
        }
    }

    static void ReadAll(string path)
    {
        using var file = TensorFiles.Open(path);
        foreach (var name in file.Entries.Keys)
            if (file.Entries[name].Count < 1 << 20) // a view may repeat one value for ever; importers compare its shape first
                foreach (var piece in file.Read(name))
                    _ = piece.Length;
    }
}
