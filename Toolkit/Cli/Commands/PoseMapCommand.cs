using System.CommandLine;
using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.Cli.Commands;

/// <summary>avatar pose-map: draws the pose map of a keypoint file.</summary>
static class PoseMapCommand
{
    public static Command Create()
    {
        var keypoints = new Option<string>("--keypoints") { Description = "Keypoint file: Avatar's or OpenPose's JSON, or FPDM's text of 18 or 133 lines.", Required = true };
        var style = new Option<string>("--style") { Description = $"How it is drawn: {string.Join(", ", PoseMapStyle.All.Select(known => known.Name))}.", DefaultValueFactory = _ => PoseMapStyle.Avatar.Name };
        var size = new Option<string?>("--size") { Description = "Pixels of the map, as WxH. Default: the size that the file tells, or 256x256." };
        var canvas = new Option<string?>("--canvas") { Description = "Size of the picture that the keypoints are on, as WxH, where the file does not tell; 1x1 for shares of the picture." };
        var output = new Option<string>("--out") { Description = "Picture to write, .png or .jpg.", Required = true };
        var command = new Command("pose-map", "Draws the pose map of a keypoint file.") { keypoints, style, size, canvas, output };
        command.SetAction(parsed =>
        {
            var frame = KeypointFiles.Read(parsed.GetValue(keypoints)!, parsed.GetValue(canvas));
            var map = Draw(frame, PoseMapStyle.Find(parsed.GetValue(style)!), SizeOf(parsed.GetValue(size), frame));
            PictureFile.Write(parsed.GetValue(output)!, map);
            Console.WriteLine($"{parsed.GetValue(output)}: {map.Width}x{map.Height}, {frame.People.Count} {(frame.People.Count == 1 ? "person" : "people")}");
        });
        return command;
    }

    static RgbImage Draw(KeypointFrame frame, PoseMapStyle style, (int Width, int Height) size)
    {
        var map = new RgbImage(size.Width, size.Height);
        if (frame.People.Count > 0)
            new PoseMapRasterizer(style, size.Width, size.Height).Draw(frame.For(style.Layout, size.Width, size.Height), map);
        return map;
    }

    static (int Width, int Height) SizeOf(string? size, KeypointFrame frame)
    {
        if (size is not null)
            return Size.Parse(size, "--size");
        return frame.Canvas is { Width: >= 2 and <= PictureSize.MaximumSide, Height: >= 2 and <= PictureSize.MaximumSide } canvas ? ((int)canvas.Width, (int)canvas.Height) : (256, 256);
    }
}
