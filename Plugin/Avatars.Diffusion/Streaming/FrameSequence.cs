using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Avatars.Animation;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>A frame of a <see cref="FrameSequence"/>, valid until the call that hands it out returns.</summary>
public sealed class SequenceFrame
{
    readonly PoseToFrame _path;
    readonly PoseRequest _request;
    RgbImage? _together;
    RgbaImage? _transparentTogether;

    internal SequenceFrame(PoseToFrame path, PoseRequest request) =>
        (_path, _request, Own, PoseMap) = (path, request, new RgbImage(path.Width, path.Height), path.PoseMap);

    /// <summary>With the people of <see cref="FrameSequence.Others"/> over it.</summary>
    public RgbImage Picture { get; private set; } = null!;

    /// <summary>What it was made from.</summary>
    public RgbImage PoseMap { get; internal set; }

    /// <summary>What the frame was asked to show: pixels of <see cref="PoseMap"/>, moved to the proportions of the source's person where the model
    /// draws a body.</summary>
    public ReadOnlySpan<Keypoint> Keypoints => _path.Keypoints;

    /// <summary>Of <see cref="Keypoints"/>.</summary>
    public KeypointLayout Layout => _path.Layout;

    /// <summary>Makes the same frame with other settings, into another picture; the film goes on with its own.</summary>
    /// <param name="settings">For this picture alone.</param>
    /// <param name="film">The film's own.</param>
    public void MakeAgain(GenerationSettings settings, GenerationSettings film, RgbImage picture)
    {
        _path.Configure(settings);
        _path.Make(_request, picture);
        _path.Configure(film);
    }

    /// <summary>As <see cref="Picture"/>, with alpha; null where no transparent frames were asked for.</summary>
    public RgbaImage? Transparent { get; private set; }

    /// <summary>False where nothing had changed: the picture is the one before.</summary>
    public bool IsNew { get; internal set; }

    public StageTimes Times { get; internal set; }

    /// <summary>The sequence's own person alone.</summary>
    internal RgbImage Own { get; }

    /// <inheritdoc cref="Own"/>
    internal RgbaImage? OwnTransparent { get; set; }

    /// <summary>Lays people over the own one. That one stays: it is used again where its pose does not change.</summary>
    internal void Lay(IReadOnlyList<IEnumerator<SequenceFrame>> others, bool isTransparent)
    {
        (Picture, Transparent) = (Own, isTransparent ? OwnTransparent : null);
        if (others.Count == 0)
            return;
        if (isTransparent)
            OwnTransparent!.Bytes.CopyTo((Transparent = _transparentTogether ??= MakeTransparent()).Bytes, 0);
        else
            Own.Bytes.CopyTo((Picture = _together ??= new RgbImage(_path.Width, _path.Height)).Bytes, 0);
        foreach (var other in others)
        {
            if (!other.MoveNext())
                continue;
            IsNew |= other.Current.IsNew;
            if (isTransparent)
                PictureLayers.Over(other.Current.Transparent!, Transparent!);
            else
                PictureLayers.Over(other.Current.Transparent!, Picture);
        }
    }

    internal RgbaImage MakeTransparent() => new(_path.Width, _path.Height, new byte[4 * _path.Width * _path.Height]);
}

/// <summary>All frames of a motion as pictures of a generated person, in their order, several in work at once: for films and picture sequences.</summary>
public sealed class FrameSequence
{
    readonly Func<float, Camera> _cameraAt;
    readonly FrameInFlight[] _inFlight;

    /// <param name="generators">Borrowed, with source and settings in place: one per frame in flight.</param>
    /// <param name="source">The motion.</param>
    /// <param name="body">Of the source's skeleton.</param>
    /// <param name="cameraAt">For each second, of the generators' size; called on several threads.</param>
    public FrameSequence(FramesInFlight generators, IPoseSource source, HumanoidMap body, Func<float, Camera> cameraAt)
    {
        _cameraAt = cameraAt;
        _inFlight = [.. generators.Select(generator => new FrameInFlight(this, new PoseToFrame(generator), source, body))];
    }

    /// <summary>Number of the first frame that <see cref="Run"/> makes: those before were made earlier.</summary>
    public int First { get; set; }

    /// <summary>Whom frames show at a time, seconds, where that changes; null for the generators' own source throughout. Called on several threads.</summary>
    public Func<float, PersonSource>? SourceAt { get; init; }

    /// <summary>People of the same camera whose frames, made with alpha, are laid over this one's in their order.</summary>
    public IReadOnlyList<FrameSequence> Others { get; init; } = [];

    /// <summary>Seconds during which frames were in work, or waited for by what takes them.</summary>
    public double Seconds { get; private set; }

    /// <summary>Makes the frames and hands them out in their order.</summary>
    /// <param name="isTransparent">Gives <see cref="SequenceFrame.Transparent"/> in place of the picture; for generators that can.</param>
    /// <param name="put">Called on the calling thread.</param>
    /// <exception cref="OperationCanceledException">Stopped between two frames.</exception>
    public void Run(int frames, double framesPerSecond, bool isTransparent, Action<SequenceFrame> put, CancellationToken stop = default)
    {
        foreach (var frame in Frames(frames, framesPerSecond, isTransparent, stop))
            put(frame);
    }

    /// <summary>Makes the frames one after the other, for whoever takes those of several sequences side by side. A frame is valid until the next one is
    /// asked for; disposing the enumerator early waits for the frames in work.</summary>
    /// <inheritdoc cref="Run"/>
    public IEnumerable<SequenceFrame> Frames(int frames, double framesPerSecond, bool isTransparent, CancellationToken stop = default)
    {
        var start = Stopwatch.GetTimestamp();
        var others = new List<IEnumerator<SequenceFrame>>();
        foreach (var other in Others)
        {
            other.First = First;
            others.Add(other.Frames(frames, framesPerSecond, isTransparent: true, stop).GetEnumerator());
        }
        try
        {
            for (var i = First; i < frames + _inFlight.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                var frame = _inFlight[i % _inFlight.Length];
                if (i - _inFlight.Length >= First)
                    yield return frame.Finish(others, isTransparent);
                if (i < frames)
                    frame.Begin((float)(i / framesPerSecond), isTransparent);
            }
        }
        finally
        {
            foreach (var frame in _inFlight) // the caller may dispose the generators only when no frame is in flight
                frame.End();
            foreach (var other in others)
                other.Dispose();
            Seconds += (Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency;
        }
    }

    /// <summary>One frame in work.</summary>
    sealed class FrameInFlight
    {
        readonly FrameSequence _sequence;
        readonly PoseToFrame _path;
        readonly PoseSampler _sampler;
        readonly PoseRequest _request;
        readonly SequenceFrame _frame;
        Task<bool> _work = Task.FromResult(false);
        PersonSource? _source;

        public FrameInFlight(FrameSequence sequence, PoseToFrame path, IPoseSource source, HumanoidMap body)
        {
            (_sequence, _path) = (sequence, path);
            _sampler = new PoseSampler(source, path.Layout, body);
            _request = path.MakeRequest();
            _frame = new SequenceFrame(path, _request);
        }

        public void Begin(float seconds, bool isTransparent) => _work = Task.Run(() =>
        {
            if (_sequence.SourceAt?.Invoke(seconds) is { } source && !ReferenceEquals(source, _source))
                _path.SetSource(_source = source);
            _sampler.Sample(seconds);
            _request.Set(_sampler, _sequence._cameraAt(seconds));
            return isTransparent ? _path.Run(_request, _frame.OwnTransparent ??= _frame.MakeTransparent()) : _path.Run(_request, _frame.Own);
        });

        public SequenceFrame Finish(IReadOnlyList<IEnumerator<SequenceFrame>> others, bool isTransparent)
        {
            _frame.IsNew = _work.GetAwaiter().GetResult();
            (_frame.PoseMap, _frame.Times) = (_path.PoseMap, _path.Times);
            _frame.Lay(others, isTransparent);
            return _frame;
        }

        /// <summary>Waits, also for a failed frame.</summary>
        public void End() => ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
    }
}
