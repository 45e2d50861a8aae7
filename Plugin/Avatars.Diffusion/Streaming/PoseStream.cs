using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Numerics;
using System.Threading;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>
/// Poses in, pictures out, on threads of its own: the render loop never waits for the model. A new pose replaces the one that waits, so at
/// most one frame waits while each generator has one in work, and a frame is never older than two frames' time. Pictures come in the order of their poses. Plain data
/// crosses; nothing is allocated per frame.
/// </summary>
/// <remarks>Submit from one thread and take from one thread; they may be the same.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stream of poses, not of bytes.")]
public sealed partial class PoseStream : IDisposable
{
    readonly Mailbox<PoseRequest> _poses;
    readonly Mailbox<StreamFrame> _frames;
    readonly AutoResetEvent _work = new(false);
    readonly Worker[] _workers;
    Exception? _failure;
    volatile bool _isEnding;
    long _submitted;
    long _answered;
    long _skipped;

    /// <summary>Starts the worker. It waits for a source and a pose.</summary>
    /// <param name="generator">Borrowed and used by the worker alone until <see cref="Dispose"/>.</param>
    /// <param name="style">What the model was trained on.</param>
    /// <param name="map">The rig that poses come from; null when they come as keypoints.</param>
    /// <param name="face">As <see cref="RigKeypoints"/> takes it.</param>
    public PoseStream(IFrameGenerator generator, PoseMapStyle style, HumanoidMap? map = null, FaceTemplate? face = null)
        : this([generator], style, map, face)
    {
    }

    /// <summary>Starts a worker for each generator; they take turns.</summary>
    /// <param name="generators">At least one, all of the same networks (<see cref="FrameGenerators.LoadSeveral"/>); borrowed, each used by its worker alone until <see cref="Dispose"/>.</param>
    /// <inheritdoc cref="PoseStream(IFrameGenerator, PoseMapStyle, HumanoidMap?, FaceTemplate?)"/>
    public PoseStream(IReadOnlyList<IFrameGenerator> generators, PoseMapStyle style, HumanoidMap? map = null, FaceTemplate? face = null)
    {
        if (generators.Count == 0)
            throw new ArgumentException("A stream needs a generator.", nameof(generators));
        _poses = new Mailbox<PoseRequest>(() => PoseToFrame.MakeRequest(map, style));
        _frames = new Mailbox<StreamFrame>(() => new StreamFrame(generators[0].Width, generators[0].Height));
        (_shown, _change) = (PoseToFrame.MakeRequest(map, style), new PoseChange(map, style.Layout));
        _workers = [.. generators.Select(generator => new Worker(this, new PoseToFrame(generator, style, map, face), PoseToFrame.MakeRequest(map, style)))];
        foreach (var worker in _workers)
            worker.Start();
    }

    /// <summary>The frame of the last successful <see cref="TryTake"/>.</summary>
    public StreamFrame Frame => _frames.Front;

    /// <summary>The newest request whose picture is finished, be it that its pose had not moved: then the last frame shows it.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Requests that cost nothing because their pose had not moved.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Asks for the picture of a rig's pose; returns at once with the request's number.</summary>
    /// <param name="joints">Joint space to model space, row vectors, one per joint of the rig.</param>
    /// <param name="camera">Of the frame's size.</param>
    /// <exception cref="InvalidOperationException">The worker failed; the cause is inside.</exception>
    public long Submit(ReadOnlySpan<Matrix4x4> joints, Camera camera)
    {
        ThrowIfFailed();
        _poses.Back.Set(joints, camera);
        return Send();
    }

    /// <summary>Asks for the picture of keypoints in the style's layout, pixels of the frame.</summary>
    /// <inheritdoc cref="Submit(ReadOnlySpan{Matrix4x4}, Camera)"/>
    public long Submit(ReadOnlySpan<Keypoint> keypoints)
    {
        ThrowIfFailed();
        _poses.Back.Set(keypoints);
        return Send();
    }

    /// <summary>Shows another person; the last pose is generated anew. The pictures may not change afterwards.</summary>
    /// <exception cref="ArgumentException">The model cannot show this person; the old one stays.</exception>
    public void SetSource(PersonSource source)
    {
        ThrowIfFailed();
        _workers[0].RequireSource(source);
        lock (_gate)
            (_source, _version) = (source, _version + 1);
        _work.Set();
    }

    /// <summary>Changes how frames are generated; the last pose is generated anew.</summary>
    public void Configure(GenerationSettings settings)
    {
        ThrowIfFailed();
        lock (_gate)
            (_settings, _version) = (settings, _version + 1);
        _work.Set();
    }

    /// <summary>Makes the newest finished frame <see cref="Frame"/>; false when there is none since the last time. Never waits.</summary>
    /// <exception cref="InvalidOperationException">The worker failed; the cause is inside.</exception>
    public bool TryTake()
    {
        if (_frames.TryTake())
            return true;
        ThrowIfFailed();
        return false;
    }

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

    void ThrowIfFailed()
    {
        if (_isEnding)
            throw new ObjectDisposedException(nameof(PoseStream), "The stream has ended. Make a new one.");
        if (Volatile.Read(ref _failure) is { } failure)
            throw new InvalidOperationException($"The stream stopped: {failure.Message}", failure);
    }
}
