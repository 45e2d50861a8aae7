using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer;

/// <summary>The real window on the real display, with a model that was never trained: its pictures are noise, but they come.</summary>
[Category("Gpu")]
public sealed class WindowTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void RequireDisplay() => ViewerProcess.RequireDisplay();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_screenshot_shows_rig_pose_map_and_person()
    {
        var path = _folder["window.png"];
        var (code, errors) = ViewerProcess.Run(display: true, "--model", UntrainedModel.Folder, "--screenshot", path, "--after", "1", "--size", "1280x720");
        Assert.That(code, Is.Zero, errors);
        var picture = PictureFile.ReadRgb(path);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((1280, 720)));
        var layout = ViewerLayout.Of(new Box(0, 0, 1280, 720));
        Assert.That(ColorsIn(picture, layout.Rig), Is.GreaterThan(100), "shaded bones");
        Assert.That(ColorsIn(picture, layout.Map), Is.GreaterThan(30), "limbs of many colours");
        Assert.That(ColorsIn(picture, layout.Person), Is.GreaterThan(1000), "noise");
        Assert.That(ColorsIn(picture, layout.Performance), Is.GreaterThan(20), "smooth letters and curves");
        Assert.That(ShareOf(picture, layout.Right, Theme.Panel), Is.InRange(0.3, 0.95), "the panel, below its controls");
        Assert.That(ShareOf(picture, layout.Rig, Theme.Pane), Is.InRange(0.2, 0.95), "the pane, behind the bones");
        Assert.That(ShareOf(picture, new Box(0, 0, 1280, 720), Theme.Window), Is.InRange(0.03, 0.5), "the window, between the panes");
        Assert.That(ShareOf(picture, new Box(0, 0, 1280, 720), Theme.Text), Is.GreaterThan(0.0005), "letters");
        Assert.That(ShareOf(picture, new Box(0, 0, 1280, 720), Theme.Accent), Is.GreaterThan(0.0005), "the accent");
        var map = layout.Map.Inset(4);
        Assert.That(ShareOf(picture, map, new UiColor(0, 0, 0)), Is.InRange(0.5, 0.99), "the pose map is black in the background");
        foreach (var (name, isOfHue) in new (string, Func<int, int, int, bool>)[] { ("red", (r, g, b) => r > 120 && g < 60 && b < 60),
            ("green", (r, g, b) => g > 120 && r < 60 && b < 60), ("blue", (r, g, b) => b > 120 && r < 60 && g < 60) })
            Assert.That(Share(picture, map, isOfHue), Is.GreaterThan(0.0005), $"{name} limbs");
    }

    [Test]
    public void A_missing_motion_ends_it_with_one_line()
    {
        var (code, errors) = ViewerProcess.Run(display: true, "--model", UntrainedModel.Folder, "--motion", _folder["none.bvh"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("none.bvh"));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_damaged_network_ends_it_with_one_line()
    {
        var damaged = _folder["damaged"];
        UntrainedModel.CopyTo(damaged);
        var decoder = Path.Combine(damaged, "vae_decoder.onnx");
        var bytes = File.ReadAllBytes(decoder);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(decoder, bytes);
        var (code, errors) = ViewerProcess.Run(display: true, "--model", damaged);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("vae_decoder.onnx"));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
    }

    /// <returns>0 to 1.</returns>
    static double ShareOf(RgbImage picture, Box box, UiColor color) => Share(picture, box, (r, g, b) => (r, g, b) == (color.R, color.G, color.B));

    static double Share(RgbImage picture, Box box, Func<int, int, int, bool> isCounted)
    {
        var counted = 0;
        for (var y = (int)box.Y; y < (int)box.Bottom; y++)
            for (var x = (int)box.X; x < (int)box.Right; x++)
                if (isCounted(picture.Row(y)[x * 3], picture.Row(y)[x * 3 + 1], picture.Row(y)[x * 3 + 2]))
                    counted++;
        return counted / ((double)(int)box.Width * (int)box.Height);
    }

    static int ColorsIn(RgbImage picture, Box box)
    {
        var colors = new HashSet<int>();
        for (var y = (int)box.Y; y < (int)box.Bottom; y++)
            for (var x = (int)box.X; x < (int)box.Right; x++)
                colors.Add(picture.Row(y)[x * 3] << 16 | picture.Row(y)[x * 3 + 1] << 8 | picture.Row(y)[x * 3 + 2]);
        return colors.Count;
    }
}
