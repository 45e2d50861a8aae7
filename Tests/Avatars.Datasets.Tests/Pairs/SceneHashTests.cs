using System.Text.Json;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Fixtures;

namespace Avatars.Datasets.Tests.Pairs;

public sealed class SceneHashTests
{
    static readonly DatasetManifest.View View = new("wave", 1.2504f, [0, 1, 4], [0, 0, 0, 1], 500);
    static readonly DatasetManifest.Pair Pair = new(12, "test-7-12", Framing.Waist, View, View with { Motion = "sign" });

    [Test]
    public void It_is_the_SHA_256_of_a_line_per_pair() => // printf '12\ttest-7-12\tWaist\twave\t1.250\tsign\t1.250\n' | sha256sum
        Assert.That(SceneHash.OfFirst([Pair]), Is.EqualTo("36d09d4385b2bece4aa6cf08a196172c009d6d54f4d15932e98dc70ce7bf52c5"));

    [Test]
    public void Another_choice_gives_another_hash_and_a_rounded_camera_does_not()
    {
        DatasetManifest.Pair[] others =
        [
            Pair with { Character = 13 }, Pair with { Name = "test-8-12" }, Pair with { Framing = Framing.Full },
            Pair with { Source = View with { Motion = "walk" } }, Pair with { Target = View with { Motion = "sign", Seconds = 1.252f } },
        ];
        Assert.That(others.Select(pair => SceneHash.OfFirst([pair])).Append(SceneHash.OfFirst([Pair])), Is.Unique);
        Assert.That(SceneHash.OfFirst([Pair with { Source = View with { Seconds = 1.2504001f, Position = [0, 1, 4.0000005f] } }]),
            Is.EqualTo(SceneHash.OfFirst([Pair])));
        Assert.That(SceneHash.OfFirst([.. Enumerable.Repeat(Pair, SceneHash.PairCount), others[0]]),
            Is.EqualTo(SceneHash.OfFirst(Enumerable.Repeat(Pair, SceneHash.PairCount))));
    }

    [Test]
    public void Assets_are_compared_by_name_and_content()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["makehuman/eyes"]);
        File.WriteAllText(folder["makehuman/eyes/a.obj"], "v 0 0 0\n");
        var first = SceneHash.OfAssets(folder.Path);
        File.WriteAllText(folder["notes.txt"], "not an asset");
        Assert.That(SceneHash.OfAssets(folder.Path), Is.EqualTo(first));
        File.WriteAllText(folder["makehuman/eyes/a.obj"], "v 0 0 1\n");
        var second = SceneHash.OfAssets(folder.Path);
        File.Move(folder["makehuman/eyes/a.obj"], folder["makehuman/eyes/b.obj"]);
        Assert.That(new[] { first, second, SceneHash.OfAssets(folder.Path) }, Is.Unique);
    }

    static IEnumerable<TestCaseData> Recorded()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, "Training", "recipes"), "*.json"))
            foreach (var data in JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("data").EnumerateArray())
                if (data.TryGetProperty("scenesSha256", out _))
                    yield return new TestCaseData(data).SetArgDisplayNames(Path.GetFileNameWithoutExtension(file), data.GetProperty("name").GetString()!);
    }

    /// <summary>A change of the sampler's random choices makes other data sets from the recipes' seeds: then their hashes are to be written anew.</summary>
    [Category("Assets"), TestCaseSource(nameof(Recorded))]
    public void The_hash_in_a_recipe_is_of_the_scenes_that_its_seed_draws(JsonElement data)
    {
        float Share(string name) => data.TryGetProperty(name, out var share) ? share.GetSingle() : 0;
        var size = data.TryGetProperty("size", out var side) ? side.GetInt32() : 256;
        var split = data.GetProperty("split").GetString() == "train" ? Split.Train : Split.Test;
        var samplesOnly = data.TryGetProperty("identities", out var identities) && identities.GetString() == "seen";
        var library = new MakeHumanLibrary(SharedFolders.Assets, 64);
        var sampler = new PairSampler(library, new MotionLibrary(SharedFolders.Assets, library, split), split, data.GetProperty("seed").GetUInt64(), size,
            CatalogItem.PublicDomain, samplesOnly, Share("otherFraming"), Share("signing"));
        var count = Math.Min(SceneHash.PairCount, data.GetProperty("count").GetInt32());
        var pairs = Enumerable.Range(0, count).Select(i => DatasetManifest.PairOf(sampler.Sample(i)));
        Assert.That(SceneHash.OfFirst(pairs), Is.EqualTo(data.GetProperty("scenesSha256").GetString()));
    }
}
