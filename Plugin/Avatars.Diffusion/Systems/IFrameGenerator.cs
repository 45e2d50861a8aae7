using System;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;

namespace Avatars.Systems;

/// <summary>A person from one picture and a pose map, frame after frame. One thread at a time.</summary>
public interface IFrameGenerator : IDisposable
{
    /// <summary>Pixels of a frame.</summary>
    int Width { get; }

    /// <inheritdoc cref="Width"/>
    int Height { get; }

    /// <summary>Of the last frame.</summary>
    StageTimes Times { get; }

    /// <summary>Whether frames are generated from the person's textured body, so that a source needs <see cref="PersonSource.Person"/>.</summary>
    bool ReadsBody => false;

    /// <summary>Makes what draws the pose maps that this model was trained on; one for each thread.</summary>
    IPoseMapRenderer MakePoseMapRenderer();

    /// <summary>Another generator on the same loaded networks, for a thread of its own, with a source and settings of
    /// its own. Dispose it before this one.</summary>
    /// <returns>Null when this system cannot share its networks.</returns>
    IFrameGenerator? MakeSibling();

    /// <summary>What the model's networks find in a source picture. This generator's own source stays; any thread may ask.</summary>
    /// <exception cref="ArgumentException">As <see cref="RequireSource"/>.</exception>
    SourceAnalysis Analyze(PersonSource source);

    /// <summary>Whether this person can be shown, before any work: touches nothing, and may be asked from any thread.</summary>
    /// <exception cref="ArgumentException">A picture holds no person, one too many came, or a pose that the system needs is missing.</exception>
    void RequireSource(PersonSource source);

    /// <summary>Encodes the person to show; everything that depends only on the source happens here.</summary>
    /// <exception cref="ArgumentException">As <see cref="RequireSource"/>; the old source stays.</exception>
    void SetSource(PersonSource source);

    /// <summary>Changes how frames are generated, from the next one on.</summary>
    void Configure(GenerationSettings settings);

    /// <summary>Generates one frame. Allocates nothing.</summary>
    /// <param name="frame">Receives the picture; of this generator's size.</param>
    void Generate(TargetPose pose, RgbImage frame);
}
