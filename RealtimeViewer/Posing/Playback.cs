namespace Avatars.Viewer.Posing;

/// <summary>Where in a clip one is. Seconds.</summary>
sealed class Playback
{
    public float Time { get; private set; }

    /// <summary>0 for a single pose.</summary>
    public float Length { get; private set; }

    public float FrameRate { get; private set; } = 30;

    public bool IsPlaying { get; set; } = true;

    public bool IsLooping { get; set; } = true;

    /// <summary>1 is as recorded.</summary>
    public float Speed { get; set; } = 1;

    /// <summary>Starts another clip from its beginning.</summary>
    /// <param name="length">Infinite for live input, whose time does not pass here.</param>
    public void Start(float length, float frameRate) => (Time, Length, FrameRate) = (0, float.IsInfinity(length) ? 0 : length, frameRate);

    /// <summary>The same motion with another length, such as a scene that is edited; the time stays where it can.</summary>
    public void Resize(float length, float frameRate) => (Time, Length, FrameRate) = (MathF.Min(Time, length), length, frameRate);

    /// <summary>Lets time pass, if it is playing. At the end it starts again, or stops there.</summary>
    public void Advance(float seconds)
    {
        if (!IsPlaying || Length <= 0)
            return;
        Time += seconds * Speed;
        if (Time < Length)
            return;
        Time = IsLooping ? Time % Length : Length;
        IsPlaying = IsLooping;
    }

    public void Seek(float time) => Time = Math.Clamp(time, 0, Length);

    /// <summary>Moves by whole frames of the recording, from the nearest one, and pauses.</summary>
    public void StepFrames(int frames)
    {
        IsPlaying = false;
        Seek((MathF.Round(Time * FrameRate) + frames) / FrameRate);
    }

    /// <summary>Pauses or plays; restarts from the beginning at the end.</summary>
    public void Toggle()
    {
        IsPlaying = !IsPlaying;
        if (IsPlaying && !IsLooping && Time >= Length)
            Time = 0;
    }
}
