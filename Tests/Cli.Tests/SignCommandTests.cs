using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Models;
using Avatars.Posing;
using Avatars.Signing.Editing;
using Avatars.Video;

namespace Avatars.Cli.Tests;

public sealed class SignCommandTests
{
    [Test]
    public void A_word_becomes_a_pose_file_with_subtitles_and_annotation()
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = CommandLine.Run("sign", "hi there", "--out", folder["a.pose"], "--subtitles", folder["a.srt"], "--eaf", folder["a.eaf"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("7 letters").And.Contain("No deaf signer"));
        var pose = PoseFile.Read(folder["a.pose"]);
        Assert.That(pose.Frames, Is.GreaterThan(60));
        Assert.That(pose.PeopleSeen(), Is.EqualTo(new[] { 1 }));
        Assert.That(pose.ToClip("back").FrameCount, Is.EqualTo(pose.Frames));
        Assert.That(File.ReadAllText(folder["a.srt"]), Does.Contain("HI").And.Contain("THERE"));
        Assert.That(File.ReadAllText(folder["a.eaf"]), Does.Contain("THERE"));
    }

    [Test]
    public void A_sigml_file_becomes_a_picture()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.sigml"], "<sigml><hns_sign gloss='x'><hamnosys_manual><hamflathand/><hamextfingeru/><hampalmd/><hamchest/><hammoveo/>"
            + "</hamnosys_manual></hns_sign></sigml>");
        var (code, _, errors) = CommandLine.Run("sign", folder["x.sigml"], "--out", folder["x.png"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(File.Exists(folder["x.png"]), Is.True);
    }

    [Test]
    public void Subtitles_without_a_file_lie_beside_what_is_made()
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = CommandLine.Run("sign", "hi", "--subtitles", "--out", folder["a.pose"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(File.ReadAllText(folder["a.vtt"]), Does.StartWith("WEBVTT").And.Contain("HI"));
    }

    [TestCase("", "nothing to sign"), TestCase("👋", "Nothing of the text"), TestCase("none.sigml", "no file"), TestCase("hello --language xyz",
        "no manual alphabet")]
    [TestCase("hello --lexicon none", "no lexicon"), TestCase("hello --rate 9", "--rate"), TestCase("hello --subtitles a.doc", ".vtt"),
        TestCase("hello --spoken xx", "--spoken"), TestCase("hello --glosser exit_3_please", "--glosser")]
    public void Bad_input_is_one_sentence_and_leaves_nothing(string input, string why)
    {
        using var folder = new TemporaryFolder();
        string[] words = input.Contains(" --", StringComparison.Ordinal) ? input.Split(' ') : [input];
        var (code, _, errors) = CommandLine.Run(["sign", .. words, "--out", folder["a.pose"]]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Split('\n').Last(line => line.Length > 0), Does.StartWith("avatar: ").And.Contain(why));
        Assert.That(Directory.GetFileSystemEntries(folder.Path), Is.Empty);
    }

    [Test]
    public void A_text_becomes_a_scene_that_is_exported_and_keeps_its_glosses()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["good.sigml"], "<sigml><hns_sign gloss='good'><hamnosys_manual><hamflathand/><hamextfingeru/><hampalmu/><hamchin/>"
            + "</hamnosys_manual></hns_sign></sigml>");
        File.Copy(Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg", "pizza.pose"), folder["pizza.pose"]);
        Directory.CreateDirectory(folder["scenes"]);
        var (code, output, errors) = CommandLine.Run("sign", "good ava pizza", "--lexicon", folder["good.sigml"], "--lexicon", folder["pizza.pose"], "--out",
            folder["scenes/hi.avatar.json"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("2 signs, 3 letters"));
        var scene = SceneFile.Read(folder["scenes/hi.avatar.json"]);
        var signs = scene.All<SignItem>().OrderBy(sign => sign.Start).ToArray();
        Assert.That(signs.Select(sign => sign.Gloss), Is.EqualTo(new[] { "good", "#AVA", "PIZZA" }));
        Assert.That(signs[2].Recording.File, Is.EqualTo("hi.signs/pizza.pose"), "brought beside the scene");
        (code, _, errors) = CommandLine.Run("export", "--scene", folder["scenes/hi.avatar.json"], "--out", folder["hi.bvh"]);
        Assert.That(code, Is.Zero, errors);
    }

    [TestCase("", SigningScene.Background), TestCase("source", ""), TestCase("navy", "#000080"), TestCase("transparent", "transparent")]
    public void A_scene_has_the_background_that_was_asked_for(string asked, string expected)
    {
        using var folder = new TemporaryFolder();
        string[] option = asked.Length == 0 ? [] : ["--background", asked];
        var (code, _, errors) = CommandLine.Run(["sign", "hi", "--out", folder["hi.avatar.json"], .. option]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(SceneFile.Read(folder["hi.avatar.json"]).Settings.Background, Is.EqualTo(expected));
    }

    [TestCase("", 0x6F, 0x8A, 0xA3), TestCase("white", 255, 255, 255)]
    public void A_film_is_before_a_plain_background(string asked, int red, int green, int blue)
    {
        using var folder = new TemporaryFolder();
        string[] option = asked.Length == 0 ? [] : ["--background", asked];
        var (code, _, errors) = CommandLine.Run(["sign", "B", "--still", "--fps", "5", "--out", folder["b.mp4"], .. option]);
        Assert.That(code, Is.Zero, errors);
        using var film = new VideoReader(folder["b.mp4"]);
        RgbImage? frame = null;
        Assert.That(film.Read(ref frame), Is.True);
        Assert.That((frame!.Width, frame.Height), Is.EqualTo((512, 512)), "the size of signing");
        var corner = frame.Row(3)[9..12].ToArray().Select(value => (int)value);
        Assert.That(corner.Zip([red, green, blue], (shown, asks) => Math.Abs(shown - asks)), Is.All.LessThan(6), "H.264 changes colours a little");
    }

    [TestCase("<TIME_SLOT TIME_SLOT_ID='t1' TIME_VALUE='x'/><TIME_SLOT TIME_SLOT_ID='t2' TIME_VALUE='900'/>", 0, "no number of milliseconds")]
    [TestCase("<TIME_SLOT TIME_SLOT_ID='t1' TIME_VALUE='900'/><TIME_SLOT TIME_SLOT_ID='t2' TIME_VALUE='0'/>", 0, "ends before it begins")]
    [TestCase("<TIME_SLOT TIME_SLOT_ID='t1' TIME_VALUE='0'/>", 1, "time slot that is not there")]
    public void Broken_time_slots_are_reported(string slots, int code, string why)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.eaf"], $"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER><TIER TIER_ID='Gloss-R'><ANNOTATION>"
            + "<ALIGNABLE_ANNOTATION ANNOTATION_ID='a1' TIME_SLOT_REF1='t1' TIME_SLOT_REF2='t2'><ANNOTATION_VALUE>HI</ANNOTATION_VALUE>"
            + "</ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>");
        var (result, _, errors) = CommandLine.Run("sign", folder["a.eaf"], "--out", folder["a.pose"]);
        Assert.That((result, errors), Is.EqualTo((code, errors)));
        Assert.That(errors, Does.Contain(why));
        Assert.That(File.Exists(folder["a.pose"]), Is.EqualTo(code == 0));
    }

    [Test]
    public void A_file_of_another_kind_or_encoding_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.txt"], [(byte)'g', 0xfc, (byte)'n']);
        File.WriteAllText(folder["a.doc"], "hello");
        foreach (var (name, why) in new[] { ("a.txt", "UTF-8"), ("a.doc", ".doc file cannot be signed") })
        {
            var (code, _, errors) = CommandLine.Run("sign", folder[name], "--out", folder["a.pose"]);
            Assert.That(code, Is.EqualTo(1));
            Assert.That(errors, Does.Contain(name).And.Contain(why));
            Assert.That(File.Exists(folder["a.pose"]), Is.False);
        }
    }

    [Test]
    public void A_report_judges_the_hands_of_each_frame()
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
        using var folder = new TemporaryFolder();
        SceneFile.Write(folder["b.avatar.json"], new PoseDocument());
        var (code, output, errors) = CommandLine.Run("sign", "B", "--still", "--fps", "5", "--size", "256x256", "--steps", "1", "--out", folder["b.mp4"],
            "--report", folder["b.json"], "--mark", folder["b.avatar.json"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(SceneFile.Read(folder["b.avatar.json"]).All<MarkerItem>().Count(marker => marker.Marker.StartsWith("bad-hand", StringComparison.Ordinal)),
            Is.EqualTo(((JsonArray)JsonNode.Parse(File.ReadAllText(folder["b.json"]))!["badSpans"]!).Count));
        Assert.That(output, Does.Contain("PCK@0.1").And.Contain("whole film"));
        var report = JsonNode.Parse(File.ReadAllText(folder["b.json"]))!;
        var right = report["signs"]![0]!["right"]!;
        Assert.That(((string)report["film"]!, (string)report["signs"]![0]!["sign"]!, (int)report["width"]!), Is.EqualTo(("b.mp4", "B", 256)));
        Assert.That((int)right["judged"]!, Is.GreaterThanOrEqualTo(3), "a raised flat hand");
        Assert.That((int)right["found"]!, Is.EqualTo((int)right["judged"]!));
        Assert.That((double)right["pck01"]!, Is.GreaterThan(0.5));
    }

    [Test]
    public void A_report_without_the_networks_or_a_film_is_one_sentence_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var empty = new TemporaryFolder();
        foreach (var (film, report, why) in new[]
        {
            ("a.mp4", "a.json", PerceptionModels.Command), ("a.pose", "a.json", "film"), ("a.mp4", "a.txt", ".json"),
        })
        {
            var (code, _, errors) = CommandLine.RunWith((PerceptionModels.CacheVariable, empty.Path), "sign", "hi", "--out", folder[film], "--report",
                folder[report]);
            Assert.That(code, Is.EqualTo(1));
            Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(errors, Does.StartWith("avatar: ").And.Contain(why));
            Assert.That(Directory.GetFileSystemEntries(folder.Path), Is.Empty);
        }
    }

    [Test]
    public void A_glosser_takes_the_place_of_the_word_list()
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = CommandLine.Run("sign", "whatever it says", "--glosser", "echo OK", "--out", folder["a.pose"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("2 letters"));
    }

    [Test]
    public void Coverage_of_a_folder_is_printed_with_reasons()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.sigml"], "<sigml><hns_sign gloss='x'><hamnosys_manual><hamflathand/><hamwrong/></hamnosys_manual></hns_sign>"
            + "<hns_sign gloss='y'><hamnosys_manual><hamfist/></hamnosys_manual></hns_sign></sigml>");
        var (code, output, _) = CommandLine.Run("sigml", "check", folder.Path);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("whole        1 (50.0 %)").And.Contain("unknown-symbol: hamwrong"));
        File.WriteAllText(folder["b.sigml"], "<!DOCTYPE a><a/>");
        Assert.That(CommandLine.Run("sigml", "check", folder.Path).Code, Is.EqualTo(1));
    }
}
