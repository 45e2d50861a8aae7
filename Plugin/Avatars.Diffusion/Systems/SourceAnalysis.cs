using Avatars.Imaging;

namespace Avatars.Systems;

/// <summary>What a model finds in a source, as plain data.</summary>
/// <param name="UpperBody">
/// The square of the picture that shows the upper body and the hands: what to give as the source where frames show no more, so that face and
/// hands are as large as the picture has them. Null when the model has no such output, finds no person, or when it
/// would be most of the picture or too few pixels.
/// </param>
public sealed record SourceAnalysis(PixelBox? UpperBody)
{
    /// <summary>Nothing was found, or the model does not look.</summary>
    public static SourceAnalysis None { get; } = new((PixelBox?)null);

    /// <summary>The upper body as a source of its own; the source itself where there is none to crop.</summary>
    /// <param name="source">What was analysed.</param>
    public PersonSource CropToUpperBody(PersonSource source) => UpperBody?.CutFrom(source.Views[0].Picture) is { } crop ? crop : source;
}
