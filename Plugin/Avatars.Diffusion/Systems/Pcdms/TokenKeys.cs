using System;
using System.Collections.Generic;
using Avatars.Inference;

namespace Avatars.Systems.Pcdms;

/// <summary>
/// Keys and values of every cross-attention of a UNet. Those of a token depend on no other token, so the source's are
/// written once and the target's once a frame. Of an absent token they are zero: the layers have no bias.
/// </summary>
sealed class TokenKeys : IDisposable
{
    readonly Network _source;
    readonly RunClock? _clock;
    readonly List<(string Name, FloatTensor Tensor)> _keys = [];
    readonly Dictionary<int, Writer> _writers = [];

    /// <summary>Borrows both networks.</summary>
    /// <param name="source">Makes keys and values of a batch of tokens, [tokens, 1, channels].</param>
    public TokenKeys(Network source, Network unet, int batch, RunClock? clock)
    {
        (_source, _clock) = (source, clock);
        foreach (var port in source.Outputs)
            _keys.Add((port.Name, unet.TensorFor(unet.Input(port.Name), batch)));
    }

    public void BindTo(NetworkBinding unet)
    {
        foreach (var (name, tensor) in _keys)
            unet.Read(name, tensor);
    }

    /// <param name="tokens">[count, channels]; the first call of a count makes its buffers.</param>
    /// <param name="first">Index of the first one among the tokens.</param>
    public void Write(ReadOnlySpan<float> tokens, int first, int firstSample, int samples)
    {
        var count = tokens.Length / _source.Input("encoder_hidden_states").Dimensions[2];
        if (!_writers.TryGetValue(count, out var writer))
            _writers.Add(count, writer = new Writer(_source, count, _clock));
        writer.Run(tokens);
        for (var i = 0; i < _keys.Count; i++)
        {
            var (whole, part) = (_keys[i].Tensor, writer.Outputs[i]);
            var (perSample, channels) = (whole.Length / whole.Shape[0], whole.Shape[2]);
            for (var sample = firstSample; sample < firstSample + samples; sample++)
                part.Span.CopyTo(whole.Span.Slice(sample * perSample + first * channels, part.Length));
        }
    }

    public void Dispose()
    {
        foreach (var writer in _writers.Values)
            writer.Dispose();
        foreach (var (_, tensor) in _keys)
            tensor.Dispose();
    }

    sealed class Writer : IDisposable
    {
        readonly FloatTensor _tokens;
        readonly NetworkBinding _binding;

        public Writer(Network source, int count, RunClock? clock)
        {
            _tokens = source.TensorFor(source.Input("encoder_hidden_states"), count);
            _binding = new NetworkBinding(source, clock).Read("encoder_hidden_states", _tokens);
            foreach (var port in source.Outputs)
            {
                var output = source.TensorFor(port, count);
                Outputs.Add(output);
                _binding.Write(port.Name, output);
            }
        }

        public List<FloatTensor> Outputs { get; } = [];

        public void Run(ReadOnlySpan<float> tokens)
        {
            tokens.CopyTo(_tokens.Span);
            _binding.Run();
        }

        public void Dispose()
        {
            _binding.Dispose();
            _tokens.Dispose();
            foreach (var output in Outputs)
                output.Dispose();
        }
    }
}
