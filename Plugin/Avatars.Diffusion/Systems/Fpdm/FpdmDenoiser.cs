using System;
using System.Collections.Generic;
using Avatars.Inference;
using Avatars.Sampling;

namespace Avatars.Systems.Fpdm;

/// <summary>FPDM's UNet with its conditions in place; all branches of the guidance and all pictures go through it as one batch.</summary>
internal sealed class FpdmDenoiser : IDenoiser, IDisposable
{
    readonly GuidanceBranch[] _branches;
    readonly int _pictures;
    readonly Prediction _predicts;
    readonly NetworkBinding _toKeys, _unet;
    readonly FloatTensor _tokens, _sample, _timestep, _classLabels, _residual, _prediction;
    readonly List<FloatTensor> _keys = [];
    readonly float[] _guided;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    /// <param name="branches">Of <see cref="CumulativeGuidance"/>.</param>
    /// <param name="pictures">Generated at once, each from noise of its own.</param>
    public FpdmDenoiser(FpdmNetworks networks, Prediction predicts, GuidanceBranch[] branches, int pictures = 1, RunClock? clock = null)
    {
        (_predicts, _branches, _pictures) = (predicts, branches, pictures);
        var (unet, source, batch) = (networks.UNet, networks.UNetSource, branches.Length * pictures);
        _tokens = source.TensorFor(source.Input("encoder_hidden_states"), batch);
        _sample = unet.TensorFor(unet.Input("sample"), batch);
        _timestep = unet.TensorFor(unet.Input("timestep"), batch);
        _classLabels = unet.TensorFor(unet.Input("class_labels"), batch);
        _residual = unet.TensorFor(unet.Input("pose_residual"), batch);
        _prediction = unet.TensorFor(unet.Output("prediction"), batch);
        _guided = new float[_prediction.Length / branches.Length];
        _toKeys = new NetworkBinding(source).Read("encoder_hidden_states", _tokens);
        _unet = new NetworkBinding(unet, clock).Read("sample", _sample).Read("timestep", _timestep)
            .Read("class_labels", _classLabels).Read("pose_residual", _residual).Write("prediction", _prediction);
        foreach (var port in source.Outputs)
        {
            var keys = source.TensorFor(port, batch);
            _keys.Add(keys);
            _toKeys.Write(port.Name, keys);
            _unet.Read(port.Name, keys);
        }
    }

    /// <summary>[branches x pictures, channels, height, width]: the network's own last output.</summary>
    public ReadOnlySpan<float> Predictions => _prediction.Span;

    /// <summary>Computes keys and values of every cross-attention; they are used until the next call.</summary>
    public void SetSource(FpdmSource source)
    {
        CumulativeGuidance.Spread(source.Tokens.Span, _branches, _pictures, isFusion: false, _tokens.Span);
        _toKeys.Run();
    }

    public void SetPose(FpdmPose pose)
    {
        CumulativeGuidance.Spread(pose.Residual.Span, _branches, _pictures, isFusion: false, _residual.Span);
        CumulativeGuidance.Spread(pose.Fusion.Span, _branches, _pictures, isFusion: true, _classLabels.Span);
    }

    public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean)
    {
        var sample = _sample.Span;
        for (var branch = 0; branch < _branches.Length; branch++)
            noisy.CopyTo(sample.Slice(branch * noisy.Length, noisy.Length));
        _timestep.Span.Fill(level.Timestep);
        _unet.Run();
        CumulativeGuidance.Combine(_prediction.Span, _branches, _guided);
        _predicts.ToClean(level, noisy, _guided, clean);
    }

    public void Dispose()
    {
        _toKeys.Dispose();
        _unet.Dispose();
        foreach (var tensor in _keys)
            tensor.Dispose();
        foreach (var tensor in new[] { _tokens, _sample, _timestep, _classLabels, _residual, _prediction })
            tensor.Dispose();
    }
}
