using System;
using Avatars.Inference;

namespace Avatars.Systems.Fpdm;

/// <summary>The way of the pixels that a pose encoder brings over from the source: through the drafter to the pose residual.</summary>
sealed class FpdmDraft : IDisposable
{
    readonly FloatTensor _features;
    readonly NetworkBinding _draft;

    /// <summary>Borrows <paramref name="networks"/> and <paramref name="residual"/>; adds what it reads to <paramref name="poseEncoder"/>'s outputs.</summary>
    public FpdmDraft(FpdmNetworks networks, NetworkBinding poseEncoder, FloatTensor residual, RunClock? clock)
    {
        var pose = networks.PoseEncoder;
        Brought = pose.TensorFor(pose.Output("brought_over"), batch: 1);
        _features = pose.TensorFor(pose.Output("pose_features"), batch: 1);
        poseEncoder.Write("brought_over", Brought).Write("pose_features", _features);
        _draft = new NetworkBinding(networks.Drafter!, clock).Read("pose_features", _features).Read("brought_over", Brought).Write("pose_residual", residual).IgnoreOtherOutputs();
    }

    /// <summary>[1, 3, height, width], -1 to 1: the source's pixels where they will be seen.</summary>
    public FloatTensor Brought { get; }

    /// <summary>Once a frame, after the pose encoder.</summary>
    public void Run() => _draft.Run();

    public void Dispose()
    {
        _draft.Dispose();
        Brought.Dispose();
        _features.Dispose();
    }
}
