using Avatars.PoseMaps;

namespace Avatars.Cli.Generating;

/// <summary>Keypoint files on the command line.</summary>
static class KeypointFiles
{
    /// <param name="canvas">Size of the picture that the keypoints are on, as WxH, where the file does not tell; null trusts the file.</param>
    /// <exception cref="FormatException">The file is broken, or counts in shares of a picture without saying so.</exception>
    public static KeypointFrame Read(string path, string? canvas)
    {
        var frame = KeypointsFile.Read(path);
        if (canvas is not null)
            return new KeypointFrame(frame.Layout, Size.Parse(canvas, "--canvas"), frame.People);
        if (frame.Canvas is null && frame.IsWithinOnePixel)
            throw new FormatException($"'{path}': all keypoints lie within 0..1, so they count in shares of the picture. Say so with --canvas 1x1.");
        return frame;
    }
}
