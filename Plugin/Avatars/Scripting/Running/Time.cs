namespace Avatars.Scripting;

/// <summary>The running scene's time, with Unity's names.</summary>
public static class Time
{
    static SceneClock Clock => ScriptScene.Required.Clock;

    /// <summary>Scaled seconds since the scene began; in FixedUpdate <see cref="fixedTime"/>.</summary>
    public static float time => (float)Clock.Time;

    public static double timeAsDouble => Clock.Time;

    /// <summary>Scaled seconds since the frame before; in FixedUpdate <see cref="fixedDeltaTime"/>.</summary>
    public static float deltaTime => (float)Clock.DeltaTime;

    public static float fixedTime => (float)Clock.FixedTime;

    public static double fixedTimeAsDouble => Clock.FixedTime;

    public static float unscaledTime => (float)Clock.UnscaledTime;

    public static double unscaledTimeAsDouble => Clock.UnscaledTime;

    /// <summary>Seconds since the frame before, whatever the scale and the cap.</summary>
    public static float unscaledDeltaTime => (float)Clock.UnscaledDeltaTime;

    /// <summary>The same as <see cref="unscaledTime"/>: a script has no clock of its own, so that every run gives the same pictures.</summary>
    public static float realtimeSinceStartup => (float)Clock.UnscaledTime;

    public static double realtimeSinceStartupAsDouble => Clock.UnscaledTime;

    /// <summary>Frames begun.</summary>
    public static int frameCount => Clock.FrameCount;

    public static bool inFixedTimeStep => Clock.InFixedTimeStep;

    /// <summary>Speed of time; 0 stops FixedUpdate and WaitForSeconds, not Update. Counts from the following frame.</summary>
    public static float timeScale { get => Clock.TimeScale; set => Clock.SetTimeScale(value); }

    /// <summary>Seconds between two FixedUpdates.</summary>
    public static float fixedDeltaTime { get => Clock.FixedDeltaTime; set => Clock.FixedDeltaTime = Mathf.Max(1e-4f, value); }

    /// <summary>Most scaled seconds of a frame; never less than <see cref="fixedDeltaTime"/>.</summary>
    public static float maximumDeltaTime
    {
        get => Mathf.Max(Clock.MaximumDeltaTime, Clock.FixedDeltaTime);
        set => Clock.MaximumDeltaTime = value;
    }

    /// <summary>Seconds of every frame whatever the clock says; 0 is off.</summary>
    public static float captureDeltaTime { get => Clock.CaptureDeltaTime; set => Clock.CaptureDeltaTime = Mathf.Max(0, value); }

    /// <summary>The inverse of <see cref="captureDeltaTime"/>, rounded.</summary>
    public static int captureFramerate
    {
        get => captureDeltaTime == 0 ? 0 : Mathf.RoundToInt(1 / captureDeltaTime);
        set => captureDeltaTime = value <= 0 ? 0 : 1f / value;
    }
}
