using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;

namespace Avatars.Systems.Fpdm;

/// <summary>Embeddings out of a person file take the place of the source networks, for the model that made them only.</summary>
public sealed class FpdmEmbeddingsTests
{
    const int Size = 64;

    static readonly BodyModel Model = BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body"));

    readonly TemporaryFolder _onBody = new(), _flowing = new();

    [OneTimeSetUp]
    public void Write()
    {
        TinyFpdm.Write(_onBody, model: TinyFpdm.OnBody);
        TinyFpdm.Write(_flowing, model: TinyFpdm.Flowing);
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _onBody.Dispose();
        _flowing.Dispose();
    }

    FpdmPipeline Load(bool onBody) => new(ModelPackage.Open((onBody ? _onBody : _flowing)["package"]), new InferenceOptions());

    /// <summary>Written to a person file and read again.</summary>
    static PersonSource Kept(FpdmPipeline pipeline, RgbImage picture)
    {
        var body = new ShapedBody(Model, []);
        var rest = new Avatars.Rig.JointTransform[body.Skeleton.Count];
        body.Skeleton.CopyRestTo(rest);
        var person = new AnalysedPerson
        {
            Person = TexturedPerson.Plain(Model, new RgbColor(200, 90, 30), new RgbColor(10, 60, 110)),
            Picture = picture,
            Matte = [],
            Camera = Camera.Orbit(new Vector3(0, 1, 0), 0, 0, 3, 0.6f, picture.Width, picture.Height),
            Pose = rest,
            Expression = new float[Model.Expressions.Count],
            Coverage = 1,
            FitError = 0,
            Embeddings = pipeline.Embed(picture),
        };
        return PersonSource.Of(PersonFile.Read(PersonFile.ToBytes(person), "file", Model));
    }

    static byte[] Frame(FpdmPipeline pipeline, PersonSource source)
    {
        RgbImage Picture(int seed) => RandomPictures.Make(Size, Size, seed);
        pipeline.SetSource(source);
        var frame = new RgbImage(Size, Size);
        var body = pipeline.ReadsBody ? new BodyPictures(Picture(10), Picture(11), Picture(12), Picture(13), Picture(14)) : null;
        pipeline.Generate(new TargetPose(Picture(2)) { Body = body }, frame);
        return frame.Bytes;
    }

    [TestCase(true), TestCase(false)]
    public void Frames_with_and_without_are_identical(bool onBody)
    {
        using var pipeline = Load(onBody);
        var picture = RandomPictures.Make(80, 100, seed: 1);
        var kept = Kept(pipeline, picture);
        var expected = Frame(pipeline, picture);
        Assert.That(Frame(pipeline, RandomPictures.Make(80, 100, seed: 5)), Is.Not.EqualTo(expected), "the source matters");
        Assert.That(Frame(pipeline, kept), Is.EqualTo(expected));
        using var fresh = Load(onBody);
        Assert.That(Frame(fresh, kept), Is.EqualTo(expected), "nothing was encoded before");
    }

    /// <summary>A picture beside other embeddings shows which of the two the frame comes from.</summary>
    [Test]
    public void They_are_used_by_the_same_networks_and_by_no_others()
    {
        RgbImage first = RandomPictures.Make(80, 100, seed: 1), second = RandomPictures.Make(80, 100, seed: 5);
        using var pipeline = Load(onBody: true);
        var mixed = new PersonSource(new SourceView(first)) { Embeddings = pipeline.Embed(second) };
        Assert.That(Frame(pipeline, mixed), Is.EqualTo(Frame(pipeline, second)), "the same networks");
        var of = mixed.Embeddings;
        PersonSource With(IEnumerable<SourceEmbedding> embeddings) => new(new SourceView(first)) { Embeddings = [.. embeddings] };
        var anew = Frame(pipeline, first);
        Assert.That(Frame(pipeline, With(of.Select(each => each with { Networks = new string('0', 64) }))), Is.EqualTo(anew), "other networks");
        Assert.That(Frame(pipeline, With(of.Select(each => each with { Values = [1] }))), Is.EqualTo(anew), "another length");
        Assert.That(Frame(pipeline, With([])), Is.EqualTo(anew), "none");
        using var other = Load(onBody: false);
        Assert.That(other.Embed(first).Select(each => each.Networks), Is.Not.SupersetOf(of.Select(each => each.Networks)));
        Assert.That(Frame(other, mixed), Is.EqualTo(Frame(other, first)));
    }

    /// <summary>As of the 8-bit package, whose fusion encoder alone differs.</summary>
    [TestCase("tokens"), TestCase("image_embeds")]
    public void What_one_network_made_is_used_without_the_other_part(string kept)
    {
        RgbImage first = RandomPictures.Make(80, 100, seed: 1), second = RandomPictures.Make(80, 100, seed: 5);
        using var pipeline = Load(onBody: true);
        var (ofFirst, ofSecond) = (pipeline.Embed(first), pipeline.Embed(second));
        SourceEmbedding[] known = [.. ofSecond.Where(each => each.Name == kept)];
        var half = new PersonSource(new SourceView(first)) { Embeddings = known };
        var all = new PersonSource(new SourceView(first)) { Embeddings = [.. known, .. ofFirst.Where(each => each.Name != kept)] };
        Assert.That(Frame(pipeline, half), Is.EqualTo(Frame(pipeline, all)));
    }

    [Test]
    public void Another_size_of_frame_reads_the_same_embeddings()
    {
        using var small = Load(onBody: true);
        using var large = new FpdmPipeline(ModelPackage.Open(_onBody["package"]).WithSize(new FrameSize(96, 128)), new InferenceOptions());
        var picture = RandomPictures.Make(80, 100, seed: 1);
        var (one, two) = (small.Embed(picture), large.Embed(picture));
        Assert.That(two.Select(each => (each.Name, each.Networks)), Is.EqualTo(one.Select(each => (each.Name, each.Networks))));
        Assert.That(two.Select(each => each.Values), Is.EqualTo(one.Select(each => each.Values)));
    }
}
