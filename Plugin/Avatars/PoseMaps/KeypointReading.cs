namespace Avatars.PoseMaps;

/// <summary>What a keypoint file does not say, or which part of it is wanted.</summary>
public sealed record KeypointReading
{
    public static KeypointReading Default { get; } = new();

    /// <summary>Size in pixels of the picture that the keypoints are on, in place of what the file says; (1, 1) for shares of a square one. Null trusts the file.</summary>
    public (double Width, double Height)? Canvas { get; init; }

    /// <summary>Which frame of a file of several, counted from 1 in the file's order.</summary>
    public int Frame { get; init; } = 1;
}
