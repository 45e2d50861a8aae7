using Avatars.Datasets.Pairs;
using Avatars.Fixtures;
using FsCheck;

namespace Avatars.Datasets.Tests.Pairs;

/// <summary>Whatever is changed in the manifest of a data set, rendering goes on with it or refuses it by name.</summary>
public sealed class ManifestLaws
{
    readonly string _folder = Directory.CreateTempSubdirectory("avatar-manifest-laws").FullName;

    static DatasetManifest Order => new() { Split = "train", Seed = 5, Size = 64, PictureFormat = "jpeg", Licence = "any", Count = 4, PairsPerShard = 2 };

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, true);

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void A_mutated_manifest_is_gone_on_with_or_refused(DoNotSize<int> seed)
    {
        (Order with { Shards = [new("shard-00000.safetensors", 2, new string('0', 64))] }).Write(_folder);
        var path = Path.Combine(_folder, DatasetManifest.FileName);
        MutatedFile.IsReadOrRefused(File.ReadAllBytes(path), ".json", seed.Item, mutated =>
        {
            File.Copy(mutated, path, overwrite: true);
            try
            {
                Assert.That(Order.Resume(_folder).Count, Is.EqualTo(4));
            }
            catch (InvalidOperationException error) when (error.Message.Contains("another data set", StringComparison.Ordinal))
            {
            }
        });
    }

    [Test]
    public void An_older_format_is_refused_with_the_remedy()
    {
        (Order with { FormatVersion = 1 }).Write(_folder);
        Assert.That(() => Order.Resume(_folder), Throws.TypeOf<FormatException>()
            .With.Message.Contains("version 1").And.Message.Contains("manifest.json").And.Message.Contains("--out"));
    }

    [TestCase("null"), TestCase("shards-null"), TestCase("pairs-null"), TestCase("shard-null"), TestCase("file-null")]
    public void Null_is_refused(string name)
    {
        File.Copy(Path.Combine(SharedFolders.Cases, "fuzz", "07-dataset-manifest", name + ".manifest.json"),
            Path.Combine(_folder, DatasetManifest.FileName), overwrite: true);
        Assert.That(() => Order.Resume(_folder), Throws.TypeOf<FormatException>().With.Message.Contains("manifest.json").And.Message.Contains("null"));
    }
}
