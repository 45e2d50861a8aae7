using Avatars.Imaging;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Workers;

[CancelAfter(120_000)]
public sealed class WorkerGeneratorTests
{
    [Test]
    public void Frames_and_pose_maps_of_a_worker_are_those_of_this_process_byte_for_byte()
    {
        using var testing = new WorkerTesting();
        using var here = testing.LoadHere();
        using var there = testing.LoadInWorker();
        var (near, far) = (new PoseToFrame(here[0]), new PoseToFrame(there[0]));
        foreach (var radians in (float[])[0, 0.4f, 1.1f])
        {
            Assert.That(testing.FrameOf(far, radians), Is.EqualTo(testing.FrameOf(near, radians)), $"{radians}");
            Assert.That(far.PoseMap.Bytes, Is.EqualTo(near.PoseMap.Bytes), $"{radians}");
        }
        Assert.That(far.Times.Denoise, Is.GreaterThan(0));
        Assert.That(testing.Events, Is.Empty);
    }
}
