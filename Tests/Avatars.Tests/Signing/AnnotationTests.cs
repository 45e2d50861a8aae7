using Avatars.Fixtures;
using Avatars.Signing;

namespace Avatars.Tests.Signing;

public sealed class AnnotationTests
{
    static ElanFile Read(string body)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "x.eaf");
        File.WriteAllText(path, $"<ANNOTATION_DOCUMENT>{body}</ANNOTATION_DOCUMENT>");
        return ElanFile.Read(path);
    }

    static string Aligned(string id, string from, string to, string value) =>
        $"<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID='{id}' TIME_SLOT_REF1='{from}' "
        + $"TIME_SLOT_REF2='{to}'><ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>";

    [Test]
    public void Time_slots_without_a_value_lie_evenly_between_their_neighbours()
    {
        var file = Read("<TIME_ORDER><TIME_SLOT TIME_SLOT_ID='a' TIME_VALUE='1000'/><TIME_SLOT TIME_SLOT_ID='b'/><TIME_SLOT TIME_SLOT_ID='c'/>"
            + "<TIME_SLOT TIME_SLOT_ID='d' TIME_VALUE='4000'/></TIME_ORDER><TIER TIER_ID='RH-IDgloss'>" + Aligned("x", "b", "c", "HOUSE") + "</TIER>");
        Assert.That(file.Annotations.Single(), Is.EqualTo(new Annotation("RH-IDgloss", 2, 3, "HOUSE")));
    }

    [Test]
    public void References_divide_the_time_of_their_annotation_in_order()
    {
        var file = Read("<TIME_ORDER><TIME_SLOT TIME_SLOT_ID='a' TIME_VALUE='0'/><TIME_SLOT TIME_SLOT_ID='b' TIME_VALUE='2000'/></TIME_ORDER>"
            + "<TIER TIER_ID='child'><ANNOTATION><REF_ANNOTATION ANNOTATION_ID='r2' ANNOTATION_REF='x' PREVIOUS_ANNOTATION='r1'><ANNOTATION_VALUE>two"
            + "</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION><ANNOTATION><REF_ANNOTATION ANNOTATION_ID='r1' ANNOTATION_REF='x'><ANNOTATION_VALUE>one"
            + "</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER><TIER TIER_ID='p'>" + Aligned("x", "a", "b", "A") + "</TIER>");
        Assert.That(file.Annotations.Where(annotation => annotation.Tier == "child").Select(annotation => (annotation.Value, annotation.Start)),
            Is.EqualTo(new[] { ("one", 0f), ("two", 1f) }));
    }

    [TestCase("<TIER TIER_ID='RH-IDgloss'><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID='x' TIME_SLOT_REF1='no' TIME_SLOT_REF2='no'/></ANNOTATION></TIER>")]
    [TestCase("<TIER TIER_ID='RH-IDgloss'><ANNOTATION><REF_ANNOTATION ANNOTATION_ID='x' ANNOTATION_REF='x'/></ANNOTATION></TIER>")]
    [TestCase("<TIME_ORDER><TIME_SLOT TIME_SLOT_ID='a' TIME_VALUE='soon'/></TIME_ORDER><TIER TIER_ID='RH-IDgloss'/>")]
    public void Broken_slots_and_rings_are_warnings(string body) => Assert.That(Read(body).Warnings, Has.Count.EqualTo(1));

    [Test]
    public void Two_handed_signs_on_both_tiers_count_once()
    {
        var file = Read("<TIME_ORDER><TIME_SLOT TIME_SLOT_ID='a' TIME_VALUE='0'/><TIME_SLOT TIME_SLOT_ID='b' TIME_VALUE='500'/></TIME_ORDER>"
            + "<TIER TIER_ID='RH-IDgloss'>" + Aligned("x", "a", "b", "HOUSE") + "</TIER><TIER TIER_ID='LH-IDgloss'>" + Aligned("y", "a", "b", "HOUSE")
                + "</TIER>");
        Assert.That(file.Tokens([]).Select(token => token.Gloss), Is.EqualTo(new[] { "HOUSE" }));
        Assert.That(() => file.Tokens(["none"]), Throws.TypeOf<FormatException>().With.Message.Contains("RH-IDgloss"));
    }

    [Test]
    public void What_is_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "out.eaf");
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#AB #CD", []);
        var signs = new Signer().Compose("x", items).Signs;
        ElanFile.Write(path, signs, "film.mp4");
        var file = ElanFile.Read(path);
        Assert.That(file.Tiers, Is.EqualTo(new[] { "Gloss-R", "Mouthing", "Translation" }));
        var glosses = file.Annotations.Where(annotation => annotation.Tier == "Gloss-R").ToArray();
        Assert.That(glosses.Select(annotation => annotation.Value), Is.EqualTo(new[] { "AB", "CD" }));
        Assert.That(glosses[1].Start, Is.EqualTo(signs[2].Start).Within(0.001f));
        Assert.That(file.Warnings, Is.Empty);
    }

    [Test]
    public void Subtitles_do_not_overlap_and_escape_their_marks()
    {
        var cues = new[] { new SubtitleCue(0.4f, 1.5f, "A & B"), new SubtitleCue(1.2f, 3661.25f, "x --> <y>") };
        Assert.That(Subtitles.ToWebVtt(cues), Is.EqualTo("WEBVTT\n\n00:00:00.400 --> 00:00:01.200\nA &amp; B\n\n00:00:01.200 --> 01:01:01.250\nx -&gt;"
            + " &lt;y&gt;\n"));
        Assert.That(Subtitles.ToSubRip(cues), Does.StartWith("1\n00:00:00,400 --> 00:00:01,200\nA & B\n\n2\n00:00:01,200 --> 01:01:01,250\n"));
    }
}
