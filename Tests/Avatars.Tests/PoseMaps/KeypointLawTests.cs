using System.Text;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

/// <summary>What holds for any input of the keypoint readers.</summary>
public sealed class KeypointLawTests
{
    static readonly string[] Seeds =
    [
        $"{{\"people\": [{{\"pose_keypoints_2d\": {FilePerson.Flat(FilePerson.Body18)}, "
            + $"\"hand_left_keypoints_2d\": {FilePerson.Flat(FilePerson.LeftHand)}}}], \"canvas_width\": 600, \"canvas_height\": 480}}",
        $"[{{\"image_id\": \"a\", \"keypoints\": {FilePerson.Flat(FilePerson.Coco17)}, \"score\": 1}}]",
        $"{{\"instance_info\": [{{\"instances\": [{{\"keypoints\": {FilePerson.Pairs(FilePerson.Coco17)}, "
            + $"\"keypoint_scores\": {FilePerson.Same("0.9", 17)}}}]}}]}}",
        $"{{\"images\": [{{\"id\": 1, \"width\": 600, \"height\": 480}}], \"annotations\": [{{\"image_id\": 1, "
            + $"\"keypoints\": {FilePerson.Flat(FilePerson.Coco17, "2")}}}]}}",
        $"{{\"layout\": \"body18\", \"units\": \"pixels\", \"width\": 600, \"height\": 480, \"people\": [{FilePerson.Pairs(FilePerson.Body18, "1")}]}}",
        $"{{\"poseLandmarks\": {FilePerson.Objects(FilePerson.MediaPipe33, ", \"visibility\": 1", 0.001f, 0.001f)}}}",
        $"{{\"bodies\": {{\"candidate\": {FilePerson.Pairs(FilePerson.Body18)}, \"subset\": [{FilePerson.Same("1", 18)}]}}, \"hands\": [], \"faces\": []}}",
        string.Join("\n", FilePerson.Body18.Select(point => FormattableString.Invariant($"{point.X} {point.Y}"))),
    ];

    static readonly string[] Words =
        ["null", "NaN", "-1", "0", "1e999", "1e308", "[]", "{}", "\"x\"", "\"\\ud800\"", "true", "[[", "]", "-Infinity", "{\"x\": 1}", "0.5", "1e9", ","];

    [FsCheck.NUnit.Property(MaxTest = 400)]
    public void Any_text_is_read_or_refused(string? text) => ReadOrRefuse(text ?? "");

    /// <summary>A valid file in which some pieces are replaced, doubled, cut out or moved.</summary>
    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public void Any_mutation_of_a_valid_file_is_read_or_refused(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            var length = random.Next(Math.Min(12, text.Length - at) + 1);
            var piece = text.ToString(at, length);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, piece);
                    break;
                case 2:
                    text.Insert(at, Words[random.Next(Words.Length)]);
                    break;
                case 3:
                    ReplaceNumber(text, at, Words[random.Next(Words.Length)]);
                    break;
                default:
                    text[at] = (char)random.Next(1, random.Next(2) == 0 ? 128 : 0xFFFF);
                    break;
            }
        }
        ReadOrRefuse(text.ToString());
    }

    /// <summary>What the writer wrote is read back bit for bit, wherever the points are.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void What_is_written_is_read_again(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var layout = KeypointLayout.All[random.Next(KeypointLayout.All.Count)];
        var scale = MathF.Pow(10, random.Next(-3, 5));
        Keypoint Point() => random.Next(4) == 0 ? Keypoint.Missing
            : new Keypoint((random.NextSingle() - 0.3f) * scale, (random.NextSingle() - 0.3f) * scale, 1 - random.NextSingle());
        var people = Enumerable.Range(0, random.Next(0, 4)).Select(_ => Enumerable.Range(0, layout.Count).Select(_ => Point()).ToArray()).ToArray();
        var path = Path.GetTempFileName();
        try
        {
            KeypointsFile.Write(path, new KeypointFrame(layout, (random.Next(1, 5000), random.Next(1, 5000)), people));
            var read = KeypointsFile.Read(path);
            Assert.That(read.Layout, Is.SameAs(layout));
            Assert.That(read.People, Is.EqualTo(people));
        }
        finally
        {
            File.Delete(path);
        }
    }

    static void ReplaceNumber(StringBuilder text, int at, string word)
    {
        var start = at;
        while (start < text.Length && !char.IsAsciiDigit(text[start]))
            start++;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        text.Remove(start, end - start).Insert(start, word);
    }

    static void ReadOrRefuse(string text)
    {
        KeypointFrame frame;
        try
        {
            frame = KeypointsFile.Parse(text, "some file");
        }
        catch (FormatException error)
        {
            Assert.That(error.Message, Does.Contain("'some file'"));
            Assert.That(error.Message, Has.Length.LessThan(1000));
            Assert.That(error.Message, Does.Not.Contain("the file is damaged ("), "a kind of damage that the reader does not know by itself");
            return;
        }
        foreach (var style in new[] { PoseMapStyle.Avatar, PoseMapStyle.FpdmPhoenix })
            try
            {
                foreach (var point in frame.WithLikelyCanvas(256, 256).For(style, 256, 256))
                    Assert.That(float.IsFinite(point.X) && float.IsFinite(point.Y) && point.Confidence is >= 0 and <= 1, point.ToString());
            }
            catch (ArgumentException)
            {
                // No person inside, or nothing in common: documented.
            }
    }
}
