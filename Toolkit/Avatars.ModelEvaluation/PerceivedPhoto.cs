using Avatars.Imaging;
using Avatars.Perception;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation;

/// <summary>A photograph, and its largest person as perception sees it.</summary>
public sealed class PerceivedPhoto
{
    const float Margin = 1.2f; // around people

    /// <exception cref="FormatException">No person is in the picture, or it cannot be read.</exception>
    public PerceivedPhoto(PhotoFile file, PersonPerception perception)
    {
        (File, Picture) = (file, PictureFile.ReadRgb(file.Path));
        Person = perception.FindPeople(Picture) is [var largest, ..] ? largest
            : throw new FormatException($"No person was found in '{file.Path}'. Take it out of the table.");
    }

    public PhotoFile File { get; }

    public RgbImage Picture { get; }

    public PerceivedPerson Person { get; }

    /// <summary>The part of the picture, in a model's proportions, that shows the person, or the people of two photographs of one camera: those are of
    /// equal size.</summary>
    /// <param name="other">A second photograph; one of another size does not matter.</param>
    public PixelBox FrameWith(PerceivedPhoto other, int width, int height)
    {
        var (box, aspect) = (Person.Box, (double)width / height);
        var (left, top, right, bottom) = (box.X, box.Y, box.X + box.Width, box.Y + box.Height);
        if ((other.Picture.Width, other.Picture.Height) == (Picture.Width, Picture.Height))
        {
            var second = other.Person.Box;
            (left, top) = (Math.Min(left, second.X), Math.Min(top, second.Y));
            (right, bottom) = (Math.Max(right, second.X + second.Width), Math.Max(bottom, second.Y + second.Height));
        }
        var high = Math.Min(Margin * Math.Max(bottom - top, (right - left) / aspect), Math.Min(Picture.Height, Picture.Width / aspect));
        var (frameWidth, frameHeight) = (Math.Max(1, (int)(high * aspect)), Math.Max(1, (int)high));
        return new PixelBox(Math.Clamp((left + right - frameWidth) / 2, 0, Picture.Width - frameWidth),
            Math.Clamp((top + bottom - frameHeight) / 2, 0, Picture.Height - frameHeight), frameWidth, frameHeight);
    }

    /// <summary>A part of the picture at another size.</summary>
    public RgbImage Cut(PixelBox frame, int width, int height) => ScoredPair.Sized(frame.CutFrom(Picture)!, width, height);

    /// <summary>The matte in a part of the picture, at another size.</summary>
    /// <returns>[height, width].</returns>
    public byte[] CutMatte(PixelBox frame, int width, int height)
    {
        var grey = new RgbImage(frame.Width, frame.Height);
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++)
                grey.Row(y).Slice(3 * x, 3).Fill(Person.Matte!.Bytes[(frame.Y + y) * Picture.Width + frame.X + x]);
        var sized = ScoredPair.Sized(grey, width, height);
        return [.. Enumerable.Range(0, width * height).Select(i => sized.Bytes[3 * i])];
    }

    /// <summary>The person's keypoints in a part of the picture.</summary>
    public KeypointFrame KeypointsIn(PixelBox frame) => new(KeypointLayout.MediaPipeHolistic553, (frame.Width, frame.Height),
        [[.. Person.ToKeypoints().Select(point => point.IsPresent ? point with { X = point.X - frame.X, Y = point.Y - frame.Y } : point)]]);
}
