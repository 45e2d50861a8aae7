using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.Fixtures;

namespace Avatars.Datasets.Tests.Pairs;

[Category("Assets")]
public sealed class SequenceSamplerTests
{
    const int Size = 128, Frames = 12;

    static SequenceSampler Sampler(bool samplesOnly = false)
    {
        var motions = new MotionLibrary(SharedFolders.Assets, Libraries.Small, Split.Test);
        var pairs = new PairSampler(Libraries.Small, motions, Split.Test, 4, Size, CatalogItem.PublicDomain, samplesOnly);
        return new SequenceSampler(pairs, motions, Split.Test, 4, Size, Frames);
    }

    [Test]
    public void Frames_of_a_sequence_share_everything_but_the_moment()
    {
        var frames = Enumerable.Range(0, Frames).Select(Sampler().Sample).ToArray();
        Assert.That(frames.Select(frame => frame.Index), Is.EqualTo(Enumerable.Range(0, Frames)));
        foreach (var frame in frames)
        {
            Assert.That(frame.Person, Is.SameAs(frames[0].Person));
            Assert.That(frame.Source, Is.SameAs(frames[0].Source));
            Assert.That(frame.Target.Camera, Is.EqualTo(frames[0].Target.Camera));
            Assert.That(frame.Target.Motion, Is.EqualTo(frames[0].Target.Motion));
            Assert.That(frame.Target.Seconds - frames[0].Target.Seconds, Is.EqualTo((frame.Index % Frames) / SequenceSampler.Rate).Within(1e-4));
        }
    }

    [Test]
    public void Motion_is_smooth_and_does_not_stand_still()
    {
        var sampler = Sampler();
        var moved = 0f;
        for (var index = 1; index < 6 * Frames; index++)
        {
            if (index % Frames == 0)
                continue;
            var (before, now) = (sampler.Sample(index - 1), sampler.Sample(index));
            var step = before.Target.JointModel.Zip(now.Target.JointModel).Max(pair => Vector3.Distance(pair.First.Translation, pair.Second.Translation));
            Assert.That(step, Is.LessThan(0.4f), $"metres in a 25th of a second, frame {index} of {now.Target.Motion}");
            moved += step;
        }
        Assert.That(moved, Is.GreaterThan(0.5f));
    }

    [Test]
    public void A_frame_depends_on_its_number_and_not_on_those_before()
    {
        var (there, back) = (Sampler(), Sampler());
        int[] numbers = [0, 5, 13, 30];
        var first = numbers.Select(there.Sample).ToArray();
        foreach (var (number, frame) in numbers.Zip(first).Reverse())
            Assert.That(back.Sample(number).Target.JointModel, Is.EqualTo(frame.Target.JointModel), $"frame {number}");
    }

    [Test]
    public void Sample_characters_alternate_where_only_seen_identities_are_requested()
    {
        var sampler = Sampler(samplesOnly: true);
        Assert.That(new[] { 0, Frames, 11 * Frames, 12 * Frames }.Select(index => sampler.Sample(index).Person.Number), Is.EqualTo(new[] { 0, 1, 11, 0 }));
    }
}
