using System;
using Avatars.Inference;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

/// <summary>
/// The UNet of inpainting or refining with its conditions in place. With guidance every picture goes through it twice: first without the
/// source's tokens and the target's embedding (zeros), then with them.
/// </summary>
internal sealed class PcdmsDenoiser : IDenoiser, IDisposable
{
    readonly Prediction _predicts;
    readonly float _guidance;
    readonly int _pictures, _branches;
    readonly NetworkBinding _unet;
    readonly TokenKeys _keys;
    readonly FloatTensor _sample, _timestep, _prediction;
    readonly FloatTensor? _class, _residual;
    readonly float[] _guided;

    /// <summary>Borrows both networks.</summary>
    /// <param name="source">Makes keys and values of tokens, one by one.</param>
    /// <param name="guidance">1 and less mean none as published, and one run a step.</param>
    /// <param name="pictures">Generated at once, each from noise of its own.</param>
    public PcdmsDenoiser(Network source, Network unet, Prediction predicts, float guidance, int pictures = 1, RunClock? clock = null)
    {
        if (!(guidance is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(guidance), $"A guidance of {guidance} cannot be taken: use 0 to 100; 1 and less mean none.");
        (_predicts, _guidance, _pictures, _branches) = (predicts, guidance, pictures, guidance > 1 ? 2 : 1);
        var batch = _branches * pictures;
        _sample = unet.TensorFor(unet.Input("sample"), batch);
        _timestep = unet.TensorFor(unet.Input("timestep"), batch);
        _prediction = unet.TensorFor(unet.Output("prediction"), batch);
        _guided = new float[_prediction.Length / _branches];
        _unet = new NetworkBinding(unet, clock).Read("sample", _sample).Read("timestep", _timestep).Write("prediction", _prediction);
        _class = Bind("class_labels");
        _residual = Bind("pose_residual");
        _keys = new TokenKeys(source, unet, batch, clock);
        _keys.BindTo(_unet);

        FloatTensor? Bind(string name)
        {
            foreach (var port in unet.Inputs)
            {
                if (port.Name != name)
                    continue;
                var tensor = unet.TensorFor(port, batch);
                _unet.Read(name, tensor);
                return tensor;
            }
            return null;
        }
    }

    /// <summary>Weight of the rescaling of guided predictions, see <see cref="Guidance.Rescale"/>.</summary>
    public float Rescale { get; set; }

    /// <summary>[branches x pictures, channels, height, width]: the network's last prediction, the unconditional branch first.</summary>
    public ReadOnlySpan<float> Predictions => _prediction.Span;

    /// <summary>[branches x pictures, channels, height, width]: the network's last input.</summary>
    public ReadOnlySpan<float> Samples => _sample.Span;

    bool IsGuided => _branches > 1;

    /// <param name="tokens">[count, channels].</param>
    /// <param name="first">Index of the first one.</param>
    public void SetTokens(ReadOnlySpan<float> tokens, int first = 0) => _keys.Write(tokens, first, IsGuided ? _pictures : 0, _pictures);

    /// <summary>For weights that were not trained with zeros there (the demo's).</summary>
    public void SetUnconditionalTokens(ReadOnlySpan<float> tokens)
    {
        if (IsGuided)
            _keys.Write(tokens, 0, 0, _pictures);
    }

    /// <summary>The global vector that joins the time embedding.</summary>
    public void SetClass(ReadOnlySpan<float> embedding)
    {
        for (var i = IsGuided ? _pictures : 0; i < _branches * _pictures; i++)
            embedding.CopyTo(_class!.Span.Slice(i * embedding.Length, embedding.Length));
    }

    /// <summary>The pose goes to both branches.</summary>
    public void SetPose(ReadOnlySpan<float> residual)
    {
        for (var i = 0; i < _branches * _pictures; i++)
            residual.CopyTo(_residual!.Span.Slice(i * residual.Length, residual.Length));
    }

    /// <summary>The channels behind the noisy latents.</summary>
    /// <param name="channels">[channels, height, width].</param>
    /// <param name="isForBoth">Else the unconditional branch has zeros there.</param>
    public void SetChannels(ReadOnlySpan<float> channels, bool isForBoth)
    {
        var perSample = _sample.Length / (_branches * _pictures);
        for (var i = isForBoth || !IsGuided ? 0 : _pictures; i < _branches * _pictures; i++)
            channels.CopyTo(_sample.Span.Slice((i + 1) * perSample - channels.Length, channels.Length));
    }

    public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean)
    {
        var (perSample, perPicture) = (_sample.Length / (_branches * _pictures), noisy.Length / _pictures);
        for (var i = 0; i < _branches * _pictures; i++)
            noisy.Slice(i % _pictures * perPicture, perPicture).CopyTo(_sample.Span.Slice(i * perSample, perPicture));
        _timestep.Span.Fill(level.Timestep);
        _unet.Run();
        var prediction = _prediction.Span;
        if (IsGuided)
        {
            Guidance.Combine(prediction[..noisy.Length], prediction[noisy.Length..], _guidance, _guided);
            for (var i = 0; i < _pictures && Rescale > 0; i++)
                Guidance.Rescale(_guided.AsSpan(i * perPicture, perPicture), prediction.Slice(noisy.Length + i * perPicture, perPicture), Rescale);
        }
        else
            prediction.CopyTo(_guided);
        _predicts.ToClean(level, noisy, _guided, clean);
    }

    public void Dispose()
    {
        _unet.Dispose();
        _keys.Dispose();
        _sample.Dispose();
        _timestep.Dispose();
        _prediction.Dispose();
        _class?.Dispose();
        _residual?.Dispose();
    }
}
