using System;
using Avatars.Inference;

namespace Avatars.Systems.Fpdm;

/// <summary>The coarse latent predictor: from the source warped by the pose encoder to the pose residual.</summary>
sealed class FpdmCoarseLatents : IDisposable
{
    readonly FloatTensor _features;
    readonly NetworkBinding _predictor;

    /// <summary>Borrows <paramref name="networks"/> and <paramref name="residual"/>; adds what it reads to <paramref name="poseEncoder"/>'s outputs.</summary>
    public FpdmCoarseLatents(FpdmNetworks networks, NetworkBinding poseEncoder, FloatTensor residual, RunClock? clock)
    {
        var pose = networks.PoseEncoder;
        WarpedSource = pose.TensorFor(pose.Output("warped_source"), batch: 1);
        _features = pose.TensorFor(pose.Output("pose_features"), batch: 1);
        poseEncoder.Write("warped_source", WarpedSource).Write("pose_features", _features);
        _predictor = new NetworkBinding(networks.CoarsePredictor!, clock).Read("pose_features", _features).Read("warped_source", WarpedSource)
            .Write("pose_residual", residual).IgnoreOtherOutputs();
    }

    /// <summary>[1, 3, height, width], -1 to 1: the source warped backward into the pose, over its inpainted background.</summary>
    public FloatTensor WarpedSource { get; }

    /// <summary>Once a frame, after the pose encoder.</summary>
    public void Run() => _predictor.Run();

    public void Dispose()
    {
        _predictor.Dispose();
        WarpedSource.Dispose();
        _features.Dispose();
    }
}
