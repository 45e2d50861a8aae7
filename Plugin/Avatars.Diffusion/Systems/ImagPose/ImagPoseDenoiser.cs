using System;
using System.Collections.Generic;
using Avatars.Inference;
using Avatars.Sampling;

namespace Avatars.Systems.ImagPose;

/// <summary>
/// IMAGPose's UNet with its conditions in place. Image-level conditioning are channels beside the noisy canvas: a flag, 1 where a tile is
/// known, and the latents of the canvas with the other tiles black. Guidance leaves out the tokens and nothing else.
/// </summary>
internal sealed class ImagPoseDenoiser : IDenoiser, IDisposable
{
    readonly Prediction _predicts;
    readonly int _branches;
    readonly float _guidance;
    readonly NetworkBinding _toKeys, _unet;
    readonly FloatTensor _tokens, _sample, _timestep, _residual, _prediction;
    readonly List<FloatTensor> _keys = [];
    readonly float[] _guided;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    /// <param name="guidance">1 and less are none as published, and one run of the network instead of two.</param>
    public ImagPoseDenoiser(ImagPoseNetworks networks, Prediction predicts, float guidance, RunClock? clock = null)
    {
        (_predicts, _guidance, _branches) = (predicts, guidance, guidance > 1 ? 2 : 1);
        var (unet, source) = (networks.UNet, networks.UNetSource);
        _tokens = source.TensorFor(source.Input("encoder_hidden_states"), _branches);
        _sample = unet.TensorFor(unet.Input("sample"), _branches);
        _timestep = unet.TensorFor(unet.Input("timestep"), _branches);
        _residual = unet.TensorFor(unet.Input("pose_residual"), _branches);
        _prediction = unet.TensorFor(unet.Output("prediction"), _branches);
        _guided = new float[_prediction.Length / _branches];
        _toKeys = new NetworkBinding(source).Read("encoder_hidden_states", _tokens);
        _unet = new NetworkBinding(unet, clock).Read("sample", _sample).Read("timestep", _timestep).Read("pose_residual", _residual)
            .Write("prediction", _prediction);
        foreach (var port in source.Outputs)
        {
            var keys = source.TensorFor(port, _branches);
            _keys.Add(keys);
            _toKeys.Write(port.Name, keys);
            _unet.Read(port.Name, keys);
        }
    }

    /// <summary>[branches, channels, h, w]: the network's last prediction, the branch without tokens first.</summary>
    public ReadOnlySpan<float> Predictions => _prediction.Span;

    /// <summary>Elements of the canvas's latents.</summary>
    public int LatentLength => _guided.Length;

    /// <summary>[1, 1 + channels, h, w]: the flag and the masked canvas's latents.</summary>
    /// <param name="tokens">[1, tokens, channels].</param>
    public void SetSource(FloatTensor tokens, ReadOnlySpan<float> flag, ReadOnlySpan<float> masked)
    {
        _tokens.Span.Clear();
        tokens.Span.CopyTo(Last(_tokens));
        _toKeys.Run();
        SetCanvas(flag, masked);
    }

    /// <summary>The image-level half of <see cref="SetSource"/>.</summary>
    /// <param name="flag">[h, w].</param>
    /// <param name="masked">[channels, h, w], scaled.</param>
    public void SetCanvas(ReadOnlySpan<float> flag, ReadOnlySpan<float> masked)
    {
        for (var branch = 0; branch < _branches; branch++)
        {
            var sample = Branch(_sample, branch)[_guided.Length..];
            flag.CopyTo(sample);
            masked.CopyTo(sample[flag.Length..]);
        }
    }

    /// <param name="residual">[1, channels, h, w] of the canvas's pose maps.</param>
    public void SetPose(FloatTensor residual)
    {
        for (var branch = 0; branch < _branches; branch++)
            residual.Span.CopyTo(Branch(_residual, branch));
    }

    public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean)
    {
        for (var branch = 0; branch < _branches; branch++)
            noisy.CopyTo(Branch(_sample, branch));
        _timestep.Span.Fill(level.Timestep);
        _unet.Run();
        if (_branches == 1)
            _predicts.ToClean(level, noisy, _prediction.Span, clean);
        else
        {
            Guidance.Combine(Branch(_prediction, 0), Last(_prediction), _guidance, _guided);
            _predicts.ToClean(level, noisy, _guided, clean);
        }
    }

    public void Dispose()
    {
        _toKeys.Dispose();
        _unet.Dispose();
        foreach (var tensor in _keys)
            tensor.Dispose();
        foreach (var tensor in new[] { _tokens, _sample, _timestep, _residual, _prediction })
            tensor.Dispose();
    }

    Span<float> Branch(FloatTensor tensor, int branch) => tensor.Span.Slice(branch * (tensor.Length / _branches), tensor.Length / _branches);

    Span<float> Last(FloatTensor tensor) => Branch(tensor, _branches - 1);
}
