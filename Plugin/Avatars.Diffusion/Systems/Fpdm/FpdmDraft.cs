using System;
using Avatars.Inference;

namespace Avatars.Systems.Fpdm;

/// <summary>The way of the pixels that a pose encoder brings over from the source: through the autoencoder, then through the drafter to the pose residual.</summary>
sealed class FpdmDraft : IDisposable
{
    readonly FloatTensor _brought, _features, _moments;
    readonly NetworkBinding _encode, _draft;

    /// <summary>Borrows <paramref name="networks"/> and <paramref name="residual"/>; adds what it reads to <paramref name="poseEncoder"/>'s outputs.</summary>
    public FpdmDraft(FpdmNetworks networks, NetworkBinding poseEncoder, FloatTensor residual, RunClock? clock)
    {
        var (pose, encoder, drafter) = (networks.PoseEncoder, networks.Encoder!, networks.Drafter!);
        _brought = pose.TensorFor(pose.Output("brought_over"), batch: 1);
        _features = pose.TensorFor(pose.Output("pose_features"), batch: 1);
        _moments = encoder.TensorFor(encoder.Output("moments"), batch: 1);
        poseEncoder.Write("brought_over", _brought).Write("pose_features", _features);
        _encode = new NetworkBinding(encoder, clock).Read("image", _brought).Write("moments", _moments);
        _draft = new NetworkBinding(drafter, clock).Read("pose_features", _features).Read("moments", _moments).Write("pose_residual", residual).IgnoreOtherOutputs();
    }

    /// <summary>Once a frame, after the pose encoder.</summary>
    public void Run()
    {
        _encode.Run();
        _draft.Run();
    }

    public void Dispose()
    {
        _encode.Dispose();
        _draft.Dispose();
        _brought.Dispose();
        _features.Dispose();
        _moments.Dispose();
    }
}
