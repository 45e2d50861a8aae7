using Avatars.Datasets.MakeHuman;
using Avatars.Imaging;
using Avatars.Metrics;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation;

/// <summary>What a picture is scored against: the true one at the model's size, and where in it the person and the hands are.</summary>
public sealed class ScoredPair
{
    static readonly int[] Knuckles = [.. new[] { "leftHand", "rightHand" }.Select(hand => KeypointLayout.Avatar128.Part(hand).Start
        + KeypointLayout.Hand21.IndexOf("Middle1"))];

    public ScoredPair(Pair pair, int width, int height)
    {
        Target = Sized(pair.Target, width, height);
        Person = pair.Box.Scaled(pair.Target.Width, pair.Target.Height, width, height);
        IsSeenIdentity = pair.Character < SampleCharacters.Count;
        var (x, y) = ((float)width / pair.Target.Width, (float)height / pair.Target.Height);
        Keypoints = [.. pair.Pose.Keypoints.ToArray().Select(point => point with { X = point.X * x, Y = point.Y * y })];
        Hands = [.. Knuckles.Where(knuckle => Keypoints[knuckle].IsPresent)
            .Select(knuckle => HandPatch.Around(Keypoints[knuckle].X, Keypoints[knuckle].Y, width, height)).OfType<PixelBox>()];
    }

    public RgbImage Target { get; }

    public PixelBox Person { get; }

    /// <summary>Patches of the hands that the picture shows.</summary>
    public IReadOnlyList<PixelBox> Hands { get; }

    /// <summary>Of the requested pose, layout <see cref="KeypointLayout.Avatar128"/>, pixels of <see cref="Target"/>.</summary>
    public Keypoint[] Keypoints { get; }

    public bool IsSeenIdentity { get; }

    public static RgbImage Sized(RgbImage picture, int width, int height) => (picture.Width, picture.Height) == (width, height) ? picture
        : PictureResizer.Resize(picture, width, height, ResizeFilter.Bicubic);
}
