using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>
/// Poses in, pictures out, on threads of its own: the render loop never waits for the model. A new pose replaces the one that waits, so at
/// most one frame waits while each generator has one in work, and a frame is never older than two frames' time. Pictures come in the order of their
/// poses. Plain data crosses; nothing is allocated per frame. The stream outlives changes of rig, source and settings, and failures: after one it
/// accepts poses on, and generates again after <see cref="Restart"/>, <see cref="SetSource"/> or <see cref="Configure"/>.
/// </summary>
/// <remarks>Submit from one thread and take from one thread; they may be the same.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stream of poses, not of bytes.")]
public sealed partial class PoseStream : IDisposable
{
    readonly TripleBuffer<PoseRequest> _poses;
    readonly TripleBuffer<StreamFrame> _frames;
    readonly AutoResetEvent _work = new(false);
    readonly Worker[] _workers;
    Exception? _failure;
    volatile bool _isEnding;
    long _submitted;
    long _answered;
    long _skipped;

    /// <summary>Starts the worker. It waits for a source and a pose.</summary>
    /// <param name="generator">Borrowed and used by the worker alone until <see cref="Dispose"/>.</param>
    public PoseStream(IFrameGenerator generator)
        : this([generator])
    {
    }

    /// <summary>Starts a worker for each generator; they take turns.</summary>
    /// <param name="generators">At least one, all of the same networks (<see cref="FrameGenerators.LoadSeveral"/>); borrowed, each used by its
    /// worker alone until <see cref="Dispose"/>.</param>
    /// <param name="isTransparent">Frames have <see cref="StreamFrame.Alpha"/>, and nothing is behind the person.</param>
    /// <exception cref="InvalidOperationException">The model cannot: see <see cref="ITransparentFrameGenerator"/>.</exception>
    public PoseStream(IReadOnlyList<IFrameGenerator> generators, bool isTransparent = false)
    {
        if (generators.Count == 0)
            throw new ArgumentException("A stream needs a generator.", nameof(generators));
        _workers = [.. generators.Select(generator => new Worker(this, new PoseToFrame(generator), isTransparent))];
        var path = _workers[0].Path;
        if (isTransparent)
            path.RequireTransparency();
        _poses = new TripleBuffer<PoseRequest>(path.MakeRequest);
        _frames = new TripleBuffer<StreamFrame>(() => new StreamFrame(path.Width, path.Height, path.PoseMap.Width, path.PoseMap.Height,
            isTransparent));
        (_shown, _change) = (path.MakeRequest(), new PoseChange(path.Layout));
        foreach (var worker in _workers)
            worker.Start();
    }

    /// <summary>The frame of the last successful <see cref="TryTake"/>.</summary>
    public StreamFrame Frame => _frames.Front;

    /// <summary>The newest request whose picture is finished, be it that its pose had not moved: then the last frame shows it.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Requests that cost nothing because their pose had not moved.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Why generation stopped; null while it works. Poses are accepted all the same.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Asks for the picture of a sampled pose; returns at once with the request's number.</summary>
    /// <param name="camera">Of the frame's size.</param>
    public long Submit(PoseSampler sampler, Camera camera) => Submit(sampler.Before(camera));

    /// <summary>Asks for the picture of a rig's pose; returns at once with the request's number.</summary>
    public long Submit(in RigPose pose)
    {
        RequireOpen();
        _poses.Back.Set(pose);
        return Send();
    }

    /// <summary>Asks for the picture of keypoints in the style's layout, pixels of the frame.</summary>
    /// <inheritdoc cref="Submit(in RigPose)"/>
    /// <exception cref="ArgumentException">The keypoints are not those of the model's layout.</exception>
    public long Submit(ReadOnlySpan<Keypoint> keypoints)
    {
        RequireOpen();
        _poses.Back.Set(keypoints);
        return Send();
    }

    /// <summary>Shows another person; the last pose is generated anew. The pictures may not change afterwards.</summary>
    /// <exception cref="ArgumentException">The model cannot show this person; the old one stays.</exception>
    public void SetSource(PersonSource source)
    {
        RequireOpen();
        _workers[0].Path.RequireSource(source);
        lock (_gate)
            (_source, _version) = (source, _version + 1);
        Restart();
    }

    /// <summary>Changes how frames are generated; the last pose is generated anew.</summary>
    public void Configure(GenerationSettings settings)
    {
        RequireOpen();
        lock (_gate)
            (_settings, _version) = (settings, _version + 1);
        Restart();
    }

    /// <summary>Generates again after a failure, beginning with the newest pose. Does nothing else while all is well.</summary>
    public void Restart()
    {
        RequireOpen();
        Volatile.Write(ref _failure, null);
        _work.Set();
    }

    /// <summary>Makes the newest finished frame <see cref="Frame"/>; false when there is none since the last time. Never waits.</summary>
    public bool TryTake() => _frames.TryTake();

    /// <summary>Ends the workers after the frames that they are at. Frames that were taken stay readable.</summary>
    public void Dispose()
    {
        if (_isEnding)
            return;
        _isEnding = true;
        _work.Set();
        foreach (var worker in _workers)
            worker.Join();
        _work.Dispose();
    }

    long Send()
    {
        var request = _poses.Back;
        request.Number = ++_submitted;
        request.SubmittedTicks = Stopwatch.GetTimestamp();
        _poses.Publish();
        _work.Set();
        return _submitted;
    }

    void RequireOpen()
    {
        if (_isEnding)
            throw new ObjectDisposedException(nameof(PoseStream), "The stream has ended. Make a new one.");
    }
}
