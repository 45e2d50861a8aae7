using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;

namespace Avatars.Systems.Fpdm;

/// <summary>FPDM on the textured body, with random weights: what matters is what reaches the networks.</summary>
public sealed class FpdmBodyTests
{
    const int Size = 64;

    static readonly BodyModel Model = BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body"));
    static readonly Camera Front = Camera.Orbit(new Vector3(0, 0.85f, 0), 0, 0, 4, 0.5f, Size, Size);

    readonly TemporaryFolder _folder = new();
    readonly RgbImage _frame = new(Size, Size);
    FpdmPipeline _pipeline = null!;

    [OneTimeSetUp]
    public void Load() => _pipeline = new FpdmPipeline(ModelPackage.Open(TinyFpdm.Write(_folder, model: TinyFpdm.OnBody)), new InferenceOptions());

    [OneTimeTearDown]
    public void Unload()
    {
        _pipeline.Dispose();
        _folder.Dispose();
    }

    [SetUp]
    public void SetSource() => _pipeline.SetSource(RandomPictures.Make(80, 100, seed: 1));

    static TexturedPerson Person(byte red) => TexturedPerson.Plain(Model, new RgbColor(red, 90, 30), new RgbColor(10, 60, 110));

    static BodyPictures Pictures(int changed = -1)
    {
        RgbImage Picture(int index) => RandomPictures.Make(Size, Size, seed: index == changed ? 99 : 10 + index);
        return new BodyPictures(Picture(0), Picture(1), Picture(2), Picture(3), Picture(4));
    }

    byte[] Generate(BodyPictures? body)
    {
        _pipeline.Generate(new TargetPose(RandomPictures.Make(Size, Size, seed: 2)) { Body = body }, _frame);
        return (byte[])_frame.Bytes.Clone();
    }

    [Test]
    public void Each_picture_of_the_body_matters_and_the_same_give_the_same_bytes()
    {
        var first = Generate(Pictures());
        for (var picture = 0; picture < 5; picture++)
            Assert.That(Generate(Pictures(picture)), Is.Not.EqualTo(first), $"picture {picture}");
        Assert.That(Generate(Pictures()), Is.EqualTo(first));
    }

    [Test]
    public void Where_an_expression_moves_the_face_the_texture_is_shown_as_it_is()
    {
        const int moved = 20 * Size + 30, beside = 21 * Size + 40;
        var body = Pictures();
        (body.State.Bytes[3 * moved + 2], body.State.Bytes[3 * beside + 2]) = (255, 0);
        var rest = Generate(body);
        (body.Expressed[moved], body.Expressed[beside]) = (255, 255);
        var shown = Generate(body);
        Assert.That(shown[(3 * moved)..(3 * moved + 3)], Is.EqualTo(body.Warped.Bytes[(3 * moved)..(3 * moved + 3)]));
        Assert.That(Enumerable.Range(0, shown.Length).Where(i => i / 3 != moved).All(i => shown[i] == rest[i]), Is.True, "no other pixel changes");
    }

    [Test]
    public void A_pose_without_a_body_is_refused_with_the_remedy() =>
        Assert.That(() => Generate(null), Throws.ArgumentException.With.Message.Contains("fitted body"));

    [Test]
    public void A_frame_allocates_nothing()
    {
        var pose = new TargetPose(RandomPictures.Make(Size, Size, seed: 2)) { Body = Pictures() };
        Assert.That(Allocations.Of(() => _pipeline.Generate(pose, _frame)), Is.Zero);
    }

    /// <summary>Laid over a background, a transparent frame is the ordinary frame before that background.</summary>
    [Test]
    public void A_transparent_frame_over_the_background_is_the_ordinary_frame()
    {
        var body = Pictures();
        var ordinary = Generate(body);
        var frame = new RgbaImage(Size, Size, new byte[4 * Size * Size]);
        _pipeline.Generate(new TargetPose(RandomPictures.Make(Size, Size, seed: 2)) { Body = body }, frame);
        var off = 0;
        for (var i = 0; i < ordinary.Length; i++)
        {
            var alpha = frame.Bytes[4 * (i / 3) + 3] / 255f;
            var over = alpha * frame.Bytes[4 * (i / 3) + i % 3] + (1 - alpha) * body.Background.Bytes[i];
            off += Math.Abs(over - ordinary[i]) > 17 ? 1 : 0; // 6 % of alpha, by which mattes are stretched to both ends, and rounding
        }
        Assert.That(off / (float)ordinary.Length, Is.LessThan(0.01f), "where random weights give colours beyond black or white");
        Assert.That(frame.Bytes.Where((_, i) => i % 4 == 3).Distinct().Count(), Is.GreaterThan(20), "the matte is no constant");
        Assert.That(Generate(body), Is.EqualTo(ordinary), "the next ordinary frame is as before");
    }

    [Test]
    public void A_transparent_frame_allocates_nothing()
    {
        var pose = new TargetPose(RandomPictures.Make(Size, Size, seed: 2)) { Body = Pictures() };
        var frame = new RgbaImage(Size, Size, new byte[4 * Size * Size]);
        Assert.That(Allocations.Of(() => _pipeline.Generate(pose, frame)), Is.Zero);
    }

    [Test]
    public void Given_latents_are_decoded_over_the_same_body()
    {
        var pose = new TargetPose(RandomPictures.Make(Size, Size, seed: 2)) { Body = Pictures() };
        byte[] Decoded(float value)
        {
            _pipeline.Decode(Enumerable.Repeat(value, 4 * 8 * 8).ToArray(), pose, _frame);
            return (byte[])_frame.Bytes.Clone();
        }
        var first = Decoded(0.3f);
        Assert.That(Decoded(-0.8f), Is.Not.EqualTo(first));
        Assert.That(Decoded(0.3f), Is.EqualTo(first));
    }

    /// <summary>Networks whose size is set at load equal networks that were built for that size, of the same weights.</summary>
    [Test]
    public void Another_size_gives_the_frame_of_networks_built_for_it()
    {
        using TemporaryFolder open = new(), built = new();
        RgbImage Picture(int seed) => RandomPictures.Make(96, 128, seed);
        byte[] FrameOf(ModelPackage package)
        {
            using var pipeline = new FpdmPipeline(package, new InferenceOptions());
            Assert.That((pipeline.Width, pipeline.Height), Is.EqualTo((96, 128)));
            pipeline.SetSource(RandomPictures.Make(80, 100, seed: 1));
            var frame = new RgbImage(96, 128);
            pipeline.Generate(new TargetPose(Picture(2)) { Body = new(Picture(10), Picture(11), Picture(12), Picture(13), Picture(14)) }, frame);
            return frame.Bytes;
        }
        var expected = FrameOf(ModelPackage.Open(TinyFpdm.Write(built, model: TinyFpdm.OnBodyOf(96, 128))));
        var frame = FrameOf(ModelPackage.Open(TinyFpdm.Write(open, model: TinyFpdm.OnBody)).WithSize(new FrameSize(96, 128)));
        Assert.That(frame.Zip(expected, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(1), "of 255");
    }

    [Test]
    public void A_size_that_the_model_does_not_make_is_refused_with_those_that_it_makes() =>
        Assert.That(() => ModelPackage.Open(_folder["package"]).WithSize(new FrameSize(96, 96)),
            Throws.ArgumentException.With.Message.StartsWith("The model 'fpdm-tiny' makes pictures of 64x64 or 96x128, not 96x96."));

    [Test]
    public void A_rigs_pose_shows_the_person_of_the_source_and_an_unmoved_one_is_not_made_again()
    {
        var path = new PoseToFrame(_pipeline);
        var request = path.MakeRequest();
        var body = Person(200).Body;
        var joints = new Matrix4x4[body.Skeleton.Count];
        var rest = new JointTransform[joints.Length];
        body.Skeleton.CopyRestTo(rest);
        LocalToModel.Run(body.Skeleton, rest, joints);
        request.Set(new RigPose(body.Map, joints, [], Front));
        Assert.That(() => path.Run(request, _frame), Throws.InvalidOperationException.With.Message.Contains("Analyse the picture"));
        byte[] Shown(byte red)
        {
            path.SetSource(new PersonSource(new SourceView(RandomPictures.Make(80, 100, seed: 1))) { Person = Person(red) });
            Assert.That(path.Run(request, _frame), Is.True);
            return (byte[])_frame.Bytes.Clone();
        }
        var first = Shown(200);
        Assert.That(path.Run(request, _frame), Is.False);
        Assert.That(Shown(40), Is.Not.EqualTo(first));
        Assert.That(Shown(200), Is.EqualTo(first));
    }
}
