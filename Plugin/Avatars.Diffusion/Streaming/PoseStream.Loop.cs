using System;
using System.Diagnostics;
using System.Threading;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <content>The workers' side: what is to be done, under a lock that is held for a copy at most, and the workers that do it.</content>
public sealed partial class PoseStream
{
    readonly object _gate = new();
    readonly PoseRequest _shown;
    readonly PoseChange _change;
    PersonSource? _source;
    GenerationSettings? _settings;
    int _version; // counts changes of those two
    int _shownVersion = -1; // that _shown was begun with
    bool _hasPose, _isShown; // whether the frame of _shown is finished
    long _begun, _published, _finished; // frames
    long _latest; // the newest request that _shown answers
    int _inWork;
    long _beganTicks, _frameTicks;

    /// <summary>Whether there is a frame to generate; the worker then holds its pose, source and settings.</summary>
    bool TryBegin(Worker worker)
    {
        lock (_gate)
        {
            var isNew = _poses.TryTake();
            _hasPose |= isNew;
            if (_source is null || !_hasPose || Failure is not null)
                return false;
            var pose = _poses.Front;
            if (_shownVersion == _version && !_change.IsMoved(_shown, pose))
            {
                if (isNew)
                    Skip(pose);
                return false;
            }
            _shown.CopyFrom(pose);
            (_shownVersion, _isShown, _latest) = (_version, false, pose.Number);
            worker.Prepare(pose, ++_begun, _source, _settings);
            _inWork++;
            _beganTicks = worker.BeganTicks;
            return true;
        }
    }

    /// <summary>The frame that was begun last shows this pose too.</summary>
    void Skip(PoseRequest pose)
    {
        Interlocked.Increment(ref _skipped);
        _latest = pose.Number;
        if (_isShown)
            Answer(pose.Number);
    }

    /// <summary>A frame that another one, of a later pose, has overtaken is not shown any more.</summary>
    void Finish(Worker worker)
    {
        lock (_gate)
        {
            _inWork--;
            _frameTicks = Stopwatch.GetTimestamp() - worker.BeganTicks;
            if (worker.Frame > _published)
            {
                _published = worker.Frame;
                var frame = _frames.Back;
                worker.CopyTo(frame);
                frame.Number = ++_finished;
                _frames.Publish();
            }
            _isShown |= worker.Frame == _begun;
            Answer(worker.Frame == _begun ? _latest : worker.Request);
        }
    }

    /// <summary>The next frame is begun after a restart; the pose in work counts as not shown.</summary>
    void Fail(Exception failure)
    {
        lock (_gate)
        {
            _inWork--;
            _shownVersion = -1;
            Volatile.Write(ref _failure, failure);
        }
    }

    void Answer(long request) => Interlocked.Exchange(ref _answered, Math.Max(request, _answered));

    /// <summary>How long to wait so that frames in flight are spread evenly over a frame's time: pictures then come at
    /// an even pace. No wait once they are.</summary>
    int MillisecondsApart()
    {
        lock (_gate)
            return _inWork == 0 ? 0 : (int)Math.Max(0, StageTimes.Milliseconds(_beganTicks + _frameTicks / _workers.Length - Stopwatch.GetTimestamp()));
    }

    /// <summary>A thread and the generator that it alone uses.</summary>
    sealed class Worker
    {
        readonly PoseStream _stream;
        readonly PoseRequest _pose;
        readonly RgbImage? _picture;
        readonly RgbaImage? _transparent; // in its place
        readonly Thread _thread;
        PersonSource? _source, _nextSource;
        GenerationSettings? _settings, _nextSettings;

        public Worker(PoseStream stream, PoseToFrame path, bool isTransparent)
        {
            (_stream, Path, _pose) = (stream, path, path.MakeRequest());
            if (isTransparent)
                _transparent = new RgbaImage(path.Width, path.Height, new byte[4 * path.Width * path.Height]);
            else
                _picture = new RgbImage(path.Width, path.Height);
            _thread = new Thread(Work) { Name = "Avatar pose stream", IsBackground = true };
        }

        public PoseToFrame Path { get; }

        /// <summary>Number of the frame in work, in the order of their beginnings.</summary>
        public long Frame { get; private set; }

        public long Request => _pose.Number;

        public long BeganTicks { get; private set; }

        public void Start() => _thread.Start();

        public void Join() => _thread.Join();

        public void Prepare(PoseRequest pose, long frame, PersonSource source, GenerationSettings? settings)
        {
            _pose.CopyFrom(pose);
            (Frame, _nextSource, _nextSettings, BeganTicks) = (frame, source, settings, Stopwatch.GetTimestamp());
        }

        public void CopyTo(StreamFrame frame)
        {
            if (_transparent is null)
                _picture!.Bytes.CopyTo(frame.Picture.Bytes, 0);
            else
                _transparent.Split(frame.Picture, frame.Alpha);
            Path.PoseMap.Bytes.CopyTo(frame.PoseMap.Bytes, 0);
            frame.Request = _pose.Number;
            frame.Times = Path.Times;
            frame.Latency = StageTimes.Milliseconds(Stopwatch.GetTimestamp() - _pose.SubmittedTicks);
        }

        void Work()
        {
            while (true)
            {
                _stream._work.WaitOne();
                if (!_stream._isEnding && _stream.MillisecondsApart() is > 0 and var wait)
                    Thread.Sleep(wait);
                if (_stream._isEnding)
                    break;
                if (!_stream.TryBegin(this))
                    continue;
                try
                {
                    Make();
                }
                catch (Exception failure) // anything at all: the caller learns it from Failure, on a thread that can handle it
                {
                    (_source, _settings) = (null, null); // whatever the generator kept of them is set anew
                    _stream.Fail(failure);
                    continue;
                }
                _stream.Finish(this);
            }
            _stream._work.Set(); // one wakes the next
        }

        void Make()
        {
            if (_nextSettings is not null && !ReferenceEquals(_nextSettings, _settings))
                Path.Configure(_settings = _nextSettings);
            if (!ReferenceEquals(_nextSource, _source))
                Path.SetSource(_source = _nextSource!);
            if (_transparent is null)
                Path.Make(_pose, _picture!);
            else
                Path.Make(_pose, _transparent);
        }
    }
}
