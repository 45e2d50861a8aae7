using System;
using System.Collections.Generic;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Systems;

/// <summary>One picture of the person to show.</summary>
/// <param name="Picture">Any size. It may not change afterwards.</param>
/// <param name="Pose">
/// Where the person's keypoints are in the picture; null where it is unknown. FPDM reads the picture alone; systems that also read the
/// source's pose map draw it from these, in their model's own style.
/// </param>
public sealed record SourceView(RgbImage Picture, KeypointFrame? Pose = null)
{
    const int LeastPersonSide = 64; // pixels of a picture, however large the model's frames are

    /// <summary>The pose map of this picture, squashed to a size as the picture will be.</summary>
    /// <exception cref="ArgumentException">The pose is not known.</exception>
    public RgbImage DrawPose(PoseMapStyle style, int width, int height)
    {
        var map = new RgbImage(width, height);
        var keypoints = KeypointsIn(style.Layout, width, height);
        if (keypoints.Length > 0)
            new PoseMapRasterizer(style, width, height).Draw(keypoints, map);
        return map;
    }

    /// <summary>Everybody's keypoints, one behind the other, in pixels of the picture squashed to a size.</summary>
    /// <exception cref="ArgumentException">The pose is not known, lies all outside the picture, or has nothing in common with the layout.</exception>
    public Keypoint[] KeypointsIn(KeypointLayout layout, int width, int height)
    {
        RequirePose();
        var pose = Pose!.Canvas is null && !Pose.CountsShares ? new KeypointFrame(Pose.Layout, (Picture.Width, Picture.Height), Pose.People) : Pose;
        var keypoints = pose.For(layout, width, height);
        if (Array.Exists(keypoints, point => point.IsPresent)
            && !Array.Exists(keypoints, point => point.IsPresent && point.X >= 0 && point.Y >= 0 && point.X < width && point.Y < height))
            throw new ArgumentException($"All keypoints that came with the source picture ({Picture.Width}x{Picture.Height}) lie outside it. "
                + "Give those of this picture, in its pixels, or with the size of the picture that they are on.");
        return keypoints;
    }

    /// <summary>The picture is squashed to the model's size: what is much smaller or much narrower than that holds no person worth encoding.</summary>
    public bool ShowsPerson(int width, int height)
    {
        var (shorter, longer) = (Math.Min(Picture.Width, Picture.Height), Math.Max(Picture.Width, Picture.Height));
        return shorter >= LeastSide(width, height) && longer <= 4 * shorter;
    }

    /// <exception cref="ArgumentException">It does not <see cref="ShowsPerson"/>.</exception>
    public void RequirePerson(int width, int height)
    {
        if (!ShowsPerson(width, height))
            throw new ArgumentException($"The source picture is {Picture.Width}x{Picture.Height} pixels. "
                + $"Give one of at least {LeastSide(width, height)} a side, no more than four times as long as wide, with the person in the middle.");
    }

    static int LeastSide(int width, int height) => Math.Min(LeastPersonSide, Math.Min(width, height) / 4);

    /// <exception cref="ArgumentException">The pose is not known.</exception>
    public void RequirePose()
    {
        if (Pose is null)
            throw new ArgumentException($"This model must know the pose in the source picture ({Picture.Width}x{Picture.Height}), "
                + $"and no keypoints came with it. Put them beside the picture: for 'person.png' a file 'person{KeypointsFile.SidecarEnding}', "
                + "as OpenPose writes them or in Avatar's own JSON.");
    }
}

/// <summary>The person to show: one picture or several of the same person in the same clothes, the most telling first.</summary>
public sealed class PersonSource
{
    /// <exception cref="ArgumentException">There is no picture.</exception>
    public PersonSource(params SourceView[] views)
    {
        if (views.Length == 0)
            throw new ArgumentException("A person needs at least one source picture; none was given.", nameof(views));
        Views = views;
    }

    public IReadOnlyList<SourceView> Views { get; }

    /// <summary>The fitted body with its texture, for models whose pose map it is; null when the pictures were not analysed.</summary>
    public TexturedPerson? Person { get; init; }

    /// <summary>What networks made of the first picture, so that the same ones need not again; others compute anew. Empty where none were kept.</summary>
    public IReadOnlyList<SourceEmbedding> Embeddings { get; init; } = [];

    /// <summary>The only picture, for systems that show a person from one.</summary>
    /// <param name="system">What the message calls the system.</param>
    /// <exception cref="ArgumentException">There are several.</exception>
    public SourceView OnlyView(string system) => Views.Count == 1 ? Views[0]
        : throw new ArgumentException($"{system} shows a person from one source picture, and {Views.Count} were given. "
            + "Give one, or choose a model of IMAGPose.");

    /// <summary>An analysed person, by its first picture.</summary>
    public static PersonSource Of(AnalysedPerson person) =>
        new(new SourceView(person.Picture)) { Person = person.Person, Embeddings = person.Embeddings };

    /// <summary>A person of one picture whose pose is unknown.</summary>
    public static PersonSource FromRgbImage(RgbImage picture) => new(new SourceView(picture));

    public static implicit operator PersonSource(RgbImage picture) => FromRgbImage(picture);
}
