using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

public sealed class VideoCommandTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "", _motion = "";

    string Out => _folder["film.mp4"];

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(40, 60, seed: 1));
        _motion = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
    }

    [TearDown]
    public void Clear() => File.Delete(Out);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("side-by-side", 192), TestCase("person", 64)]
    public void A_motion_becomes_a_film(string layout, int width)
    {
        RequireFfmpeg();
        var (code, output, errors) = Render("--seconds", "0.4", "--fps", "10", "--steps", "2", "--layout", layout);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("5 frames").And.Contain("on cpu").And.Contain("decode"));
        Assert.That(Ask("ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=width,height,nb_read_frames", "-of", "csv=p=0", Out),
            Is.EqualTo($"{width},64,5"));
        Assert.That(Directory.GetFiles(_folder.Path, "film*"), Has.Length.EqualTo(1), "nothing beside it");
    }

    [Test]
    public void A_film_of_the_upper_body_is_made_from_the_upper_body_of_a_whole_figure()
    {
        RequireFfmpeg();
        string Repository(params string[] path) => Path.Combine([SharedFolders.Repository, .. path]);
        (int Code, string Output, string Errors) Waist(string source) =>
            Render("--seconds", "0", "--framing", "waist", "--model", Repository("Models", "fpdm-compact"), "--source",
            Repository("Samples", "Sources", source));
        var (code, output, errors) = Waist("person-03.png");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("cut to the upper body: 2").And.Contain("1 frames"));
        Assert.That(Waist("person-03-waist.png").Output, Does.Not.Contain("cut").And.Contain("1 frames"));
    }

    [Test]
    public void Frames_in_flight_stand_in_the_film_in_their_order()
    {
        RequireFfmpeg();
        var films = new List<string>();
        foreach (var inFlight in new[] { "1", "3" })
        {
            var (code, _, errors) = Render("--seconds", "1", "--fps", "10", "--frames-in-flight", inFlight, "--threads", "1");
            Assert.That(code, Is.Zero, errors);
            films.Add(Ask("ffmpeg", "-v", "error", "-i", Out, "-f", "framemd5", "-"));
        }
        Assert.That(films[1], Is.EqualTo(films[0]).And.Contain("0, "));
    }

    [TestCase("--source", "nowhere.png"), TestCase("--frames-in-flight", "-1"), TestCase("--frames-in-flight", "17"), TestCase("--motion", "nowhere.bvh"),
        TestCase("--model", "nowhere"), TestCase("--provider", "tpu"), TestCase("--size", "0x5")]
    [TestCase("--fps", "0"), TestCase("--fps", "NaN"), TestCase("--seconds", "1e12"), TestCase("--seconds", "-1"), TestCase("--steps", "0"),
        TestCase("--steps", "1001"), TestCase("--sampler", "magic"), TestCase("--guidance", "-3")]
    public void What_cannot_be_is_one_line_and_no_film(string option, string value)
    {
        var (code, _, errors) = Render(option, value);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim(), Is.Not.Empty.And.Not.Contain("   at "));
        Assert.That(File.Exists(Out), Is.False);
    }

    [Test]
    public void A_damaged_model_is_named_with_its_file()
    {
        using var other = new TemporaryFolder();
        var model = TinyFpdm.Write(other);
        File.AppendAllText(Path.Combine(model, "unet.onnx"), "x");
        var (code, _, errors) = Render("--model", model);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("unet.onnx"));
    }

    (int Code, string Output, string Errors) Render(params string[] more)
    {
        Dictionary<string, string> options = new() { ["--source"] = _source, ["--motion"] = _motion, ["--model"] = _model, ["--out"] = Out };
        for (var i = 0; i < more.Length; i += 2)
            options[more[i]] = more[i + 1];
        return CommandLine.Run(["video", .. options.SelectMany(pair => new[] { pair.Key, pair.Value })]);
    }

    /// <summary>A performer on a real socket lifts an arm; the film shows what came.</summary>
    [Test]
    public void Live_motion_is_recorded_and_becomes_a_film()
    {
        RequireFfmpeg();
        using var free = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var port = ((System.Net.IPEndPoint)free.Client.LocalEndPoint!).Port;
        free.Dispose();
        using var performer = new Live.VmcSender(Rig.StandardHumanoid.Map, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
        using var isDone = new CancellationTokenSource();
        var pose = new Rig.Pose(Rig.StandardHumanoid.Skeleton);
        var sending = Task.Run(() =>
        {
            for (var frame = 0; !isDone.IsCancellationRequested; frame++, Thread.Sleep(10))
                performer.Send(pose, frame * 0.01f);
        });
        var (code, output, errors) = CommandLine.Run("video", "--model", _model, "--source", _source, "--live", $"vmc:{port}", "--out", Out,
            "--seconds", "0.4", "--fps", "10");
        isDone.Cancel();
        sending.Wait();
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("5 frames"));
    }

    [TestCase("--seconds", "--live", "vmc"), TestCase("vmc:PORT", "--live", "osc", "--seconds", "1"), TestCase("--motion", "--seconds", "1")]
    public void Live_input_needs_a_length_and_a_known_name(string named, params string[] options)
    {
        var (code, _, errors) = CommandLine.Run(["video", "--model", _model, "--source", _source, "--out", Out, .. options]);
        Assert.That((code, File.Exists(Out)), Is.EqualTo((1, false)));
        Assert.That(errors, Does.Contain(named));
    }

    static void RequireFfmpeg()
    {
        try
        {
            Ask("ffprobe", "-version");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            SharedFolders.Missing("ffmpeg is not installed.");
        }
    }

    static string Ask(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
