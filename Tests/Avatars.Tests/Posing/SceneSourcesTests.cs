using Avatars.Fixtures;
using Avatars.Posing;

namespace Avatars.Tests.Posing;

public sealed class SceneSourcesTests
{
    static readonly FileReference Front = new("photos/front.png", "aa"), Back = new("back.jpg");

    [TestCase("front.png"), TestCase("front"), TestCase("photos/front.png")]
    public void A_key_names_one_of_the_persons_pictures_from_its_time_on(string name)
    {
        var sources = SceneSources.Of(WithKeys([Front, Back], (1, name), (2, "")), "p");
        Assert.That(Files(sources, 0), Is.EqualTo("photos/front.png back.jpg"), "before the first key its own");
        Assert.That(Files(sources, 0.999f), Is.EqualTo("photos/front.png back.jpg"));
        Assert.That(Files(sources, 1), Is.EqualTo("photos/front.png"));
        Assert.That(sources.All[sources.At(1.5f)][0].Hash, Is.EqualTo("aa"));
        Assert.That(Files(sources, 2), Is.EqualTo("photos/front.png back.jpg"), "an empty name is its own again");
        Assert.That((sources.HasChanges, sources.All.Count), Is.EqualTo((true, 2)));
    }

    [Test]
    public void Another_name_is_a_file_of_the_scenes_folder_and_missing_ones_are_told()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["front.png"], "x");
        var document = WithKeys([new FileReference("front.png")], (0.5f, "other.person"), (1, "front"));
        var sources = SceneSources.Of(document, "p");
        Assert.That((Files(sources, 0), Files(sources, 0.5f), Files(sources, 9)), Is.EqualTo(("front.png", "other.person", "front.png")));
        Assert.That(sources.All, Has.Count.EqualTo(2), "the only picture by its name is the person's own");
        var problems = new SceneFolder(folder["scene.avatar.json"]).Problems(document);
        Assert.That(problems.Single(), Does.Contain("'other.person' is missing"));
    }

    [Test]
    public void Without_keys_nothing_changes()
    {
        var sources = SceneSources.Of(new PoseDocument([new PersonItem("p", "", [Front], default, new Dictionary<string, float>())]), "p");
        Assert.That((sources.HasChanges, sources.At(0), sources.At(99)), Is.EqualTo((false, 0, 0)));
    }

    static PoseDocument WithKeys(FileReference[] own, params (float Time, string Name)[] keys)
    {
        var document = new PoseDocument([new PersonItem("p", "", own, default, new Dictionary<string, float>())]);
        foreach (var (time, name) in keys)
            document.SetKey("Source", "p", TrackTarget.Source, new TrackKey(time, [], KeyShape.Step, default, name));
        return document;
    }

    static string Files(SceneSources sources, float time) => string.Join(' ', sources.All[sources.At(time)].Select(file => file.File));
}
