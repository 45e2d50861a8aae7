using Avatars.Imaging;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>Whether the same pose gives the same bytes again, also after another pose in between.</summary>
public sealed class DeterminismCheck
{
    const int Most = 8; // frames checked: a generator that keeps state differs in the first ones

    TargetPose? _other;
    RgbImage? _again;

    public int Checked { get; private set; }

    /// <summary>Number of frames with other bytes.</summary>
    public int Different { get; private set; }

    /// <summary>Generates a frame once more, twice from the second frame on.</summary>
    /// <param name="frame">The frame that the generator has made of <paramref name="pose"/>.</param>
    public void Check(IFrameGenerator generator, TargetPose pose, RgbImage frame)
    {
        if (Checked == Most)
            return;
        _again ??= new RgbImage(frame.Width, frame.Height);
        Compare(generator, pose, frame);
        if (_other is { } other)
        {
            generator.Generate(other, _again);
            Compare(generator, pose, frame);
        }
        _other = pose;
        Checked++;
    }

    void Compare(IFrameGenerator generator, TargetPose pose, RgbImage frame)
    {
        generator.Generate(pose, _again!);
        if (!_again!.Bytes.AsSpan().SequenceEqual(frame.Bytes))
            Different++;
    }
}
