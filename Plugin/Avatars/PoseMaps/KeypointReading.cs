namespace Avatars.PoseMaps;

/// <summary>Options of reading a keypoint file: size of its picture, and the frame.</summary>
public sealed record KeypointReading
{
    public static KeypointReading Default { get; } = new();

    /// <summary>Size in pixels of the picture that the keypoints are on, overriding the file; (1, 1) for shares of a square one. Null uses the
    /// file's.</summary>
    public (double Width, double Height)? Canvas { get; init; }

    /// <summary>Which frame of a file of several, counted from 1 in the file's order.</summary>
    public int Frame { get; init; } = 1;
}
