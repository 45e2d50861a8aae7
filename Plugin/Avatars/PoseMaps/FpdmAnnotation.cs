namespace Avatars.PoseMaps;

/// <summary>The frame in which FPDM's keypoint files count pixels, and how they mark a missing coordinate.</summary>
/// <param name="OffsetX">Pixels of border left of the picture.</param>
/// <param name="Width">Of the picture in the frame, pixels.</param>
/// <param name="Missing">The value that means "not seen".</param>
internal sealed record FpdmAnnotation(double OffsetX, double Width, double Height, double Missing)
{
    const double MissingOnCanvas = -1;

    /// <summary>DeepFashion: a picture 176 wide in the middle of 256 x 256.</summary>
    public static FpdmAnnotation DeepFashion { get; } = new(OffsetX: 40, Width: 176, Height: 256, Missing: -1);

    /// <summary>Phoenix: not published; the size of its videos.</summary>
    public static FpdmAnnotation Phoenix { get; } = new(OffsetX: 0, Width: 210, Height: 260, Missing: 0);

    /// <summary>A point of a file, in pixels of a picture of the given size. Like FPDM, it loses a point that lands on -1 exactly.</summary>
    public PreciseKeypoint ToCanvas(double x, double y, double width, double height)
    {
        var canvasX = x == Missing ? MissingOnCanvas : (x - OffsetX) * width / Width;
        var canvasY = y == Missing ? MissingOnCanvas : y * height / Height;
        return new PreciseKeypoint(canvasX, canvasY, canvasX != MissingOnCanvas && canvasY != MissingOnCanvas);
    }
}
