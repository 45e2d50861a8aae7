namespace Avatars.Video;

/// <summary>How a video is encoded.</summary>
public sealed record VideoOptions
{
    public double FramesPerSecond { get; init; } = 25;

    /// <summary>x264's constant rate factor: 0 is lossless, 18 visually lossless, 51 the worst.</summary>
    public int RateFactor { get; init; } = 18;

    /// <summary>Frames have alpha: .webm and .mov can hold it.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>The ffmpeg program: a name on the PATH, or a path.</summary>
    public string Program { get; init; } = "ffmpeg";
}
