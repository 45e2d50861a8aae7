using System.Collections.Generic;
using Avatars.Imaging;

namespace Avatars.Systems;

/// <summary>A system that can show a person in several poses at once, alike in all of them.</summary>
public interface IManyFrameGenerator : IFrameGenerator
{
    /// <summary>Poses of one run.</summary>
    int MostPoses { get; }

    /// <summary>Generates the frames of 1 to <see cref="MostPoses"/> poses together.</summary>
    /// <param name="frames">Receive the pictures, one per pose; of this generator's size.</param>
    void Generate(IReadOnlyList<TargetPose> poses, IReadOnlyList<RgbImage> frames);
}
