namespace Avatars.Viewer;

/// <summary>What cannot be shown gets one line with a remedy, and exit code 1.</summary>
public sealed class BadRequestTests
{
    [TestCase("--sampler", "magic", "--sampler magic: give one of ddpm, ddim, euler, dpm++, unipc, lcm, tcd, unclip")]
    [TestCase("--steps", "9", "--steps 9: give 1, 2, 3 or 4")]
    [TestCase("--size", "9x9", "--size 9x9")]
    [TestCase("--picture-size", "512", "such as 512x512")]
    [TestCase("--picture-size", "300x300", "makes pictures of 256x256, 384x512 or 512x512, not 300x300")]
    [TestCase("--after", "-1", "--after -1")]
    [TestCase("--option", "solver_order", "write NAME=VALUE")]
    [TestCase("--size", "wide", "such as 1600x900")]
    public void An_impossible_option_is_named(string option, string value, string expected) => ExpectOneLine(expected, display: true, option, value);

    [Test]
    public void Without_a_display_it_says_so()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Only X11 and Wayland have displays that can be missing.");
        ExpectOneLine("needs a display", display: false);
    }

    static void ExpectOneLine(string expected, bool display, params string[] arguments)
    {
        var (code, errors) = ViewerProcess.Run(display, arguments);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("avatar-viewer: ").And.Contains(expected));
    }
}
