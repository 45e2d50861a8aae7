using System.Collections.Generic;

namespace Avatars.Video;

/// <summary>How a video is encoded.</summary>
public sealed record VideoOptions
{
    public double FramesPerSecond { get; init; } = 25;

    /// <summary>x264's constant rate factor: 0 is lossless, 18 visually lossless, 51 the worst.</summary>
    public int RateFactor { get; init; } = 18;

    /// <summary>Frames have alpha: .webm and .mov can hold it.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Recordings that are mixed into the film's sound; it lasts as long as the pictures. Empty for a silent film.</summary>
    public IReadOnlyList<VideoSound> Sounds { get; init; } = [];

    /// <summary>The ffmpeg program: a name on the PATH, or a path.</summary>
    public string Program { get; init; } = "ffmpeg";
}

/// <summary>A recording in a film.</summary>
/// <param name="Path">A file that ffmpeg reads.</param>
/// <param name="Start">Where it begins in the film, seconds; below 0 its beginning is left out.</param>
public sealed record VideoSound(string Path, double Start = 0);
