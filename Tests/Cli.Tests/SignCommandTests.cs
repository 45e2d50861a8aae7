using Avatars.Fixtures;
using Avatars.Formats;

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
