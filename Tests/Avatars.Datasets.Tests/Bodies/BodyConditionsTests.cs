using System.Numerics;
using Avatars.Body;
using Avatars.Datasets.Bodies;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Datasets.Tests.Bodies;

[Category("Assets")]
public sealed class BodyConditionsTests
{
    const int Size = 128;

    static readonly Lazy<PairSampler> Sampler = new(() => new PairSampler(Libraries.Small,
        new MotionLibrary(SharedFolders.Assets, Libraries.Small, Split.Test), Split.Test, 77, Size, CatalogItem.PublicDomain));

    static readonly Lazy<BodyModel> Model = new(() => BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body")));

    static readonly Lazy<BodyConditionsRenderer> Exact = new(() => new BodyConditionsRenderer(Libraries.Small, Model.Value, FitErrors.None, 1));

    /// <summary>Each pixel's colour tells its place: red its column, green its row.</summary>
    static RgbImage Map()
    {
        var picture = new RgbImage(Size, Size);
        for (var i = 0; i < Size * Size; i++)
            (picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2]) = ((byte)(i % Size), (byte)(i / Size), 200);
        return picture;
    }

    static BodyPictures Draw(PairScene scene) => Exact.Value.Draw(scene, Map(), scene.Person.Surface.Mask(scene.Source.JointModel, scene.Source.Camera));

    static byte State(BodyPictures drawn, int pixel, int channel) => drawn.State.Bytes[3 * pixel + channel];

    [TestCase(0), TestCase(20), TestCase(40)]
    public void In_the_sources_own_pose_known_pixels_keep_their_place(int pair)
    {
        var scene = Sampler.Value.Sample(pair);
        var drawn = Draw(scene with { Target = scene.Source });
        int[] known = [.. Enumerable.Range(0, Size * Size).Where(i => State(drawn, i, 0) > 128)];
        var distances = known.Select(i => Vector2.Distance(new Vector2(i % Size, i / Size), new Vector2(drawn.Warped.Bytes[3 * i],
            drawn.Warped.Bytes[3 * i + 1]))).Order().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(known, Has.Length.GreaterThan(300));
            Assert.That(distances[distances.Length / 2], Is.LessThan(1), "median, pixels");
            Assert.That(distances[distances.Length * 95 / 100], Is.LessThan(3), "19 of 20, pixels");
        });
    }

    [Test]
    public void Beside_the_body_there_is_the_background_and_nothing_else()
    {
        var drawn = Draw(Sampler.Value.Sample(3));
        int[] beside = [.. Enumerable.Range(0, Size * Size).Where(i => State(drawn, i, 2) == 0)];
        Assert.That(beside, Has.Length.InRange(1000, Size * Size - 300));
        foreach (var i in beside)
            for (var k = 3 * i; k < 3 * i + 3; k++)
                Assert.That((drawn.Warped.Bytes[k], drawn.Coordinates.Bytes[k], drawn.Normals.Bytes[k]),
                    Is.EqualTo((drawn.Background.Bytes[k], (byte)0, (byte)0)));
    }

    [Test]
    public void Normals_of_what_is_seen_point_to_the_camera()
    {
        var drawn = Draw(Sampler.Value.Sample(3));
        int[] body = [.. Enumerable.Range(0, Size * Size).Where(i => State(drawn, i, 2) == 255)];
        Assert.That(body.Count(i => drawn.Normals.Bytes[3 * i + 2] >= 127), Is.GreaterThan(0.97 * body.Length));
    }

    [Test]
    public void The_background_takes_no_pixel_of_the_person_and_keeps_those_far_away()
    {
        var scene = Sampler.Value.Sample(3);
        var mask = scene.Person.Surface.Mask(scene.Source.JointModel, scene.Source.Camera);
        var picture = Map();
        var isPerson = new bool[Size * Size];
        for (var i = 0; i < isPerson.Length; i++)
            if (isPerson[i] = (mask[i / 8] >> (7 - i % 8) & 1) != 0)
                (picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2]) = (255, 0, 0);
        var background = Exact.Value.Draw(scene, picture, mask).Background;
        for (var i = 0; i < isPerson.Length; i++)
            if (isPerson[i])
                Assert.That(background.Bytes[3 * i + 2], Is.InRange(195, 205), $"pixel {i % Size}, {i / Size}: all that is not the person has a blue of 200");
        Assert.That(Enumerable.Range(0, Size * Size).Count(i => background.Bytes.AsSpan(3 * i, 3).SequenceEqual(picture.Bytes.AsSpan(3 * i, 3))),
            Is.GreaterThan(0.4 * Size * Size));
    }

    [Test]
    public void A_fit_with_errors_moves_the_colours_and_the_same_seed_repeats_it()
    {
        var scene = Sampler.Value.Sample(3);
        var mask = scene.Person.Surface.Mask(scene.Source.JointModel, scene.Source.Camera);
        RgbImage Warped(ulong seed) => new BodyConditionsRenderer(Libraries.Small, Model.Value, FitErrors.Typical, seed).Draw(scene, Map(), mask).Warped;
        var first = Warped(5);
        Assert.That(Warped(5).Bytes, Is.EqualTo(first.Bytes));
        Assert.That(Warped(6).Bytes, Is.Not.EqualTo(first.Bytes));
    }

    [Test]
    public void Frames_of_a_sequence_share_the_errors_of_one_fit()
    {
        var scene = Sampler.Value.Sample(3);
        var mask = scene.Person.Surface.Mask(scene.Source.JointModel, scene.Source.Camera);
        var renderer = new BodyConditionsRenderer(Libraries.Small, Model.Value, FitErrors.Typical, 5, framesPerFit: 4);
        byte[] Frame(int index) => [.. renderer.Draw(scene with { Index = index }, Map(), mask).Warped.Bytes];
        Assert.That(Frame(7), Is.EqualTo(Frame(4)), "a still pose is still");
        Assert.That(Frame(8), Is.Not.EqualTo(Frame(4)), "another sequence, another fit");
    }

    [Test]
    public void Typical_errors_move_known_pixels_by_one_or_two_percent_of_the_body()
    {
        List<float> shares = [];
        for (var pair = 0; pair < 60; pair += 10)
        {
            var scene = Sampler.Value.Sample(pair);
            var mask = scene.Person.Surface.Mask(scene.Source.JointModel, scene.Source.Camera);
            var drawn = new BodyConditionsRenderer(Libraries.Small, Model.Value, FitErrors.Typical, 3).Draw(scene with { Target = scene.Source }, Map(), mask);
            var head = scene.Person.Body.Map[Rig.HumanBodyBones.Head];
            scene.Source.Camera.TryProject(scene.Source.JointModel[head].Translation, out var top, out var depth);
            var height = 1.7f * scene.Source.Camera.FocalLength / depth; // pixels
            for (var i = 0; i < Size * Size; i++)
                if (State(drawn, i, 0) > 128)
                    shares.Add(Vector2.Distance(new(i % Size, i / Size), new(drawn.Warped.Bytes[3 * i], drawn.Warped.Bytes[3 * i + 1])) / height);
        }
        Assert.That(shares.Average(), Is.InRange(0.004, 0.025), "of the height");
    }

    [TestCase(0), TestCase(20), TestCase(40)]
    public void The_body_lies_where_the_person_is(int pair)
    {
        var scene = Sampler.Value.Sample(pair);
        var drawn = Draw(scene);
        var mask = scene.Person.Surface.Mask(scene.Target.JointModel, scene.Target.Camera);
        var (both, either) = (0, 0);
        for (var i = 0; i < Size * Size; i++)
        {
            var (isBody, isPerson) = (State(drawn, i, 2) != 0, (mask[i / 8] >> (7 - i % 8) & 1) != 0);
            (both, either) = (both + (isBody && isPerson ? 1 : 0), either + (isBody || isPerson ? 1 : 0));
        }
        Assert.That((double)both / either, Is.GreaterThan(0.82), "intersection over union with the dressed character");
    }
}
