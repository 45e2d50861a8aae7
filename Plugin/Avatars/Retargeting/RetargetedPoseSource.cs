using System;
using System.Linq;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// The poses of a source on another humanoid's skeleton, such as a person's own proportions: limbs point in the same directions, hips travel in proportion to
/// the legs, weights stay. Poses are moved as they are sampled, so that live input and scenes can be shown too. One thread at a time; sampling allocates
/// nothing.
/// </summary>
public sealed class RetargetedPoseSource : IPoseSource
{
    readonly HumanoidRetargeter _retargeter;
    readonly Pose _pose;

    /// <param name="source">Borrowed.</param>
    /// <param name="from">Of the source's skeleton, in whose rest pose +Y is up.</param>
    /// <param name="to">Likewise, of the skeleton to pose.</param>
    /// <exception cref="ArgumentException"><paramref name="from"/> is of another skeleton.</exception>
    public RetargetedPoseSource(IPoseSource source, HumanoidMap from, HumanoidMap to)
    {
        if (from.Skeleton != source.Skeleton)
            throw new ArgumentException($"The map of {from.Skeleton.Count} joints is not of the skeleton of '{source.Name}'.", nameof(from));
        (Source, Target, _pose) = (source, to, source.MakePose());
        _retargeter = new HumanoidRetargeter(TPose.OfRest(from), TPose.OfRest(to));
    }

    /// <summary>Whose poses these are.</summary>
    public IPoseSource Source { get; }

    /// <summary>Of <see cref="Skeleton"/>.</summary>
    public HumanoidMap Target { get; }

    public string Name => Source.Name;

    public Skeleton Skeleton => Target.Skeleton;

    public float Length => Source.Length;

    public float FrameRate => Source.FrameRate;

    public Pose MakePose() => new(Skeleton, _pose.WeightNames.ToArray());

    /// <inheritdoc/>
    public void Sample(float time, Pose pose)
    {
        Source.Sample(time, _pose);
        _retargeter.Retarget(_pose.Joints, pose.Joints);
        _pose.Weights.CopyTo(pose.Weights);
    }
}
