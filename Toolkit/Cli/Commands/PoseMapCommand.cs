using System.CommandLine;
using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.Cli.Commands;

/// <summary>avatar pose-map: draws the pose map of a keypoint file.</summary>
static class PoseMapCommand
{
    /// <summary>Largest side of a map whose size comes from the file, pixels.</summary>
    const int LargestBySize = 2048;

    /// <summary>Size of a map where no size is given, pixels.</summary>
    static readonly (int Width, int Height) UnknownSize = (256, 256);

    public static Command Create()
    {
        var keypoints = new Option<string>("--keypoints") { Description = $"Keypoint file: {KeypointFiles.Kinds}.", Required = true };
        var style = new Option<string>("--style")
        {
            Description = $"How it is drawn: {string.Join(", ", PoseMapStyle.All.Select(known => known.Name))}.",
            DefaultValueFactory = _ => PoseMapStyle.Avatar.Name,
        };
        var size = new Option<string?>("--size")
        {
            Description = $"Pixels of the map, as WxH. Default: the size in the file, up to {LargestBySize} a side, or 256x256.",
        };
        var canvas = new Option<string?>("--canvas")
        {
            Description = "Size of the picture that the keypoints are on, as WxH, where the file does not state it; 1x1 for coordinates as shares of a "
                + "square picture.",
        };
        var frame = new Option<int>("--frame") { Description = "Which frame of a file of several, from 1.", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--out") { Description = "Picture to write, .png or .jpg.", Required = true };
        var command = new Command("pose-map", "Draws the pose map of a keypoint file.") { keypoints, style, size, canvas, frame, output };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(keypoints)!;
            var read = KeypointFiles.Read(path, parsed.GetValue(canvas), parsed.GetValue(frame));
            var drawn = PoseMapStyle.Find(parsed.GetValue(style)!);
            (int Width, int Height)? asked = parsed.GetValue(size) is { } text ? Size.Parse(text, "--size") : null;
            var (width, height) = asked ?? UnknownSize;
            var map = KeypointFiles.Draw(path, read, width, height, known => Draw(known, drawn, asked ?? SizeOf(known)));
            PictureFile.Write(parsed.GetValue(output)!, map);
            Console.WriteLine($"{parsed.GetValue(output)}: {map.Width}x{map.Height}, {read.People.Count} {(read.People.Count == 1 ? "person" : "people")}");
        });
        return command;
    }

    static RgbImage Draw(KeypointFrame frame, PoseMapStyle style, (int Width, int Height) size)
    {
        var map = new RgbImage(size.Width, size.Height);
        new PoseMapRasterizer(style, size.Width, size.Height).Draw(frame.For(style, size.Width, size.Height), map);
        return map;
    }

    static (int Width, int Height) SizeOf(KeypointFrame frame)
    {
        if (frame.Canvas is not { Width: >= 2, Height: >= 2 } canvas)
            return UnknownSize;
        var scale = Math.Min(1, LargestBySize / Math.Max(canvas.Width, canvas.Height));
        return (Math.Max(1, (int)(canvas.Width * scale)), Math.Max(1, (int)(canvas.Height * scale)));
    }
}
