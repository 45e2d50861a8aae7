using System;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>Poses that other programs post as JSON, for example over HTTP or a WebSocket (<see cref="PoseMessage"/>). As a pose source it gives the newest
/// pose at any time. Any thread may post and sample.</summary>
public sealed class PostedPoses : IPoseSource
{
    readonly object _gate = new();
    readonly VmcState _state = new();
    readonly VmcPose _pose = new(new VmcOptions { RootMotion = RootMotion.Absolute });
    volatile bool _isActive;
    long _count;

    public string Name => "Posted poses";

    /// <inheritdoc/>
    public Skeleton Skeleton => _pose.Target.Skeleton;

    public float Length => float.PositiveInfinity;

    public float FrameRate => 30;

    /// <summary>Whether a pose was posted since the last <see cref="Release"/>: the application shows these poses instead of its motion.</summary>
    public bool IsActive => _isActive;

    /// <summary>Messages with a pose so far.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>Applies one message. One with an error changes nothing.</summary>
    /// <param name="utf8">JSON, as <see cref="PoseMessage"/> describes it.</param>
    /// <exception cref="FormatException">It is no such message; the message of the exception is made for the sender.</exception>
    public void Post(ReadOnlyMemory<byte> utf8)
    {
        var message = PoseMessage.Parse(utf8);
        if (message.IsRelease)
        {
            Release();
            return;
        }
        lock (_gate)
        {
            message.ApplyTo(_state);
            _count++;
            _isActive = true;
        }
    }

    /// <summary>Gives the person back to the application's own motion, and forgets the pose.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _state.Clear();
            _isActive = false;
        }
    }

    public Pose MakePose()
    {
        lock (_gate)
            return _pose.Make(_state);
    }

    /// <summary>The newest pose, whatever the time; a T pose before the first one.</summary>
    /// <inheritdoc/>
    public void Sample(float time, Pose pose)
    {
        lock (_gate)
            _pose.Sample(_state, pose);
    }
}
