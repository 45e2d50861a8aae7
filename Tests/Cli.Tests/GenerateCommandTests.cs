using System.Buffers.Binary;
using System.Numerics;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Sampling;

namespace Avatars.Cli.Tests;

public sealed class GenerateCommandTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "", _keypoints = "", _motion = "";

    string Out => _folder["stills"];

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(40, 60, seed: 1));
        _keypoints = _folder["signer.keypoints.json"];
        KeypointsFile.Write(_keypoints, new KeypointFrame(KeypointLayout.Avatar128, (512, 512), [PeopleInPixels.Signer(new Vector2(256, 200), 1000)]));
        _motion = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
    }

    [TearDown]
    public void Clear()
    {
        if (Directory.Exists(Out))
            Directory.Delete(Out, recursive: true);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Every_kind_of_pose_becomes_a_picture()
    {
        var map = _folder["drawn.png"];
        PictureFile.Write(map, RandomPictures.Make(64, 64, seed: 2));
        var (code, output, errors) = CommandLine.Run([.. Arguments([("--steps", "2")]), "--pose", _motion + "@1.5", "--pose", map, "--maps"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(Directory.GetFiles(Out).Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "01-signer.png", "01-signer.map.png", "02-wave.png", "02-wave.map.png", "03-drawn.png", "03-drawn.map.png",
        }));
        Assert.That(output, Does.Contain("3 pictures of 64x64").And.Contain("2 steps"));
        PictureAssert.AreSame(PictureFile.ReadRgb(map), PictureFile.ReadRgb(Path.Combine(Out, "03-drawn.map.png")), "a drawn map is taken as it is");
        Assert.That(Sum("01-signer.map.png"), Is.GreaterThan(0), "drawn");
        Assert.That(Sum("02-wave.map.png"), Is.GreaterThan(0), "drawn");
        var pictures = new[] { "01-signer.png", "02-wave.png", "03-drawn.png" }.Select(name =>
            Convert.ToBase64String(PictureFile.ReadRgb(Path.Combine(Out, name)).Bytes));
        Assert.That(pictures.ToArray(), Is.Unique);
    }

    [Test]
    public void The_same_command_writes_the_same_bytes_and_another_seed_others()
    {
        byte[] Picture(string seed)
        {
            Assert.That(Generate(("--seed", seed)).Code, Is.Zero);
            return File.ReadAllBytes(Path.Combine(Out, "01-signer.png"));
        }

        var first = Picture("3");
        Assert.That(Picture("3"), Is.EqualTo(first));
        Assert.That(Picture("4"), Is.Not.EqualTo(first));
    }

    [TestCaseSource(typeof(Samplers), nameof(Samplers.Names))]
    public void Every_sampler_can_be_chosen(string sampler)
    {
        var (code, output, errors) = Generate(("--sampler", sampler), ("--steps", "3"), ("--spacing", "leading"));
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain($"{sampler}, 3 steps"));
    }

    [Test]
    public void A_samplers_options_have_their_published_names()
    {
        byte[] Picture(params (string, string)[] options)
        {
            var (code, _, errors) = Generate([("--sampler", "dpm++"), ("--steps", "6"), .. options]);
            Assert.That(code, Is.Zero, errors);
            return File.ReadAllBytes(Path.Combine(Out, "01-signer.png"));
        }

        Assert.That(Picture(("--option", "solver_order=1")), Is.Not.EqualTo(Picture()));
        Assert.That(Picture(("--option", "solver_order=2")), Is.EqualTo(Picture()));
    }

    [Test]
    public void A_second_of_a_motion_is_another_pose_than_its_beginning()
    {
        Assert.That(CommandLine.Run([.. Arguments([("--pose", _motion)]), "--pose", _motion + "@1.5", "--maps"]).Code, Is.Zero);
        Assert.That(PictureFile.ReadRgb(Path.Combine(Out, "01-wave.map.png")).Bytes,
            Is.Not.EqualTo(PictureFile.ReadRgb(Path.Combine(Out, "02-wave.map.png")).Bytes));
    }

    [TestCase(1, 1), TestCase(1, 4), TestCase(2, 1), TestCase(3, 2)]
    public void Imagpose_takes_sources_and_poses_as_they_come(int sources, int poses)
    {
        var model = TinyImagPose.Write(_folder);
        var more = Enumerable.Repeat(new[] { "--source", KnownPerson() }, sources - 1)
            .Concat(Enumerable.Range(1, poses - 1).Select(i => new[] { "--pose", $"{_motion}@0.{i}" }));
        string[] arguments = [.. Arguments([("--model", model), ("--source", KnownPerson())]), .. more.SelectMany(option => option)];
        if (poses > 1)
            Assert.That(CommandLine.Run(arguments).Errors, Does.Contain("one pose at a time, or --in-process"), "the package is not the program's own");
        var (code, output, errors) = CommandLine.Run([.. arguments, .. poses > 1 ? (string[])["--in-process"] : []]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(Directory.GetFiles(Out), Has.Length.EqualTo(poses));
        Assert.That(output, Does.Contain("imagpose-tiny"));
    }

    [Test]
    public void Poses_that_share_a_canvas_come_out_otherwise_than_alone()
    {
        var model = TinyImagPose.Write(_folder);
        string[] arguments = Arguments([("--model", model), ("--source", KnownPerson())]);
        Assert.That(CommandLine.Run(arguments).Code, Is.Zero);
        var alone = File.ReadAllBytes(Path.Combine(Out, "01-signer.png"));
        Assert.That(CommandLine.Run([.. arguments, "--pose", _motion + "@1.5", "--in-process"]).Code, Is.Zero);
        Assert.That(File.ReadAllBytes(Path.Combine(Out, "01-signer.png")), Is.Not.EqualTo(alone));
    }

    [Test]
    public void Pcdms_reads_the_sources_pose_beside_it_or_where_it_is_told()
    {
        var model = TinyPcdms.Write(TinyPcdms.Model, _folder);
        var (code, output, errors) = Generate(("--model", model), ("--source", KnownPerson()));
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("pcdms-tiny"));
        var beside = File.ReadAllBytes(Path.Combine(Out, "01-signer.png"));
        Assert.That(Generate(("--model", model), ("--source-pose", _keypoints)).Code, Is.Zero, "a picture without a file beside it");
        Assert.That(File.Exists(Path.Combine(Out, "01-signer.png")));
        Assert.That(Generate(("--model", model), ("--source", KnownPerson()), ("--source-pose", Path.ChangeExtension(KnownPerson(), ".keypoints.json")))
            .Code, Is.Zero);
        Assert.That(File.ReadAllBytes(Path.Combine(Out, "01-signer.png")), Is.EqualTo(beside));
        Clear();
        RefusesWith(".keypoints.json", ("--model", model));
    }

    [TestCase("--model", "nowhere", "nowhere"), TestCase("--source", "nowhere.png", "nowhere.png"), TestCase("--pose", "nowhere.json", "nowhere.json"),
        TestCase("--pose", "nowhere.bvh@1", "nowhere.bvh")]
    [TestCase("--pose", "pose.gif", ".json, .txt, .png"), TestCase("--steps", "0", "1 to 1000"), TestCase("--steps", "1001", "1 to 1000"),
        TestCase("--sampler", "magic", "ddpm, ddim, euler, dpm++, unipc, lcm, tcd, unclip")]
    [TestCase("--spacing", "sideways", "leading, trailing, linspace"), TestCase("--guidance", "-3", "0 to 100"), TestCase("--guidance", "NaN", "0 to 100"),
        TestCase("--option", "solver_order", "NAME=VALUE"), TestCase("--option", "solver_order=3", "has no place in ddim"),
        TestCase("--option", "sovler=3", "'sovler' is not an option"), TestCase("--provider", "tpu", "tpu"), TestCase("--canvas", "0x5", "--canvas"),
        TestCase("--source-pose", "nowhere.json", "nowhere.json")]
    public void What_cannot_be_is_one_line_and_no_picture(string option, string value, string message) => RefusesWith(message, (option, value));

    [TestCase("@99", "0 to "), TestCase("@-1", "0 to "), TestCase("@soon", "soon"), TestCase("@NaN", "is not a number of seconds")]
    public void A_second_outside_the_motion_is_refused(string time, string message) => RefusesWith(message, ("--pose", _motion + time));

    [TestCase(100_000, 1000, "100000x1000"), TestCase(100_000, 100_000, "16384 a side")]
    public void A_picture_of_100000_pixels_is_refused_before_it_is_read(int width, int height, string message)
    {
        var huge = _folder["huge.png"];
        var bytes = PictureFile.EncodePng(RandomPictures.Make(8, 8, seed: 1));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width); // IHDR: width
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        File.WriteAllBytes(huge, bytes);
        RefusesWith(message, ("--source", huge));
        RefusesWith(message, ("--pose", huge));
    }

    [TestCase(1, 1), TestCase(8, 300)]
    public void A_source_that_can_hold_no_person_is_refused(int width, int height)
    {
        var small = _folder["small.png"];
        PictureFile.Write(small, RandomPictures.Make(width, height, seed: 1));
        RefusesWith($"{width}x{height}", ("--source", small));
    }

    [Test]
    public void Keypoints_without_a_person_are_refused()
    {
        var empty = _folder["empty.json"];
        KeypointsFile.Write(empty, new KeypointFrame(KeypointLayout.Avatar128, (64, 64), []));
        RefusesWith("empty.json", ("--pose", empty));
    }

    [Test]
    public void Keypoints_in_shares_of_a_picture_must_be_called_so()
    {
        var shares = _folder["shares.json"];
        var person = Array.ConvertAll(PeopleInPixels.Signer(new Vector2(256, 200), 200), point => point with { X = point.X / 512, Y = point.Y / 512 });
        KeypointsFile.Write(shares, new KeypointFrame(KeypointLayout.Avatar128, null, [person]));
        RefusesWith("--canvas 1x1", ("--pose", shares));
        var (code, _, errors) = Generate(("--pose", shares), ("--canvas", "1x1"));
        Assert.That(code, Is.Zero, errors);
    }

    [Test]
    public void A_system_of_one_source_refuses_two()
    {
        var (code, _, errors) = CommandLine.Run([.. Arguments([]), "--source", _source]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("2 were given"));
        Assert.That(Directory.Exists(Out), Is.False);
    }

    [Test]
    public void A_file_in_the_place_of_the_folder_is_named_and_stays()
    {
        var (code, _, errors) = Generate(("--out", _source));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("is a file"));
        Assert.That(PictureFile.ReadRgb(_source).Width, Is.EqualTo(40));
    }

    /// <summary>A picture with its keypoints beside it.</summary>
    string KnownPerson()
    {
        var picture = _folder["known.png"];
        PictureFile.Write(picture, RandomPictures.Make(64, 64, seed: 5));
        KeypointsFile.Write(_folder["known.keypoints.json"],
            new KeypointFrame(KeypointLayout.Avatar128, (512, 512), [PeopleInPixels.Signer(new Vector2(250, 120), 500)]));
        return picture;
    }

    void RefusesWith(string message, params (string Option, string Value)[] more)
    {
        var (code, _, errors) = Generate(more);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(message).And.Not.Contain("   at ").And.Not.Contain("(Parameter "));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(Directory.Exists(Out), Is.False);
    }

    (int Code, string Output, string Errors) Generate(params (string Option, string Value)[] more) => CommandLine.Run(Arguments(more));

    string[] Arguments((string Option, string Value)[] more)
    {
        Dictionary<string, string> options = new() { ["--source"] = _source, ["--pose"] = _keypoints, ["--model"] = _model, ["--out"] = Out };
        foreach (var (option, value) in more)
            options[option] = value;
        return ["generate", .. options.SelectMany(pair => new[] { pair.Key, pair.Value })];
    }

    long Sum(string name) => PictureFile.ReadRgb(Path.Combine(Out, name)).Bytes.Sum(value => (long)value);
}
