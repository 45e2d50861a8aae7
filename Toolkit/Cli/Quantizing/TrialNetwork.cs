using System.Diagnostics;
using Avatars.Files;
using Avatars.Inference;
using Avatars.ModelBuilding.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Cli.Quantizing;

/// <summary>A model from memory, run on recorded inputs.</summary>
sealed class TrialNetwork : IDisposable
{
    const int WarmUps = 2;

    readonly InferenceSession _session;
    readonly RunOptions _run = new();
    readonly string _file;

    /// <summary>A model in 8 bits, as a package's network will run.</summary>
    /// <exception cref="FormatException">ONNX Runtime does not take the model.</exception>
    public TrialNetwork(PlainModel model, int threads)
        : this(model, Options(threads), [])
    {
    }

    TrialNetwork(PlainModel model, SessionOptions settings, IEnumerable<string> alsoOutputs)
    {
        _file = model.File;
        using var options = settings;
        _session = Guarded(() => new InferenceSession(model.ToBytes(alsoOutputs), options));
    }

    /// <summary>The model in float, to compare with: ONNX Runtime makes no bytes of its own, as it does of float weights that lie between steps.</summary>
    /// <param name="alsoOutputs">Tensors inside the model that are wanted too.</param>
    /// <exception cref="FormatException">ONNX Runtime does not take the model.</exception>
    public static TrialNetwork Reference(PlainModel model, int threads, params IEnumerable<string> alsoOutputs) =>
        new(model, FloatOptions(threads), alsoOutputs);

    /// <summary>A package's network with its functions inlined and its constants folded.</summary>
    /// <exception cref="FormatException">ONNX Runtime does not take the file.</exception>
    public static PlainModel Flatten(string path, int threads)
    {
        var folder = Directory.CreateTempSubdirectory("avatar-quantize-").FullName;
        try
        {
            var file = Path.Combine(folder, Path.GetFileName(path));
            using var options = FloatOptions(threads);
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC; // plain operators, nothing of one machine's
            options.OptimizedModelFilePath = file;
            _ = OnnxStructure.Read(path);
            try
            {
                new InferenceSession(path, options).Dispose();
            }
            catch (OnnxRuntimeException error)
            {
                throw Refused(path, error);
            }
            return PlainModel.Read(WholeFile.Read(file, int.MaxValue), path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sides of every tensor that a model reads or makes in one run.</summary>
    public static Dictionary<string, int[]> ShapesIn(PlainModel model, RecordedRun run, int threads)
    {
        using var network = Reference(model, threads, model.Tensors);
        string[] names = [.. network._session.OutputNames];
        var inputs = Values(run);
        try
        {
            using var results = network.Guarded(() => network._session.Run(network._run, inputs, names));
            return names.Zip(results).Select(tensor => (Name: tensor.First, tensor.Second.GetTensorTypeAndShape().Shape))
                .Concat(run.Inputs.Select(input => (Name: input.Key, input.Value.Shape)))
                .ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(tensor.Shape, side => checked((int)side)), StringComparer.Ordinal);
        }
        finally
        {
            foreach (var value in inputs.Values)
                value.Dispose();
        }
    }

    /// <summary>Runs once.</summary>
    /// <param name="onOutput">Receives each output's name and values, valid only during the call.</param>
    public void Run(RecordedRun run, IReadOnlyCollection<string> outputs, Action<string, ReadOnlySpan<float>> onOutput)
    {
        var inputs = Values(run);
        try
        {
            using var results = Guarded(() => _session.Run(_run, inputs, outputs));
            foreach (var (name, value) in outputs.Zip(results))
                onOutput(name, value.GetTensorDataAsSpan<float>());
        }
        finally
        {
            foreach (var value in inputs.Values)
                value.Dispose();
        }
    }

    /// <summary>Milliseconds of the fastest of some runs: what an undisturbed machine takes.</summary>
    public double FastestMilliseconds(RecordedRun run, IReadOnlyCollection<string> outputs, int repeats)
    {
        var (inputs, best) = (Values(run), double.PositiveInfinity);
        for (var i = -WarmUps; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Guarded(() => _session.Run(_run, inputs, outputs)).Dispose();
            best = i < 0 ? best : Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        foreach (var value in inputs.Values)
            value.Dispose();
        return best;
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    static Dictionary<string, OrtValue> Values(RecordedRun run) =>
        run.Inputs.ToDictionary(input => input.Key, input => OrtValue.CreateTensorValueFromMemory(input.Value.Values, input.Value.Shape),
            StringComparer.Ordinal);

    static SessionOptions Options(int threads)
    {
        SharedThreads.Start(threads);
        return new() { IntraOpNumThreads = SharedThreads.Count(threads), LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    }

    static SessionOptions FloatOptions(int threads)
    {
        var options = Options(threads);
        options.AddSessionConfigEntry("session.disable_quant_qdq", "1");
        return options;
    }

    T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OnnxRuntimeException error)
        {
            throw Refused(_file, error);
        }
    }

    static FormatException Refused(string path, OnnxRuntimeException error) => new($"'{path}' does not run: {ErrorLine.Printable(error.Message, 300)}", error);
}
