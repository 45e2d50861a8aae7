namespace Avatars.Viewer.Posing;

/// <summary>Where in a clip one is. Seconds.</summary>
sealed class Playback
{
    float _loopTo; // 0 for no range

    public float Time { get; private set; }

    /// <summary>0 for a single pose.</summary>
    public float Length { get; private set; }

    public float FrameRate { get; private set; } = 30;

    public bool IsPlaying { get; set; } = true;

    public bool IsLooping { get; set; } = true;

    /// <summary>1 is as recorded.</summary>
    public float Speed { get; set; } = 1;

    /// <summary>Where a loop begins; 0 without a range.</summary>
    public float LoopFrom { get; private set; }

    /// <summary>Where a loop ends; the end without a range.</summary>
    public float LoopTo => HasLoopRange ? MathF.Min(_loopTo, Length) : Length;

    public bool HasLoopRange => _loopTo > 0 && LoopFrom < Length;

    /// <summary>Starts another clip from its beginning.</summary>
    /// <param name="length">Infinite for live input, whose time does not pass here.</param>
    public void Start(float length, float frameRate)
    {
        (Time, Length, FrameRate) = (0, float.IsInfinity(length) ? 0 : length, frameRate);
        ClearLoopRange();
    }

    /// <summary>Plays a part of the clip only, while it loops. A range of less than a frame is none.</summary>
    /// <param name="one">Either end, seconds.</param>
    public void SetLoopRange(float one, float other)
    {
        (LoopFrom, _loopTo) = (Math.Clamp(MathF.Min(one, other), 0, Length), Math.Clamp(MathF.Max(one, other), 0, Length));
        if (_loopTo - LoopFrom < 0.9f / FrameRate)
            ClearLoopRange();
    }

    public void ClearLoopRange() => (LoopFrom, _loopTo) = (0, 0);

    /// <summary>The same motion with another length, such as a scene that is edited; the time stays where it can.</summary>
    public void Resize(float length, float frameRate) => (Time, Length, FrameRate) = (MathF.Min(Time, length), length, frameRate);

    /// <summary>Lets time pass, if it is playing. At the end it starts again, or stops there.</summary>
    public void Advance(float seconds)
    {
        if (!IsPlaying || Length <= 0)
            return;
        var (from, to) = IsLooping && HasLoopRange ? (LoopFrom, LoopTo) : (0, Length);
        var isInside = Time < to;
        Time += seconds * Speed;
        if (Time < to || (!isInside && Time < Length))
            return;
        Time = IsLooping ? from + (Time - from) % (to - from) : Length;
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
