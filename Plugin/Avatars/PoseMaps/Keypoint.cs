namespace Avatars.PoseMaps;

/// <summary>One projected landmark.</summary>
/// <param name="X">Pixels, origin top-left, pixel centres at .5.</param>
/// <param name="Y">Pixels, down.</param>
/// <param name="Confidence">0 (missing) to 1 (seen).</param>
public readonly record struct Keypoint(float X, float Y, float Confidence)
{
    public static Keypoint Missing => default;

    public bool IsPresent => Confidence > 0;
}
