using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer;

/// <summary>The real window with a model that draws the person's own body. Its networks were never trained, but the body is the fitted one.</summary>
[Category("Gpu")]
public sealed class FittedWindowTests
{
    const int Width = 1280, Height = 720;

    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void RequireDisplay() => ViewerProcess.RequireDisplay();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_person_file_is_shown_as_a_body_around_the_bones()
    {
        PersonFile.Write(_folder["red.person"], People.Standing(RandomPictures.Make(64, 64, seed: 5), 0.5f));
        var picture = Show("--source", _folder["red.person"], "--motion", Wave);
        var rig = ViewerLayout.Of(new Box(0, 0, Width, Height)).Rig;
        Assert.That(Share(picture, rig, (r, g, b) => r > 100 && g < r / 2 && b < r / 2), Is.InRange(0.02, 0.3), "the red body");
        Assert.That(Share(picture, rig, (r, g, b) => b > 130 && b > r), Is.GreaterThan(0.0005), "the bones of the left side");
    }

    [Test]
    public void A_photograph_is_analysed_and_its_person_shown()
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
        var photo = Path.Combine(SharedFolders.Assets, "photos", "man_white_shirt_c.jpg");
        if (!File.Exists(photo))
            SharedFolders.Missing($"There is no '{photo}'.");
        var picture = Show("--source", photo, "--motion", Wave);
        var rig = ViewerLayout.Of(new Box(0, 0, Width, Height)).Rig;
        Assert.That(Share(picture, rig, (r, g, b) => r > 170 && g > 165 && b > 160), Is.GreaterThan(0.01), "his white shirt");
        Assert.That(Share(picture, rig, (r, g, b) => r > 110 && r > b + 35 && r < 230), Is.GreaterThan(0.001), "his skin");
    }

    [Test]
    public void A_picture_without_a_person_ends_a_capture_with_one_line()
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
        PictureFile.Write(_folder["noise.png"], RandomPictures.Make(300, 200, seed: 9));
        var (code, errors) = ViewerProcess.Run(display: true, "--model", UntrainedModel.BodyFolder, "--source", _folder["noise.png"], "--screenshot",
            _folder["none.png"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("noise.png").And.Contain("No person was found"));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(File.Exists(_folder["none.png"]), Is.False);
    }

    RgbImage Show(params string[] arguments)
    {
        var path = _folder["window.png"];
        var (code, errors) = ViewerProcess.Run(display: true, ["--model", UntrainedModel.BodyFolder, "--screenshot", path, "--after", "0.5", "--size",
            $"{Width}x{Height}", .. arguments]);
        Assert.That(code, Is.Zero, errors);
        return PictureFile.ReadRgb(path);
    }

    static double Share(RgbImage picture, Box box, Func<int, int, int, bool> isCounted)
    {
        var counted = 0;
        for (var y = (int)box.Y; y < (int)box.Bottom; y++)
            for (var x = (int)box.X; x < (int)box.Right; x++)
                if (isCounted(picture.Row(y)[x * 3], picture.Row(y)[x * 3 + 1], picture.Row(y)[x * 3 + 2]))
                    counted++;
        return counted / ((double)(int)box.Width * (int)box.Height);
    }
}
