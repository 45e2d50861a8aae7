using Avatars.Inference;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Quantizing;

/// <summary>Runs a model's pipeline on pairs, and records the inputs of each network.</summary>
sealed class PipelineRecorder
{
    const long MostBytes = 1L << 29; // of one network's runs
    const int MostRuns = 64;

    readonly Dictionary<string, Tape> _tapes = new(StringComparer.Ordinal);
    bool _isFrame;

    PipelineRecorder()
    {
    }

    /// <summary>Names of the networks that a frame takes; those that only a new source needs are left out.</summary>
    public IReadOnlyList<string> FrameNetworks => [.. _tapes.Where(tape => tape.Value.IsFrames).Select(tape => tape.Key).Order(StringComparer.Ordinal)];

    /// <summary>Of a network, evenly spread over the pairs.</summary>
    public IReadOnlyList<RecordedRun> RunsOf(string network) => _tapes[network].Runs;

    /// <summary>The outputs of a network that the pipeline reads.</summary>
    public IReadOnlyCollection<string> OutputsOf(string network) => _tapes[network].Outputs;

    /// <param name="steps">Of the sampler; the pairs alternate between them.</param>
    public static PipelineRecorder Run(ModelPackage package, IEnumerable<Pair> pairs, int[] steps, int threads, Action onPair)
    {
        var recorder = new PipelineRecorder();
        using var generator = FrameGenerators.Load(package, new InferenceOptions { Threads = threads, Observer = recorder.Observe });
        var frame = new Imaging.RgbImage(generator.Width, generator.Height);
        foreach (var (index, pair) in pairs.Index())
        {
            generator.Configure(GenerationSettings.Of(package.Manifest.Defaults) with { Steps = steps[index % steps.Length] });
            recorder._isFrame = false;
            generator.SetSource(new PersonSource(pair.Source));
            recorder._isFrame = true;
            generator.Generate(pair.Pose, frame);
            onPair();
        }
        return recorder;
    }

    void Observe(Network network, IReadOnlyDictionary<string, FloatTensor> inputs, IReadOnlyCollection<string> outputs)
    {
        var name = Path.GetFileNameWithoutExtension(network.Path);
        if (!_tapes.TryGetValue(name, out var tape))
            _tapes.Add(name, tape = new Tape());
        tape.IsFrames |= _isFrame;
        tape.Outputs.UnionWith(outputs);
        tape.Add(inputs);
    }

    /// <summary>Some of a network's runs: each of them first, then every other, every fourth, ... as they become many.</summary>
    sealed class Tape
    {
        int _seen, _stride = 1;

        public List<RecordedRun> Runs { get; } = [];

        public HashSet<string> Outputs { get; } = new(StringComparer.Ordinal);

        public bool IsFrames { get; set; }

        public void Add(IReadOnlyDictionary<string, FloatTensor> inputs)
        {
            if (_seen++ % _stride != 0)
                return;
            Runs.Add(new(inputs.ToDictionary(input => input.Key, input =>
                (Array.ConvertAll(input.Value.Shape.ToArray(), side => (long)side), input.Value.Span.ToArray()), StringComparer.Ordinal)));
            var bytes = inputs.Values.Sum(tensor => (long)tensor.Length * sizeof(float));
            if (Runs.Count < 2 || Runs.Count <= MostRuns && Runs.Count * bytes <= MostBytes)
                return;
            for (var i = Runs.Count - 1; i > 0; i--)
                if (i % 2 == 1)
                    Runs.RemoveAt(i);
            _stride *= 2;
        }
    }
}
