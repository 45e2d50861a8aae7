using Avatars.Imaging;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>A generator that draws the pose map itself, because it runs elsewhere: in a worker process. The pose goes there as plain data, and picture and
/// pose map come back.</summary>
public interface IPosedFrameGenerator : ITransparentFrameGenerator
{
    /// <summary>Generates the frame of a pose. Allocates nothing per frame of one rig.</summary>
    /// <param name="frame">Receives the picture; of this generator's size.</param>
    /// <param name="poseMap">Receives the pose map behind it; of the same size.</param>
    void Generate(PoseRequest pose, RgbImage frame, RgbImage poseMap);

    /// <summary>The same, with nothing behind the person.</summary>
    /// <exception cref="System.InvalidOperationException">Not <see cref="ITransparentFrameGenerator.CanBeTransparent"/>.</exception>
    void Generate(PoseRequest pose, RgbaImage frame, RgbImage poseMap);
}
