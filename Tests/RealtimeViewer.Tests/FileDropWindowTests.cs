using Avatars.Fixtures;
using Avatars.Posing;

namespace Avatars.Viewer;

/// <summary>Files dropped on the real window by a program that speaks XDND, as file managers do.</summary>
[Category("Gpu")]
public sealed class FileDropWindowTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void RequireTools() => WindowUser.Require();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Pictures_motions_sounds_and_scenes_are_taken()
    {
        var (photo, motion, sound) = (_folder["from elsewhere/who ä.png"], _folder["from elsewhere/wave.bvh"], _folder["from elsewhere/beat.wav"]);
        var (scene, other) = (_folder["scene/scene.avatar.json"], _folder["other/other.avatar.json"]);
        foreach (var folder in new[] { photo, scene, other })
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-05.png"), photo);
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), motion);
        File.WriteAllBytes(sound, WavFiles.Make(0.5));
        SceneFile.Write(other, new PoseDocument([new SceneSettings(Seconds: 1), new PersonItem("p", "", [], default, new Dictionary<string, float>())]));
        using var user = new WindowUser(_folder["home"], _folder.Path, "--model", UntrainedModel.Folder, "--scene", scene, "--size", "1280x720");
        using var files = new FileDrag();
        user.Until(() => File.Exists(scene) && Saved().All<MarkerItem>().Any(), () =>
        {
            user.Key("m"); // a marker: the window answers
            Save();
        });
        Assert.That(files.DropOn("Avatar", 640, 300, photo), "the window takes files");
        user.Until(() => Saved().All<PersonItem>().Single().Sources.Any(source => source.File.Contains("who", StringComparison.Ordinal)),
            Save);
        Assert.That(File.ReadAllBytes(_folder["scene/who ä.png"]), Is.EqualTo(File.ReadAllBytes(photo)), "copied beside the scene");
        Assert.That(files.DropOn("Avatar", 640, 300, motion, sound));
        user.Until(() => Saved().All<ClipItem>().Count() == 1 && Saved().All<SoundItem>().Count() == 1, Save);
        Assert.That(files.DropOn("Avatar", 640, 300, other));
        user.Until(() => SceneFile.Read(other).All<MarkerItem>().Any(), () =>
        {
            user.Key("m");
            Save();
        });
        Assert.That(Saved().All<ClipItem>().Count(), Is.EqualTo(1), "the scene before is left alone");

        void Save()
        {
            user.Key("Escape"); // the hints of the first start, which may open after the first keys were taken
            user.Key("ctrl+s");
        }

        PoseDocument Saved() => SceneFile.Read(scene);
    }
}
