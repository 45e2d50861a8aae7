using Avatars.Files;

namespace Avatars.Tests.Files;

public sealed class ErrorLineTests
{
    [TestCase("plain text.", "plain text.")]
    [TestCase("a\r\n  b\nc", "a b c")]
    [TestCase("\u001b[31mred", "\\u001b[31mred")]
    [TestCase("a\u202eb", "a\\u202eb")]
    [TestCase("bell\a, nul\0", "bell\\u0007, nul\\u0000")]
    [TestCase("grö😀", "grö😀")]
    public void Only_what_can_be_seen_is_left(string text, string expected) => Assert.That(ErrorLine.Printable(text, 200), Is.EqualTo(expected));

    [Test]
    public void A_long_message_keeps_its_beginning_and_its_remedy()
    {
        var line = ErrorLine.Of(new FormatException("a.bvh, line 3: '" + new string('x', 1_000_000) + "' is no number. Mend that line."));
        Assert.That(line, Has.Length.LessThanOrEqualTo(ErrorLine.MaximumLength));
        Assert.That(line, Does.StartWith("a.bvh, line 3: 'xxx").And.EndsWith("xxx' is no number. Mend that line."));
    }

    [Test] // an attribute cannot hold half of a pair
    public void Half_of_a_surrogate_pair_is_escaped() => Assert.That(ErrorLine.Printable("half\ud83d", 200), Is.EqualTo("half\\ud83d"));

    [Test]
    public void The_name_of_a_parameter_is_left_out() =>
        Assert.That(ErrorLine.Of(new ArgumentException("--steps 9: give 1 to 4.", "value")), Is.EqualTo("--steps 9: give 1 to 4."));

    [Test]
    public void Any_text_becomes_one_bounded_visible_line()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(300)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65536))]);
            var line = ErrorLine.Printable(text, 100);
            Assert.That(line, Has.Length.LessThanOrEqualTo(100));
            Assert.That(line.Any(char.IsControl), Is.False);
        }
    }
}
