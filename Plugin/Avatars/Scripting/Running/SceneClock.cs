using System;

namespace Avatars.Scripting;

/// <summary>Time of one scene: frames, and fixed steps between them.</summary>
sealed class SceneClock
{
    const double Rounding = 1e-9; // seconds: a fixed step that is due up to rounding is due

    double _time;
    double _delta;

    public bool InFixedTimeStep { get; private set; }

    public double Time => InFixedTimeStep ? FixedTime : _time;

    public double DeltaTime => InFixedTimeStep ? FixedDeltaTime : _delta;

    /// <summary>The frame's time, also during fixed steps.</summary>
    public double FrameTime => _time;

    public double FixedTime { get; private set; }

    public double UnscaledTime { get; private set; }

    public double UnscaledDeltaTime { get; private set; }

    public int FrameCount { get; private set; }

    public float TimeScale { get; private set; } = 1;

    public float FixedDeltaTime { get; set; } = 0.02f;

    public float MaximumDeltaTime { get; set; } = 1 / 3f;

    public float CaptureDeltaTime { get; set; }

    public void SetTimeScale(float value)
    {
        if (value >= 0)
            TimeScale = value;
        else
            Debug.LogError(FormattableString.Invariant($"Time.timeScale cannot be {value}: give 0 or more."));
    }

    /// <param name="seconds">Since the frame before.</param>
    public void BeginFrame(double seconds)
    {
        FrameCount++;
        UnscaledDeltaTime = CaptureDeltaTime > 0 ? CaptureDeltaTime : Math.Max(0, seconds);
        UnscaledTime += UnscaledDeltaTime;
        _delta = Math.Min(TimeScale * UnscaledDeltaTime, Math.Max(MaximumDeltaTime, FixedDeltaTime));
        _time += _delta;
    }

    /// <summary>Whether a fixed step is due before the frame's Update; then it has begun.</summary>
    public bool TryBeginFixedStep()
    {
        InFixedTimeStep = TimeScale > 0 && FixedTime + FixedDeltaTime <= _time + Rounding;
        if (InFixedTimeStep)
            FixedTime += FixedDeltaTime;
        return InFixedTimeStep;
    }
}
