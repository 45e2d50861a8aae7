using System;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>A generator that draws the pose map itself, because it runs elsewhere: in a worker process. The pose goes there as plain data, and picture, pose
/// map and keypoints come back.</summary>
public interface IPosedFrameGenerator : ITransparentFrameGenerator
{
    /// <summary>Generates the frame of a pose. Allocates nothing per frame of one rig.</summary>
    /// <param name="frame">Receives the picture; of this generator's size.</param>
    /// <param name="poseMap">Receives the pose map behind it; of the same size.</param>
    /// <param name="keypoints">Receive those of the pose map, in the layout of <see cref="IFrameGenerator.MakePoseMapRenderer"/>.</param>
    void Generate(PoseRequest pose, RgbImage frame, RgbImage poseMap, Span<Keypoint> keypoints);

    /// <summary>The same, with nothing behind the person.</summary>
    /// <exception cref="InvalidOperationException">Not <see cref="ITransparentFrameGenerator.CanBeTransparent"/>.</exception>
    void Generate(PoseRequest pose, RgbaImage frame, RgbImage poseMap, Span<Keypoint> keypoints);
}
