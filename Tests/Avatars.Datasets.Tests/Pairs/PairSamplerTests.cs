using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.Fixtures;
using Avatars.PoseMaps;

namespace Avatars.Datasets.Tests.Pairs;

[Category("Assets")]
public sealed class PairSamplerTests
{
    const int Size = 128;

    static PairSampler Sampler(Split split, ulong seed = 4, float otherFraming = 0, float signing = 0) =>
        new(Libraries.Small, new MotionLibrary(SharedFolders.Assets, Libraries.Small, split), split, seed, Size, CatalogItem.PublicDomain,
            otherFraming: otherFraming, signing: signing);

    [Test]
    public void A_pair_depends_on_its_number_and_not_on_those_before()
    {
        var (forward, backward) = (Sampler(Split.Train), Sampler(Split.Train));
        int[] numbers = [0, 1, 25, 41, 60];
        var there = numbers.Select(forward.Sample).ToArray();
        foreach (var (number, first) in numbers.Zip(there).Reverse())
        {
            var second = backward.Sample(number);
            Assert.That(second.Source.JointModel, Is.EqualTo(first.Source.JointModel));
            Assert.That(second.Target.JointModel, Is.EqualTo(first.Target.JointModel));
            Assert.That(second.Target.Camera, Is.EqualTo(first.Target.Camera));
            Assert.That(second.Lighting, Is.EqualTo(first.Lighting));
            Assert.That(second.Person.Number, Is.EqualTo(first.Person.Number));
        }
    }

    [Test]
    public void Two_fifths_of_training_are_sample_characters_and_none_of_the_test()
    {
        var people = Enumerable.Range(0, 12000).Select(i => PairSampler.PersonOf(Split.Train, i)).ToArray();
        Assert.That(people.Count(number => number < SampleCharacters.Count), Is.EqualTo(4800));
        Assert.That(people.Where(number => number < SampleCharacters.Count).GroupBy(number => number).Select(group => group.Count()), Is.All.EqualTo(400));
        Assert.That(Enumerable.Range(0, 1000).Select(i => PairSampler.PersonOf(Split.Test, i)), Is.All.GreaterThanOrEqualTo(SampleCharacters.Count));
    }

    [Test]
    public void Motions_of_the_test_are_never_in_training()
    {
        HashSet<string> Motions(Split split) =>
            [.. Enumerable.Range(0, 120).Select(Sampler(split).Sample).SelectMany(pair => new[] { pair.Source.Motion, pair.Target.Motion })
            .Except(["stand", "sign", "move"])];
        var (train, test) = (Motions(Split.Train), Motions(Split.Test));
        Assert.That(test, Is.Not.Empty);
        Assert.That(train.Overlaps(test), Is.False);
    }

    [Test]
    public void A_pair_never_shows_one_still_pose_twice()
    {
        var sampler = Sampler(Split.Train);
        foreach (var pair in Enumerable.Range(0, 200).Select(sampler.Sample))
            Assert.That(pair.Source.JointModel, Is.Not.EqualTo(pair.Target.JointModel)
                .Using<System.Numerics.Matrix4x4[]>((a, b) =>
                a.Zip(b).All(both => (both.First.Translation - both.Second.Translation).Length() < 0.01f)), $"pair {pair.Index}");
    }

    [TestCase(0f, 0)]
    [TestCase(1f, 3)]
    public void A_whole_figure_is_asked_for_at_signing_distance_only_where_sources_have_their_own_framing(float otherFraming, int least)
    {
        var sampler = Sampler(Split.Train, otherFraming: otherFraming);
        var notes = new PairNotes(Size);
        var near = Enumerable.Range(0, 120).Select(sampler.Sample).Where(pair => pair.Framing == Framing.Chest).ToArray();
        var whole = near.Count(pair => notes.Take(pair).SourceKeypoints.Take(KeypointLayout.Body18.Count).All(point => point.Y < Size));
        Assert.That(near, Has.Length.GreaterThan(10));
        Assert.That(whole, least == 0 ? Is.Zero : Is.GreaterThanOrEqualTo(least));
    }

    [Test]
    public void Who_signs_is_near_and_looks_at_the_viewer_whatever_the_source_shows()
    {
        const float Degrees = MathF.PI / 180;
        var pairs = Enumerable.Range(0, 120).Select(Sampler(Split.Train, signing: 1).Sample).ToArray();
        Assert.That(pairs.Select(pair => pair.Framing), Is.All.AnyOf(Framing.Chest, Framing.Waist));
        Assert.That(pairs.Select(pair => Yaw(pair.Target)), Is.All.InRange(-25 * Degrees, 25 * Degrees));
        Assert.That(pairs.Count(pair => MathF.Abs(Yaw(pair.Source) - Yaw(pair.Target)) > 20 * Degrees), Is.GreaterThan(30));
        Assert.That(pairs.Count(pair => Distance(pair.Source) > 1.5f * Distance(pair.Target)), Is.GreaterThan(30));

        static float Yaw(Snapshot shot) => MathF.Atan2(Towards(shot).X, Towards(shot).Z);
        // of the chest, in what a pixel shows
        static float Distance(Snapshot shot) => (shot.Camera.Position - 1.2f * System.Numerics.Vector3.UnitY).Length() / shot.Camera.FocalLength;
        static System.Numerics.Vector3 Towards(Snapshot shot) => System.Numerics.Vector3.Transform(System.Numerics.Vector3.UnitZ, shot.Camera.Orientation);
    }

    [Test]
    public void Full_figures_are_wholly_in_the_picture_and_not_tiny()
    {
        var sampler = Sampler(Split.Train);
        var notes = new PairNotes(Size);
        foreach (var pair in Enumerable.Range(0, 60).Select(sampler.Sample).Where(pair => pair.Framing == Framing.Full))
        {
            var keypoints = notes.Take(pair).TargetKeypoints;
            foreach (var point in keypoints.Take(KeypointLayout.Body18.Count).Where(point => point.IsPresent))
                Assert.That(point.X is >= 0 and <= Size && point.Y is >= 0 and <= Size, $"pair {pair.Index}: {point}");
            var (_, _, width, height) = notes.Take(pair).PersonBox;
            Assert.That(Math.Max(width, height), Is.GreaterThan(Size / 4), $"pair {pair.Index}");
        }
    }

    [Test]
    public void The_box_holds_the_body_that_is_in_the_picture()
    {
        var sampler = Sampler(Split.Test);
        var notes = new PairNotes(Size);
        for (var i = 0; i < 40; i++)
        {
            var note = notes.Take(sampler.Sample(i));
            var box = note.PersonBox;
            foreach (var point in note.TargetKeypoints.Take(KeypointLayout.Body18.Count))
                if (point.IsPresent && point.X is > 0 and < Size && point.Y is > 0 and < Size)
                    Assert.That(point.X >= box.X - 2 && point.X <= box.X + box.Width + 2 && point.Y >= box.Y - 2 && point.Y <= box.Y + box.Height
                        + 2, $"pair {i}: {point} outside {box}");
        }
    }
}
