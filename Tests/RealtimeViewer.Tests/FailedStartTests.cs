using System.Diagnostics;
using System.Text.Json.Nodes;
using Avatars.Fixtures;

namespace Avatars.Viewer;

/// <summary>Starts that fail, and captures that are broken off: one line and an exit code, each time, although networks may be loading meanwhile.</summary>
[Category("Gpu")]
public sealed class FailedStartTests
{
    const int Tries = 4; // eight such starts in all; a third of them once ended by a signal

    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void RequireDisplay() => ViewerProcess.RequireDisplay();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_motion_that_cannot_be_read_is_one_line_every_time()
    {
        File.WriteAllText(In("empty.bvh"), "");
        for (var i = 0; i < Tries; i++)
            Refuses("empty.bvh", "--motion", In("empty.bvh"), "--screenshot", In("s.png"));
    }

    [TestCase("--record", "film.avi", ".mp4"), TestCase("--screenshot", "", "is a folder")]
    public void An_output_that_cannot_be_is_one_line_every_time(string option, string name, string fault)
    {
        for (var i = 0; i < Tries / 2; i++)
            Refuses(fault, option, In(name));
    }

    [Test]
    public void A_capture_ends_when_the_model_can_show_nothing()
    {
        var model = In("unknown-sampler");
        UntrainedModel.CopyTo(model);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(model, "model.json")))!;
        json["defaults"]!["sampler"] = "magic";
        File.WriteAllText(Path.Combine(model, "model.json"), json.ToJsonString());
        Refuses("magic", "--screenshot", In("s.png"), "--model", model);
    }

    [Test]
    public void A_film_that_is_broken_off_leaves_nothing()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no signals to send.");
        var work = Directory.CreateDirectory(In("film")).FullName;
        var (code, errors) = ViewerProcess.Interrupt("TERM", () => Directory.GetFiles(work, ".film.*").Length > 0,
            "--model", UntrainedModel.Folder, "--record", Path.Combine(work, "film.mp4"), "--seconds", "3600", "--size", "640x400");
        Assert.That(code, Is.EqualTo(143), errors);
        Assert.That(errors.Trim(), Is.EqualTo("avatar-viewer: stopped; nothing half-written was left."));
        Assert.That(Directory.GetFileSystemEntries(work), Is.Empty);
    }

    string In(string name) => _folder[name];

    void Refuses(string fault, params string[] arguments)
    {
        string[] model = arguments.Contains("--model") ? [] : ["--model", UntrainedModel.Folder];
        var (code, errors) = ViewerProcess.Run(display: true, [.. model, .. arguments]);
        Assert.That(code, Is.EqualTo(1), errors);
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("avatar-viewer: ").And.Contains(fault).And.Not.Contain("fault of Avatar").And.Not.Contain("(Parameter"));
    }
}
