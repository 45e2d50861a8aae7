using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Inference;

/// <summary>A network with both ends tied to fixed tensors: <see cref="Run"/> reads the ones and writes the others, and allocates nothing.</summary>
internal sealed class NetworkBinding : IDisposable
{
    readonly Network _network;
    readonly OrtIoBinding _binding;
    readonly RunOptions _run = new();
    readonly HashSet<string> _missing;
    readonly Dictionary<string, FloatTensor> _read = new(StringComparer.Ordinal);
    readonly HashSet<string> _written = new(StringComparer.Ordinal);
    readonly RunClock? _clock;

    /// <summary>Borrows <paramref name="network"/> and every tensor; keep them alive longer than this.</summary>
    /// <param name="clock">Told the time of every run.</param>
    public NetworkBinding(Network network, RunClock? clock = null)
    {
        (_network, _clock) = (network, clock);
        _binding = network.Session.CreateIoBinding();
        if (network.IsLarge)
            _run.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        _missing = new HashSet<string>(network.Inputs.Concat(network.Outputs).Select(port => port.Name), StringComparer.Ordinal);
    }

    /// <exception cref="ArgumentException">The tensor's shape is not the input's.</exception>
    /// <exception cref="FormatException">The network has no such input.</exception>
    public NetworkBinding Read(string input, FloatTensor tensor)
    {
        Require(_network.Input(input), tensor);
        _binding.BindInput(input, tensor.Value);
        _missing.Remove(input);
        _read[input] = tensor;
        return this;
    }

    /// <exception cref="ArgumentException">The tensor's shape is not the output's.</exception>
    /// <exception cref="FormatException">The network has no such output.</exception>
    public NetworkBinding Write(string output, FloatTensor tensor)
    {
        Require(_network.Output(output), tensor);
        _binding.BindOutput(output, tensor.Value);
        _missing.Remove(output);
        _written.Add(output);
        return this;
    }

    /// <summary>Outputs that nothing is bound to are not wanted; what only they need is not worked out.</summary>
    public NetworkBinding IgnoreOtherOutputs()
    {
        _missing.ExceptWith(_network.Outputs.Select(port => port.Name));
        return this;
    }

    /// <summary>Runs the network once, on the calling thread.</summary>
    /// <exception cref="InvalidOperationException">A port is not bound yet, or ONNX Runtime failed.</exception>
    public void Run()
    {
        if (_missing.Count > 0)
            throw new InvalidOperationException($"'{_network.Path}' cannot run before {string.Join(", ", _missing)} is bound.");
        _network.Observer?.Invoke(_network, _read, _written);
        try
        {
            var start = Stopwatch.GetTimestamp();
            _network.Session.RunWithBinding(_run, _binding);
            _clock?.Add(Stopwatch.GetTimestamp() - start);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException($"'{_network.Path}' failed while running: {error.Message.TrimEnd('.')}. "
                + "If memory ran out, close other programs; else build the model package again.", error);
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
    }

    void Require(NetworkPort port, FloatTensor tensor)
    {
        if (!tensor.Fits(port.Dimensions))
            throw new ArgumentException($"'{_network.Path}' takes {port}, but the tensor is {tensor}.", nameof(tensor));
    }
}
