using Avatars.Files;
using Avatars.PoseMaps;

namespace Avatars.Cli.Generating;

/// <summary>Keypoint files on the command line.</summary>
static class KeypointFiles
{
    /// <summary>For the help text.</summary>
    public const string Kinds = "Avatar's, OpenPose's (also of ControlNet, ComfyUI and editors), COCO's, MMPose's, AlphaPose's or MediaPipe's JSON, or "
        + "FPDM's text of 18 or 133 lines";

    /// <summary>Reads a frame.</summary>
    /// <param name="canvas">Size of the picture that the keypoints are on, as WxH, where the file does not state it; null uses the file's.</param>
    /// <param name="frame">Which one of a file of several, from 1.</param>
    /// <exception cref="FormatException">The file is damaged, or has coordinates as shares of a picture of unknown size, or lacks the frame.</exception>
    public static KeypointFrame Read(string path, string? canvas, int frame = 1)
    {
        var read = KeypointsFile.Read(path, new KeypointReading { Canvas = canvas is null ? null : Size.Parse(canvas, "--canvas"), Frame = frame });
        if (read.CountsShares)
            throw new FormatException($"'{path}': all keypoints lie within 0..1, so they count in shares of the picture, and the file does not tell its "
                + "size. Give it with --canvas WIDTHxHEIGHT; --canvas 1x1 for a square picture.");
        return read;
    }

    /// <summary>Draws a frame, and prints remarks about reading it to standard error.</summary>
    /// <param name="width">Size of the keypoints' picture where none is given, pixels.</param>
    /// <exception cref="FormatException">A picture cannot be made of its keypoints.</exception>
    public static T Draw<T>(string path, KeypointFrame frame, int width, int height, Func<KeypointFrame, T> draw)
    {
        try
        {
            var known = frame.WithLikelyCanvas(width, height);
            foreach (var remark in known.Remarks)
                Console.Error.WriteLine($"avatar: note: '{path}': {remark}.");
            return draw(known);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"'{path}': {ErrorLine.Of(error)}", error);
        }
    }
}
