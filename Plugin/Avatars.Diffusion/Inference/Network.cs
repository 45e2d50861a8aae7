using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Files;
using Avatars.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Avatars.Inference;

/// <summary>One ONNX file, loaded. All its inputs and outputs are float32. Run it through a <see cref="NetworkBinding"/>.</summary>
public sealed class Network : IDisposable
{
    const string DataEnding = ".data"; // as ModelBuilding names it
    const long LargeBytes = 1L << 26; // compact networks stay below

    readonly Dictionary<string, NetworkPort> _inputs;
    readonly Dictionary<string, NetworkPort> _outputs;
    readonly bool _ownsSession = true;

    /// <exception cref="FormatException">ONNX Runtime does not take the file, or a port is not float32.</exception>
    /// <exception cref="NotSupportedException">ONNX Runtime cannot start; see <see cref="RuntimePair"/>.</exception>
    public Network(string path, InferenceOptions options)
        : this(path, options, size: null, batch: 0)
    {
    }

    /// <param name="size">Of the frame, for networks that leave its sides open; null leaves them open, see <see cref="At"/>.</param>
    /// <param name="batch">The one batch that it is run with, which is faster; 0 leaves it open.</param>
    internal Network(string path, InferenceOptions options, FrameSize? size, int batch)
    {
        (Path, Observer) = (path, options.Observer);
        if (!System.IO.File.Exists(path))
            throw new System.IO.FileNotFoundException($"There is no network '{path}'. Check the path.", path);
        Bytes = LengthOf(path) + LengthOf(path + DataEnding);
        RuntimePair.Require();
        _ = OnnxStructure.Read(path);
        try
        {
            using var session = new SessionOptions
            {
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            SharedThreads.Give(session, options.Threads);
            if (size is { } frame)
                OpenSides.Set(session, frame);
            if (batch > 0)
                OpenSides.SetBatch(session, batch);
            if (IsLarge)
                HeapMemory.GiveBackLargeBlocks();
            options.Provider.AppendTo(session);
            Session = new InferenceSession(path, session);
        }
        catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new FormatException($"'{path}' could not be loaded for the provider '{options.Provider}': "
                + $"{ErrorLine.Printable(error.Message, 300).TrimEnd('.')}. Build or download the model package again.", error);
        }
        try
        {
            _inputs = Ports(Session.InputMetadata);
            _outputs = Ports(Session.OutputMetadata);
        }
        catch
        {
            Session.Dispose();
            throw;
        }
    }

    Network(Network of, FrameSize size)
    {
        (Path, Bytes, Observer, Session, _ownsSession) = (of.Path, of.Bytes, of.Observer, of.Session, false);
        _inputs = of._inputs.ToDictionary(port => port.Key, port => port.Value.At(size), StringComparer.Ordinal);
        _outputs = of._outputs.ToDictionary(port => port.Key, port => port.Value.At(size), StringComparer.Ordinal);
    }

    public string Path { get; }

    /// <summary>Of its file and, where the weights lie in a file of their own, of that.</summary>
    public long Bytes { get; }

    public IReadOnlyCollection<NetworkPort> Inputs => _inputs.Values;

    public IReadOnlyCollection<NetworkPort> Outputs => _outputs.Values;

    internal InferenceSession Session { get; }

    internal RunObserver? Observer { get; }

    /// <summary>Whether memory matters more than the moment it takes to ask for it again: each run then gives back what it worked in.</summary>
    internal bool IsLarge => Bytes >= LargeBytes;

    public void Dispose()
    {
        if (_ownsSession)
            Session.Dispose();
    }

    /// <summary>This network for frames of one size, where it leaves their sides open; keep it alive longer.</summary>
    internal Network At(FrameSize size) => new(this, size);

    /// <exception cref="FormatException">The network has no input of this name.</exception>
    public NetworkPort Input(string name) => Find(_inputs, name, "input");

    /// <exception cref="FormatException">The network has no output of this name.</exception>
    public NetworkPort Output(string name) => Find(_outputs, name, "output");

    /// <summary>A tensor that fits an input or output of this network, for <paramref name="batch"/> at a time.</summary>
    /// <exception cref="FormatException">The network leaves another side open than the first.</exception>
    public FloatTensor TensorFor(NetworkPort port, int batch)
    {
        var shape = port.Dimensions.ToArray();
        if (shape.Length > 0 && shape[0] < 0)
            shape[0] = batch;
        if (shape.Any(side => side < 1))
            throw new FormatException($"'{Path}' leaves a side of {port} open; only the first, the batch, may be. "
                + "Build the model package again with fixed sizes.");
        return new FloatTensor(shape);
    }

    static long LengthOf(string path) => new System.IO.FileInfo(path) is { Exists: true } file ? file.Length : 0;

    Dictionary<string, NetworkPort> Ports(IReadOnlyDictionary<string, NodeMetadata> metadata)
    {
        var ports = new Dictionary<string, NetworkPort>(StringComparer.Ordinal);
        foreach (var (name, node) in metadata)
        {
            if (node.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR || node.ElementDataType != TensorElementType.Float)
                throw new FormatException($"'{Path}': '{name}' is not a float32 tensor. Build the model package again; "
                    + "weights may be stored as float16, inputs and outputs may not.");
            ports.Add(name, new NetworkPort(name, node.Dimensions, node.SymbolicDimensions));
        }
        return ports;
    }

    NetworkPort Find(Dictionary<string, NetworkPort> ports, string name, string kind) =>
        ports.TryGetValue(name, out var port) ? port
            : throw new FormatException($"'{Path}' has no {kind} '{name}', only {string.Join(", ", ports.Values)}. "
                + "It is not the network that its name says, or of another version: build the package again.");
}
