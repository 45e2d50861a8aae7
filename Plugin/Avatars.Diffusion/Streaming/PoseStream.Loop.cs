using System;
using System.Diagnostics;
using System.Threading;
using Avatars.Inference;

namespace Avatars.Streaming;

/// <content>The worker's side.</content>
public sealed partial class PoseStream
{
    void Work()
    {
        try
        {
            var (hasSource, hasPose, finished) = (false, false, 0L);
            while (true)
            {
                _work.WaitOne();
                if (_isEnding)
                    return;
                var isChanged = TakeChanges(ref hasSource);
                var isNewPose = _poses.TryTake();
                hasPose |= isNewPose;
                if (!hasSource || !hasPose || !isChanged && !isNewPose)
                    continue;
                Answer(_poses.Front, ref finished);
            }
        }
        catch (Exception failure)
        {
            // Anything at all: the caller learns it at the next call, on a thread that can handle it.
            Volatile.Write(ref _failure, failure);
        }
    }

    bool TakeChanges(ref bool hasSource)
    {
        var settings = Interlocked.Exchange(ref _newSettings, null);
        if (settings is not null)
            _path.Configure(settings);
        var source = Interlocked.Exchange(ref _newSource, null);
        if (source is not null)
            _path.SetSource(source);
        hasSource |= source is not null;
        return settings is not null || source is not null;
    }

    void Answer(PoseRequest pose, ref long finished)
    {
        var frame = _frames.Back;
        if (_path.Run(pose, frame.Picture))
        {
            frame.Number = ++finished;
            frame.Request = pose.Number;
            frame.Times = _path.Times;
            frame.Latency = StageTimes.Milliseconds(Stopwatch.GetTimestamp() - pose.SubmittedTicks);
            _frames.Publish();
        }
        else
            Interlocked.Increment(ref _skipped);
        Interlocked.Exchange(ref _answered, pose.Number);
    }
}
