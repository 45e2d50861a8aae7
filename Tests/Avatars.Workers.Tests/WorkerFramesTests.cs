using Avatars.Body;
using Avatars.Formats;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;
using static Avatars.Workers.WorkerTesting;

namespace Avatars.Workers;

/// <summary>Every kind of frame, from every system: those of a worker are those of this process, byte for byte.</summary>
[CancelAfter(120_000)]
public sealed class WorkerFramesTests
{
    static readonly float[] Raised = [0, 0.4f, 1.1f]; // radians

    [Test]
    public void Transparent_frames()
    {
        using var testing = new WorkerTesting();
        using var here = testing.LoadHere();
        using var there = testing.LoadInWorker();
        var (near, far) = (new PoseToFrame(here[0]), new PoseToFrame(there[0]));
        foreach (var radians in Raised)
        {
            var (expected, seen) = (Make(near, radians), Make(far, radians));
            Assert.That(seen.Bytes, Is.EqualTo(expected.Bytes), $"{radians}");
            Assert.That(far.PoseMap.Bytes, Is.EqualTo(near.PoseMap.Bytes), $"{radians}");
            Assert.That(AlphasOf(expected), Has.Some.Zero.And.Some.GreaterThan(0), "the person, and nothing behind");
        }
        // Opaque ones between them are opaque ones.
        Assert.That(testing.FrameOf(far, 0.2f), Is.EqualTo(testing.FrameOf(near, 0.2f)));

        RgbaImage Make(PoseToFrame path, float radians)
        {
            var (request, frame) = (path.MakeRequest(), new RgbaImage(path.Width, path.Height, new byte[4 * path.Width * path.Height]));
            request.Set(testing.PoseAt(radians));
            Assert.That(path.Run(request, frame), Is.True);
            return frame;
        }
    }

    [Test]
    public void Poses_that_were_drawn_already([Values] bool isTransparent)
    {
        using var testing = new WorkerTesting();
        using var here = testing.LoadHere();
        using var there = testing.LoadInWorker();
        foreach (var radians in Raised)
        {
            var renderer = here[0].MakePoseMapRenderer();
            ((BodyPoseMapRenderer)renderer).Person = Person.Person;
            var pose = TargetPose.Draw(testing.PoseAt(radians), renderer);
            Assert.That(Make(there[0], pose), Is.EqualTo(Make(here[0], pose)), $"{radians}");
        }

        byte[] Make(IFrameGenerator generator, TargetPose pose)
        {
            if (isTransparent)
            {
                var transparent = new RgbaImage(generator.Width, generator.Height, new byte[4 * generator.Width * generator.Height]);
                ((ITransparentFrameGenerator)generator).Generate(pose, transparent);
                return transparent.Bytes;
            }
            var frame = new RgbImage(generator.Width, generator.Height);
            generator.Generate(pose, frame);
            return frame.Bytes;
        }
    }

    [TestCase("fpdm"), TestCase("flowing"), TestCase("pcdms"), TestCase("pcdms-demo"), TestCase("imagpose")]
    public void Keypoints_and_maps_for_systems_without_a_body(string system)
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(system switch
        {
            "fpdm" => TinyFpdm.Write(folder),
            "flowing" => TinyFpdm.Write(folder, model: TinyFpdm.Flowing),
            "pcdms" => TinyPcdms.Write(TinyPcdms.Model, folder),
            "pcdms-demo" => TinyPcdms.Write(TinyPcdms.Demo, folder),
            _ => TinyImagPose.Write(folder),
        });
        var person = new PersonSource(new SourceView(RandomPictures.Make(80, 100, 3),
            new KeypointFrame(KeypointLayout.Avatar128, (80, 100), [Signer(5, 80, 100)])));
        using var here = FrameGenerators.LoadSeveral(package, OneThread, 1);
        using var there = WorkerGenerators.LoadSeveral(package, OneThread, 1, new WorkerOptions { Command = WorkerTesting.Program });
        foreach (var generators in (FramesInFlight[])[here, there])
        {
            generators.Configure(new GenerationSettings { Sampler = "ddim", Steps = 2, Seed = 9, Guidance = 2 });
            generators.SetSource(person);
        }
        var (near, far) = (new PoseToFrame(here[0]), new PoseToFrame(there[0]));
        foreach (var seed in (int[])[1, 2])
        {
            Assert.That(Make(far, seed), Is.EqualTo(Make(near, seed)), $"{seed}");
            Assert.That(far.PoseMap.Bytes, Is.EqualTo(near.PoseMap.Bytes).And.Some.GreaterThan(0), $"{seed}");
        }
        var drawn = new TargetPose(RandomPictures.Make(here.Width, here.Height, 8), KeypointLayout.Avatar128, Signer(4, here.Width, here.Height));
        var (expected, seen) = (new RgbImage(here.Width, here.Height), new RgbImage(here.Width, here.Height));
        here[0].Generate(drawn, expected);
        there[0].Generate(drawn, seen);
        Assert.That(seen.Bytes, Is.EqualTo(expected.Bytes));
        Assert.That(there[0].Analyze(person), Is.EqualTo(here[0].Analyze(person)));

        static byte[] Make(PoseToFrame path, int seed)
        {
            var (request, frame) = (path.MakeRequest(), new RgbImage(path.Width, path.Height));
            request.Set(Signer(seed, path.Width, path.Height));
            Assert.That(path.Run(request, frame), Is.True);
            return frame.Bytes;
        }
    }

    [Test]
    public void Several_frames_in_flight_stay_in_order_and_a_film_may_be_stopped_and_made_again([Values] bool isTransparent)
    {
        const int Frames = 12;
        var motion = MotionFile.Read(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh")).For(StandardHumanoid.Map);
        using var testing = new WorkerTesting();
        using var here = testing.LoadHere();
        using var there = testing.LoadInWorker(inFlight: 3);
        Assert.That(there, Has.Count.EqualTo(3));
        var expected = Film(here, default);
        Assert.That(expected.Distinct(new SameBytes()).Count(), Is.EqualTo(Frames), "every frame shows another pose");
        var worker = HostOf(there).ProcessId;
        using var stop = new CancellationTokenSource();
        Assert.That(() => Film(there, stop.Token, made => { if (made == 4) stop.Cancel(); }), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Film(there, default), Is.EqualTo(expected));
        Assert.That(HostOf(there).ProcessId, Is.EqualTo(worker), "stopping a film ends no worker");
        Assert.That(testing.Events, Is.Empty);

        List<byte[]> Film(FramesInFlight generators, CancellationToken cancel, Action<int>? made = null)
        {
            var pictures = new List<byte[]>();
            new FrameSequence(generators, motion, StandardHumanoid.Map, _ => testing.Camera).Run(Frames, 10, isTransparent, frame =>
            {
                pictures.Add([.. isTransparent ? frame.Transparent!.Bytes : frame.Picture.Bytes]);
                made?.Invoke(pictures.Count);
            }, cancel);
            return pictures;
        }
    }

    static Keypoint[] Signer(int seed, int width, int height) =>
        [.. Enumerable.Range(0, KeypointLayout.Avatar128.Count).Select(i => new Keypoint((i * 7 + seed * 13) % width, (i * 11 + seed * 5) % height, 1))];

    static IEnumerable<byte> AlphasOf(RgbaImage picture) => picture.Bytes.Where((_, i) => i % 4 == 3);

    sealed class SameBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] bytes) => bytes.Length;
    }
}
