using System.Diagnostics;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.Cli.Tests;

public sealed class DetectCommandTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [OneTimeSetUp]
    public void RequireNetworks()
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
    }

    [TestCase("openpose", 25), TestCase("openpose18", 18), TestCase("coco133", 133), TestCase("avatar", 553)]
    public void A_photograph_becomes_JSON_that_is_read_again(string format, int points)
    {
        var file = _folder[$"{format}.json"];
        var (code, output, errors) = CommandLine.Run("detect", Photo("man_white_shirt_a_pose.jpg"), "--out", file, "--format", format);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("33 of 33 joints visible; both hands and face"));
        var frame = KeypointsFile.Read(file);
        var nose = frame.People[0][frame.Layout.IndexOf("Nose")];
        Assert.That((nose.X, nose.Y), Is.EqualTo((0.4970024f * 1080, 0.12858179f * 720)).Using<(float X, float Y)>(
            (a, b) => MathF.Abs(a.X - b.X) < 0.1f && MathF.Abs(a.Y - b.Y) < 0.1f)); // pixels, as MediaPipe's own package finds it
        Assert.That(File.ReadAllText(file).Count(letter => letter == ','), Is.GreaterThan(2 * points));
    }

    [Test]
    public void An_overlay_and_a_second_person_of_a_group()
    {
        var (code, output, errors) = CommandLine.Run("detect", Photo("apollo11_crew.jpg"), "--out", _folder["second.pose"], "--person", "2", "--overlay",
            _folder["second.png"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("person 2 (taken):").And.Contain("person 3:").And.Not.Contain("person 4"));
        Assert.That(PoseFile.Read(_folder["second.pose"]).At(0, 0, 0).Position.X, Is.InRange(400, 450)); // the man on the right
        Assert.That(PictureFile.ReadRgb(_folder["second.png"]).Width, Is.EqualTo(600));
        var (wrong, _, sentence) = CommandLine.Run("detect", Photo("apollo11_crew.jpg"), "--out", _folder["fourth.pose"], "--person", "4");
        Assert.That((wrong, sentence.Trim().Split('\n').Length), Is.EqualTo((1, 1)));
        Assert.That(sentence, Does.Contain("no person 4").And.Contain("3 people"));
        Assert.That(File.Exists(_folder["fourth.pose"]), Is.False);
    }

    [Test]
    public void A_film_becomes_a_motion_that_the_motion_command_reads()
    {
        var film = Film("turned.mp4", "-vf", "transpose=1");
        var turned = _folder["rotated.mp4"];
        Ffmpeg("-i", film, "-c", "copy", "-metadata:s:v:0", "rotate=90", turned);
        var (code, output, errors) = CommandLine.Run("detect", turned, "--out", _folder["film.bvh"], "--overlay", _folder["film.mp4"], "--pose", "lite");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("person seen in 8 of 8 frames"));
        Assert.That(new FileInfo(_folder["film.mp4"]).Length, Is.GreaterThan(1000));
        var (read, motion, complaint) = CommandLine.Run("motion", _folder["film.bvh"]);
        Assert.That(read, Is.Zero, complaint);
        Assert.That(motion, Does.Contain("8 frames at 25 a second").And.Contain("5 left, 5 right"));
    }

    [Test]
    public void A_folder_is_pictures_of_their_own_or_the_frames_of_a_film()
    {
        var pictures = Directory.CreateDirectory(_folder["pictures"]).FullName;
        File.Copy(Photo("man_white_shirt_a.jpg"), Path.Combine(pictures, "a.jpg"), overwrite: true);
        File.Copy(Photo("man_white_shirt_c.jpg"), Path.Combine(pictures, "b.jpg"), overwrite: true);
        PictureFile.Write(Path.Combine(pictures, "c.png"), new RgbImage(64, 64));
        var (code, output, errors) = CommandLine.Run("detect", pictures, "--out", _folder["list.json"], "--overlay", _folder["seen"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("2 of 3 pictures"));
        Assert.That(errors, Does.Contain("no person was found in").And.Contain("c.png"));
        Assert.That(Directory.GetFiles(_folder["seen"]).Select(Path.GetFileName).Order(), Is.EqualTo(new[] { "a.png", "b.png", "c.png" }));
        using var list = JsonDocument.Parse(File.ReadAllText(_folder["list.json"]));
        Assert.That(list.RootElement.EnumerateArray().Select(frame => frame.GetProperty("people").GetArrayLength()), Is.EqualTo(new[] { 1, 1, 0 }));
        var (mixed, _, sentence) = CommandLine.Run("detect", pictures, "--out", _folder["list.pose"], "--fps", "25");
        Assert.That((mixed, sentence), Is.EqualTo((1, sentence)));
        Assert.That(sentence, Does.Contain("1080x720 and 64x64"));
        Assert.That(File.Exists(_folder["list.pose"]), Is.False);
    }

    [TestCase("empty.png", "No person was found in")]
    [TestCase("text.jpg", "neither PNG nor JPEG")]
    [TestCase("text.mp4", "no film that ffmpeg can read")]
    [TestCase("none.jpg", "There is no file or folder")]
    [TestCase("empty", "holds no picture")]
    public void Bad_input_is_one_sentence_and_nothing_is_written(string name, string message)
    {
        PictureFile.Write(_folder["empty.png"], new RgbImage(64, 64));
        File.WriteAllText(_folder["text.jpg"], "hello");
        File.WriteAllText(_folder["text.mp4"], "hello");
        Directory.CreateDirectory(_folder["empty"]);
        var (code, _, errors) = CommandLine.Run("detect", _folder[name], "--out", _folder["never.json"], "--overlay", _folder["never.png"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, name == "text.mp4" ? Does.Contain(message).Or.Contain("--overlay") : Does.Contain(message));
        Assert.That(File.Exists(_folder["never.json"]) || File.Exists(_folder["never.png"]), Is.False);
    }

    [TestCase("--out", "a.txt", "written as .pose, .json or .bvh")]
    [TestCase("--format", "openpose", "is not JSON")]
    [TestCase("--person", "0", "count from 1")]
    [TestCase("--fps", "25", "for folders")]
    public void Wrong_options_are_told_before_any_work(string option, string value, string message)
    {
        string[] arguments = option == "--out" ? [] : ["--out", _folder["wrong.pose"]];
        var (code, _, errors) = CommandLine.Run(["detect", Photo("apollo11_crew.jpg"), .. arguments, option, option == "--out" ? _folder[value] : value]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(message));
    }

    [Test]
    public void Without_the_networks_the_message_names_the_command_that_brings_them()
    {
        var (code, _, errors) = CommandLine.RunWith((PerceptionModels.CacheVariable, _folder["no-cache"]), "detect", Photo("apollo11_crew.jpg"), "--out",
            _folder["a.json"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(PerceptionModels.Command));
    }

    static string Photo(string name) => Path.Combine(SharedFolders.Assets, "photos", name);

    /// <summary>Eight frames that pan over a photograph.</summary>
    string Film(string name, params string[] filter)
    {
        Ffmpeg(["-loop", "1", "-i", Photo("man_white_shirt_arms_y.jpg"), "-frames:v", "8", "-r", "25", .. filter, "-pix_fmt", "yuv420p", _folder[name]]);
        return _folder[name];
    }

    static void Ffmpeg(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-y", .. arguments]))!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }
}
