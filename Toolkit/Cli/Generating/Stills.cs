using Avatars.Imaging;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>Single pictures of a person in given poses.</summary>
static class Stills
{
    /// <summary>Makes the pictures, several at once where the system can.</summary>
    /// <param name="generator">Borrowed, with source and settings configured.</param>
    /// <param name="onPicture">Receives each pose's number and picture, in their order.</param>
    public static void Make(IFrameGenerator generator, IReadOnlyList<TargetPose> poses, Action<int, RgbImage> onPicture)
    {
        var most = generator is IManyFrameGenerator able ? able.MostPoses : 1;
        for (var start = 0; start < poses.Count; start += most)
        {
            var group = poses.Skip(start).Take(most).ToArray();
            var frames = group.Select(_ => new RgbImage(generator.Width, generator.Height)).ToArray();
            if (group.Length > 1)
                ((IManyFrameGenerator)generator).Generate(group, frames);
            else
                generator.Generate(group[0], frames[0]);
            for (var i = 0; i < frames.Length; i++)
                onPicture(start + i, frames[i]);
        }
    }

    /// <summary>The same with alpha, one after another.</summary>
    public static void MakeTransparent(ITransparentFrameGenerator generator, IReadOnlyList<TargetPose> poses, Action<int, RgbaImage> onPicture)
    {
        for (var i = 0; i < poses.Count; i++)
        {
            var frame = new RgbaImage(generator.Width, generator.Height, new byte[4 * generator.Width * generator.Height]);
            generator.Generate(poses[i], frame);
            onPicture(i, frame);
        }
    }
}
