using Avatars.Imaging;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>Scores a model's pictures on held-out pairs, with the source copy as the baseline and the autoencoder's reconstruction as the upper
/// bound.</summary>
public sealed class PairEvaluation
{
    readonly IFrameGenerator _generator;
    readonly AutoencoderReconstruction _autoencoder;
    readonly GenerationSettings[] _settings;
    readonly ScoreRow _copied = new("source copied"), _textured = new("textured body alone"), _reconstructed = new(Reconstruction);
    readonly ScoreRow[] _generated;
    readonly (ComparedModel Model, ScoreRow[] Rows)[] _others;

    /// <summary>Borrows everything.</summary>
    /// <param name="settings">A row for each.</param>
    /// <param name="evaluators">Null for none.</param>
    /// <param name="metrics">Null for none.</param>
    /// <param name="others">Models that make pictures of the same size.</param>
    public PairEvaluation(IFrameGenerator generator, AutoencoderReconstruction autoencoder, GenerationSettings[] settings,
        PretrainedEvaluators? evaluators, PerceptualMetrics? metrics, params IEnumerable<ComparedModel> others)
    {
        (_generator, _autoencoder, _settings, Evaluators, Metrics) = (generator, autoencoder, settings, evaluators, metrics);
        _generated = [.. settings.Select(one => new ScoreRow(NameOf(one)))];
        _others = [.. others.Select(other => (other, Array.ConvertAll(other.Settings, one => new ScoreRow(other.RowName(one)))))];
        Recall = generator is IFusionEmbedder embedder ? new StageOneRecall(embedder) : null;
    }

    /// <summary>The row of the autoencoder's reconstructions of the targets.</summary>
    public const string Reconstruction = "autoencoder's reconstruction of the target";

    public IReadOnlyList<ScoreRow> Rows => [_copied, .. _textured.AllIdentities.All.Count > 0 ? [_textured] : Array.Empty<ScoreRow>(), _reconstructed,
        .. _generated, .. _others.SelectMany(other => other.Rows)];

    public PretrainedEvaluators? Evaluators { get; }

    public PerceptualMetrics? Metrics { get; }

    /// <summary>Null for systems without FPDM's first stage.</summary>
    public StageOneRecall? Recall { get; }

    public DeterminismCheck Determinism { get; } = new();

    public static string NameOf(GenerationSettings settings) => $"generated, {settings.Steps} {(settings.Steps == 1 ? "step" : "steps")}";

    /// <summary>Scores one pair.</summary>
    /// <returns>Source, pose map, the textured body where the pair has one, a picture for each of the settings, truth: all of the model's size.</returns>
    public RgbImage[] Add(Pair pair)
    {
        var truth = new ScoredPair(pair, _generator.Width, _generator.Height);
        var (source, pose) = (Sized(pair.Source.Picture), Sized(pair.Pose.Map));
        Evaluators?.Begin(truth);
        Metrics?.Begin(truth.Target);
        Score(_copied, truth, source);
        _generator.SetSource(new PersonSource(pair.Source));
        Score(_reconstructed, truth, _autoencoder.Reconstruct(truth.Target, _generator, pair.Pose));
        if (pair.Pose.Body is { } body)
            Score(_textured, truth, Sized(body.Warped));
        var pictures = new List<RgbImage> { source, pose };
        if (pair.Pose.Body is not null)
            pictures.Add(Sized(pair.Pose.Body.Warped));
        for (var i = 0; i < _settings.Length; i++)
        {
            var picture = new RgbImage(_generator.Width, _generator.Height);
            _generator.Configure(_settings[i]);
            _generator.Generate(pair.Pose, picture);
            Score(_generated[i], truth, picture);
            pictures.Add(picture);
            Determinism.Check(_generator, pair.Pose, picture);
        }
        Recall?.Add(pair);
        foreach (var (other, rows) in _others)
        {
            other.Generator.SetSource(new PersonSource(pair.Source));
            for (var i = 0; i < rows.Length; i++)
            {
                var picture = new RgbImage(_generator.Width, _generator.Height);
                other.Generator.Configure(other.Settings[i]);
                other.Generator.Generate(pair.Pose, picture);
                Score(rows[i], truth, picture);
            }
        }
        return [.. pictures, truth.Target];
    }

    void Score(ScoreRow row, ScoredPair truth, RgbImage picture)
    {
        row.Add(truth, picture);
        Evaluators?.Add(row.Detections, picture);
        Metrics?.Add(row.Perceived, truth.Target, picture);
    }

    RgbImage Sized(RgbImage picture) => ScoredPair.Sized(picture, _generator.Width, _generator.Height);
}
