using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Systems;
using NUnit.Framework;

namespace Avatars.Fixtures;

/// <summary>Fills each frame with its own number, so that a torn frame shows; can be held up, and can fail.</summary>
public sealed class FakeGenerator : IFrameGenerator
{
    readonly ManualResetEventSlim _gate = new(true);

    public int Generated { get; private set; }

    public ManualResetEventSlim IsAtWork { get; } = new(false);

    public Exception? Failure { get; set; }

    public RgbImage? Source { get; private set; }

    public GenerationSettings? Settings { get; private set; }

    public int ThreadId { get; private set; }

    public int SourcesSet { get; private set; }

    public bool IsDisposed { get; private set; }

    public int Width => 32;

    public int Height => 32;

    public StageTimes Times => new(0, 1, 2, 3, 4);

    /// <summary>As a generator that failed in the middle of a change of source.</summary>
    public void Forget() => Source = null;

    public void Hold() => _gate.Reset();

    public void Release() => _gate.Set();

    public bool ReadsBody { get; init; }

    public IPoseMapRenderer MakePoseMapRenderer() => ReadsBody ? new BodyPoseMapRenderer(PoseMapStyle.Avatar, Width, Height)
        : new SkeletonPoseMapRenderer(PoseMapStyle.Avatar, Width, Height);

    public IFrameGenerator? MakeSibling() => null;

    public SourceAnalysis Analyze(PersonSource source) => SourceAnalysis.None;

    public void RequireSource(PersonSource source) => Assert.That(source.Views, Is.Not.Empty);

    public void SetSource(PersonSource source)
    {
        Source = source.Views[0].Picture;
        SourcesSet++;
    }

    public void Configure(GenerationSettings settings) => Settings = settings;

    public void Generate(TargetPose pose, RgbImage frame)
    {
        ThreadId = Environment.CurrentManagedThreadId;
        IsAtWork.Set();
        _gate.Wait();
        if (Failure is not null)
            throw Failure;
        frame.Bytes.AsSpan().Fill((byte)++Generated);
    }

    public void Dispose()
    {
        IsDisposed = true;
        _gate.Dispose();
    }
}
