using Avatars.ModelBuilding.Quantization;

namespace Avatars.Cli.Quantizing;

/// <summary>One network in 8 bits, and what that cost and gained.</summary>
/// <param name="Model">Rewritten.</param>
/// <param name="Layers">That could be in 8 bits.</param>
/// <param name="OperationShare">Of the chosen layers in the operations of all layers, 0 to 1.</param>
/// <param name="FloatMilliseconds">A run of the network as it was.</param>
/// <param name="Milliseconds">A run now.</param>
sealed record NetworkQuantization(PlainModel Model, int Layers, LayerChoice Choice, double OperationShare, double FloatMilliseconds, double Milliseconds)
{
    const int Trials = 6, TimedRuns = 20;
    const double LeastShare = 0.001; // of the operations: smaller layers cost more in steps than they save

    /// <summary>Watches the network on recorded runs, tries its layers one by one, and rewrites it; null when it has no such layer.</summary>
    /// <param name="outputs">Those that are read.</param>
    /// <param name="leastDecibels">Of signal over noise in the network's result.</param>
    public static NetworkQuantization? Of(PlainModel model, IReadOnlyList<RecordedRun> runs, IReadOnlyCollection<string> outputs, double leastDecibels,
        int threads, Action<string> say)
    {
        var layers = EightBitLayer.In(model);
        if (layers.Count == 0)
            return null;
        say($"watching {layers.Count} layers in {runs.Count} runs");
        using var whole = TrialNetwork.Reference(model, threads);
        var shapes = TrialNetwork.ShapesIn(model, runs[0], threads);
        model = model.WithFastLayerNorms(shapes);
        var (ranges, sizes) = Watch(model, layers, runs, threads);
        var seen = new ObservedTensors(ranges, shapes);
        var operations = layers.ToDictionary(layer => layer.Name, layer => layer.Operations(sizes[layer.Name]), StringComparer.Ordinal);
        var all = operations.Values.Sum();
        var savings = layers.Where(layer => operations[layer.Name] >= LeastShare * all)
            .ToDictionary(layer => layer.Name, layer => layer.Saving(sizes[layer.Input], sizes[layer.Name]), StringComparer.Ordinal);
        var trials = Enumerable.Range(0, Math.Min(Trials, runs.Count)).Select(i => runs[(int)((i + 0.5) * runs.Count / Math.Min(Trials, runs.Count))])
            .ToArray();
        var truth = Array.ConvertAll(trials, run => Results(whole, run, outputs));
        say($"trying {savings.Count} layers");
        var choice = LayerChoice.Make(savings, LayerChoice.ErrorAt(leastDecibels),
            chosen => Error(EightBitModel.Rewrite(model, chosen, seen), trials, truth, outputs, threads));
        foreach (var (layer, error) in choice.Alone)
            say($"{LayerChoice.Decibels(error),6:F1} dB with {layer} alone in 8 bits{(choice.Layers.Contains(layer) ? "" : ": stays float")}");
        var rewritten = EightBitModel.Rewrite(model, choice.Layers, seen);
        using var eightBits = new TrialNetwork(rewritten, threads);
        return new(rewritten, layers.Count, choice, choice.Layers.Sum(layer => operations[layer]) / all,
            whole.FastestMilliseconds(trials[0], outputs, TimedRuns), eightBits.FastestMilliseconds(trials[0], outputs, TimedRuns));
    }

    /// <summary>Ranges of all tensors that may become bytes, and how many elements these and the layers' results have in a run.</summary>
    static (Dictionary<string, ActivationRange> Ranges, Dictionary<string, long> Sizes) Watch(PlainModel model, IReadOnlyList<EightBitLayer> layers,
        IReadOnlyList<RecordedRun> runs, int threads)
    {
        var (watched, gated) = (EightBitModel.WatchedIn(model), EightBitModel.GatedIn(model));
        string[] all = [.. watched.Concat(layers.SelectMany(layer => new[] { layer.Input, layer.Name })).Distinct(StringComparer.Ordinal)];
        string[] inside = [.. all.Except(model.Inputs)];
        var statistics = all.ToDictionary(tensor => tensor, _ => new ActivationStatistics(), StringComparer.Ordinal);
        using var network = TrialNetwork.Reference(model, threads, inside);
        foreach (var run in runs)
            Each(run, static (seen, values) => seen.Bound(values));
        foreach (var run in runs)
            Each(run, static (seen, values) => seen.Add(values));
        return (watched.ToDictionary(tensor => tensor, tensor => statistics[tensor].BestRange(gated.Contains(tensor)), StringComparer.Ordinal),
            statistics.ToDictionary(pair => pair.Key, pair => pair.Value.Count / runs.Count, StringComparer.Ordinal));

        void Each(RecordedRun run, Action<ActivationStatistics, ReadOnlySpan<float>> see)
        {
            foreach (var (input, (_, values)) in run.Inputs)
                if (statistics.TryGetValue(input, out var seen))
                    see(seen, values);
            network.Run(run, inside, (name, values) => see(statistics[name], values));
        }
    }

    static Dictionary<string, float[]> Results(TrialNetwork network, RecordedRun run, IReadOnlyCollection<string> outputs)
    {
        var results = new Dictionary<string, float[]>(StringComparer.Ordinal);
        network.Run(run, outputs, (name, values) => results[name] = values.ToArray());
        return results;
    }

    /// <summary>
    /// Power of the noise over power of the signal, in the output where that is worst. Sums of bytes are the same on every processor; those of floats
    /// differ in their last bits, so that the error is rounded to a hundredth of a decibel, and the same layers are chosen everywhere.
    /// </summary>
    static double Error(PlainModel model, RecordedRun[] trials, Dictionary<string, float[]>[] truth, IReadOnlyCollection<string> outputs, int threads)
    {
        var (noise, signal) = (outputs.ToDictionary(output => output, _ => 0.0), outputs.ToDictionary(output => output, _ => 1e-30));
        using var network = new TrialNetwork(model, threads);
        for (var i = 0; i < trials.Length; i++)
            network.Run(trials[i], outputs, (name, values) =>
            {
                var right = truth[i][name];
                for (var k = 0; k < right.Length; k++)
                {
                    noise[name] += (values[k] - (double)right[k]) * (values[k] - (double)right[k]);
                    signal[name] += (double)right[k] * right[k];
                }
            });
        var error = outputs.Max(output => noise[output] / signal[output]);
        return LayerChoice.ErrorAt(Math.Round(LayerChoice.Decibels(error), 2));
    }
}
