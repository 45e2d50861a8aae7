using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Viewer;

/// <summary>Shows a person as a box around its keypoints, in the colour of the source picture's first pixel, over black or over nothing.</summary>
sealed class SilhouetteGenerator : ITransparentFrameGenerator
{
    byte[] _colour = [0, 0, 0];

    public int Width => 64;

    public int Height => 64;

    public StageTimes Times => default;

    public bool ReadsBody => true;

    public bool CanBeTransparent { get; init; } = true;

    public IPoseMapRenderer MakePoseMapRenderer() => new BodyPoseMapRenderer(PoseMapStyle.Avatar, Width, Height);

    public IFrameGenerator? MakeSibling() => null;

    public SourceAnalysis Analyze(PersonSource source) => SourceAnalysis.None;

    public void RequireSource(PersonSource source)
    {
    }

    public void SetSource(PersonSource source) => _colour = source.Views[0].Picture.Bytes[..3];

    public void Configure(GenerationSettings settings)
    {
    }

    public void Generate(TargetPose pose, RgbImage frame)
    {
        frame.Bytes.AsSpan().Clear();
        foreach (var pixel in Pixels(pose))
            _colour.CopyTo(frame.Bytes, 3 * pixel);
    }

    public void Generate(TargetPose pose, RgbaImage frame)
    {
        frame.Bytes.AsSpan().Clear();
        foreach (var pixel in Pixels(pose))
        {
            _colour.CopyTo(frame.Bytes, 4 * pixel);
            frame.Bytes[4 * pixel + 3] = 255;
        }
    }

    public void Dispose()
    {
    }

    IEnumerable<int> Pixels(TargetPose pose)
    {
        var (least, most) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var point in pose.Keypoints)
            if (point.IsPresent)
                (least, most) = (Vector2.Min(least, new(point.X, point.Y)), Vector2.Max(most, new(point.X, point.Y)));
        for (var y = Math.Max(0, (int)least.Y); y <= Math.Min(Height - 1, (int)most.Y); y++)
            for (var x = Math.Max(0, (int)least.X); x <= Math.Min(Width - 1, (int)most.X); x++)
                yield return y * Width + x;
    }
}
