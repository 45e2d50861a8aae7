using System;
using Avatars.Rig;

namespace Avatars.Animation;

/// <summary>Gives the pose of one skeleton at any time: a clip, a pose document, a script or live input.</summary>
public interface IPoseSource
{
    /// <summary>For people to read.</summary>
    string Name { get; }

    Skeleton Skeleton { get; }

    /// <summary>Seconds; infinite for live input.</summary>
    float Length { get; }

    /// <summary>Frames a second of the recording; for sources without frames the rate at which they are best played.</summary>
    float FrameRate { get; }

    /// <summary>A pose to sample into, with the weights that this source has.</summary>
    Pose MakePose();

    /// <summary>The pose at a time. Allocates nothing.</summary>
    /// <param name="time">Seconds; outside 0 to <see cref="Length"/> the nearest end.</param>
    /// <param name="pose">Of <see cref="MakePose"/>.</param>
    /// <exception cref="ArgumentException">The pose is of another skeleton.</exception>
    void Sample(float time, Pose pose);
}
