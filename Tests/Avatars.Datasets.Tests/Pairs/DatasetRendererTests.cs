using System.Text.Json;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.Fixtures;
using Avatars.Graphics;
using Avatars.Pictures;

namespace Avatars.Datasets.Tests.Pairs;

[Category("Assets"), Category("Gpu")]
public sealed class DatasetRendererTests
{
    string _folder = "";

    [OneTimeSetUp]
    public void RequireGraphics()
    {
        _ = SharedFolders.Assets;
        try
        {
            new GraphicsContext().Dispose();
        }
        catch (InvalidOperationException error)
        {
            SharedFolders.Missing(error.Message);
        }
    }

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-pairs-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, true);

    static DatasetManifest Order(int count, ulong seed = 9) => new()
    {
        Split = "train",
        Seed = seed,
        Size = 64,
        PictureFormat = "png",
        Licence = CatalogItem.PublicDomain,
        Count = count,
        PairsPerShard = 4,
    };

    static void Render(DatasetManifest order, string folder, Action<DatasetRenderer.Progress>? report = null)
    {
        var motions = new MotionLibrary(SharedFolders.Assets, Libraries.Small, Split.Train);
        var sampler = new PairSampler(Libraries.Small, motions, Split.Train, order.Seed, order.Size, order.Licence);
        new DatasetRenderer(sampler.Sample, order, folder).Run(report ?? (_ => { }));
    }

    string[] Files(string folder) => [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order()];

    [Test]
    public void A_run_that_was_stopped_is_gone_on_with_and_gives_the_same_files()
    {
        var (whole, broken) = (Path.Combine(_folder, "whole"), Path.Combine(_folder, "broken"));
        Render(Order(10), whole);
        Assert.That(Files(whole), Is.EqualTo(new[] { "manifest.json", "shard-00000.safetensors", "shard-00001.safetensors", "shard-00002.safetensors" }));
        Assert.Throws<OperationCanceledException>(() => Render(Order(10), broken, progress =>
        {
            if (progress.Done == 6)
                throw new OperationCanceledException();
        }));
        Assert.That(Files(broken), Has.Length.EqualTo(2), "manifest and the first shard");
        Render(Order(10), broken);
        foreach (var file in Files(whole))
            Assert.That(File.ReadAllBytes(Path.Combine(broken, file)), Is.EqualTo(File.ReadAllBytes(Path.Combine(whole, file))), file);
    }

    [Test]
    public void A_damaged_shard_is_rendered_again()
    {
        Render(Order(6), _folder);
        var path = Path.Combine(_folder, "shard-00001.safetensors");
        var good = File.ReadAllBytes(path);
        File.WriteAllBytes(path, good[..^9]);
        Render(Order(6), _folder);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(good));
    }

    [Test]
    public void A_folder_with_another_set_is_left_alone()
    {
        Render(Order(4), _folder);
        var error = Assert.Throws<InvalidOperationException>(() => Render(Order(4, seed: 10), _folder));
        Assert.That(error!.Message, Does.Contain(_folder).And.Contain("seed 9").And.Contain("--out"));
    }

    [Test]
    public void A_damaged_manifest_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, DatasetManifest.FileName), "{ \"formatVersion\": ");
        Assert.That(Assert.Throws<FormatException>(() => Render(Order(4), _folder))!.Message, Does.Contain(DatasetManifest.FileName));
    }

    [Test]
    public void A_shard_holds_what_its_header_declares_and_a_person_on_a_background()
    {
        Render(Order(4), _folder);
        var bytes = File.ReadAllBytes(Path.Combine(_folder, "shard-00000.safetensors"));
        var length = (int)BitConverter.ToInt64(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        int[] Shape(string name) => [.. header.RootElement.GetProperty(name).GetProperty("shape").EnumerateArray().Select(item => item.GetInt32())];
        ReadOnlyMemory<byte> Data(string name)
        {
            var offsets = header.RootElement.GetProperty(name).GetProperty("data_offsets").EnumerateArray().Select(item => item.GetInt32()).ToArray();
            return bytes.AsMemory(8 + length + offsets[0], offsets[1] - offsets[0]);
        }
        Assert.That(Shape("target_keypoints"), Is.EqualTo(new[] { 4, 128, 3 }));
        Assert.That(Shape("source_offsets"), Is.EqualTo(new[] { 5 }));
        Assert.That(Shape("person_box"), Is.EqualTo(new[] { 4, 4 }));
        Assert.That(header.RootElement.GetProperty("source_offsets").GetProperty("data_offsets")[0].GetInt32() % 8, Is.Zero);
        var end = (int)BitConverter.ToInt64(Data("source_offsets").Span[8..]);
        var picture = PictureFile.DecodeRgb(Data("source").Span[..end].ToArray(), "source 0");
        Assert.That((picture.Width, picture.Height), Is.EqualTo((64, 64)));
        var background = picture.Bytes[..3];
        Assert.That(Enumerable.Range(0, 64 * 64).Count(i => Math.Abs(picture.Bytes[3 * i] - background[0]) > 12), Is.InRange(150, 3600),
            "pixels unlike the corner");
    }
}
