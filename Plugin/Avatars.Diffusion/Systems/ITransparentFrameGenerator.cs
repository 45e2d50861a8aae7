using System;
using Avatars.Imaging;

namespace Avatars.Systems;

/// <summary>A system that can leave out what is behind the person.</summary>
public interface ITransparentFrameGenerator : IFrameGenerator
{
    /// <summary>Whether this package's networks composite the person over a background that they are given.</summary>
    bool CanBeTransparent { get; }

    /// <summary>Generates one frame with straight alpha. Allocates nothing after the first.</summary>
    /// <param name="pose">Its background is what the networks see behind the person: a plain one leaves the least traces.</param>
    /// <param name="frame">Receives the picture; of this generator's size.</param>
    /// <exception cref="InvalidOperationException">Not <see cref="CanBeTransparent"/>, or no source was set.</exception>
    void Generate(TargetPose pose, RgbaImage frame);
}
