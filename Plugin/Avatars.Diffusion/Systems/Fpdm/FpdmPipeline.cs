using System;
using System.Collections.Generic;
using System.Diagnostics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Sampling;

namespace Avatars.Systems.Fpdm;

/// <summary>FPDM, stage 1 and 2: a person from one picture, in the pose of a pose map.</summary>
/// <remarks>"Fusion Embedding for Pose-Guided Person Image Synthesis with Diffusion Model"; dhlee-work/FPDM.</remarks>
public sealed class FpdmPipeline : IFusionEmbedder, ISourceEmbedder, ITransparentFrameGenerator
{
    readonly ModelPackage _package;
    readonly FpdmNetworks _networks;
    readonly bool _ownsNetworks;
    readonly FpdmSource _source;
    readonly FpdmPose _pose;
    readonly LatentDecoder _decoder;
    readonly NoiseSchedule _schedule;
    readonly Prediction _predicts;
    readonly RunClock _clock = new();
    readonly GaussianNoise _noise = new(0);
    readonly float[] _latents, _clean;
    FpdmDenoiser? _denoiser;
    ISampler _sampler;
    bool _hasSource;
    TexturedPerson? _person;
    (RgbImage Black, RgbImage White, RgbImage OnBlack, RgbImage OnWhite)? _plain; // of transparent frames

    /// <summary>Checks and loads every network; generates as the package's makers recommend until <see cref="Configure"/>.</summary>
    /// <exception cref="FormatException">The package is not FPDM's, or a file in it is not the one it names.</exception>
    public FpdmPipeline(ModelPackage package, InferenceOptions options)
        : this(package, new FpdmNetworks(package, options), ownsNetworks: true)
    {
    }

    FpdmPipeline(ModelPackage package, FpdmNetworks networks, bool ownsNetworks)
    {
        (_package, _networks, _ownsNetworks) = (package, networks, ownsNetworks);
        try
        {
            _schedule = package.Manifest.Schedule.ToNoiseSchedule();
            _predicts = Predictions.Named(package.Manifest.PredictionType);
            Settings = GenerationSettings.Of(package.Manifest.Defaults);
            _sampler = Settings.MakeSampler(_schedule, _predicts);
            _source = new FpdmSource(_networks);
            _pose = new FpdmPose(_networks, _source, _clock);
            var manifest = package.Manifest;
            _decoder = new LatentDecoder(_networks.Decoder, (float)manifest.LatentScale, _clock, _pose.Guides);
            if ((_decoder.Width, _decoder.Height) != (manifest.Width, manifest.Height))
                throw new FormatException($"'{_networks.Decoder.Path}' makes pictures of {_decoder.Width}x{_decoder.Height}, "
                    + $"but model.json says {manifest.Width}x{manifest.Height}. Build the package again.");
            _denoiser = MakeDenoiser(Settings.Guidance);
        }
        catch
        {
            Dispose();
            throw;
        }
        _latents = new float[_decoder.LatentLength];
        _clean = new float[_decoder.LatentLength];
    }

    public int Width => _decoder.Width;

    public int Height => _decoder.Height;

    public GenerationSettings Settings { get; private set; }

    public StageTimes Times { get; private set; }

    /// <inheritdoc/>
    public IPoseMapRenderer MakePoseMapRenderer() => ReadsBody
        ? new BodyPoseMapRenderer(PoseMapStyle.Find(_package.Manifest.PoseStyle), Width, Height) { Person = _person } : _package.MakePoseMapRenderer();

    /// <inheritdoc/>
    public IFrameGenerator MakeSibling() => new FpdmPipeline(_package, _networks, ownsNetworks: false);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are several pictures, or the one is too small or too narrow to show a person.</exception>
    public void RequireSource(PersonSource source) => source.OnlyView("FPDM").RequirePerson(Width, Height);

    /// <inheritdoc/>
    public SourceAnalysis Analyze(PersonSource source)
    {
        RequireSource(source);
        var picture = source.Views[0].Picture;
        using var encoded = new FpdmSource(_networks);
        encoded.Encode(picture);
        return encoded.UpperBody(picture.Width, picture.Height) is { } box && new SourceView(box.CutFrom(picture)!).ShowsPerson(Width, Height)
            ? new SourceAnalysis(box) : SourceAnalysis.None;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> SourceEmbedding => _source.Embedding.Span;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Fusion => _pose.Fusion.Span;

    /// <inheritdoc/>
    /// <remarks>A model that <see cref="PoseMapStyle.ExpectsWholePeople"/> gets a picture of another shape with bars
    /// beside it; the published ones squash it.</remarks>
    public void SetSource(PersonSource source)
    {
        RequireSource(source);
        Encode(source, _source, source.Embeddings);
        _denoiser!.SetSource(_source);
        (_hasSource, _person) = (true, source.Person);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEmbedding> Embed(PersonSource source)
    {
        RequireSource(source);
        using var encoded = new FpdmSource(_networks);
        Encode(source, encoded, kept: []);
        return encoded.ToEmbeddings();
    }

    void Encode(PersonSource source, FpdmSource encoded, IReadOnlyList<SourceEmbedding> kept)
    {
        var picture = source.Views[0].Picture;
        var side = _package.Manifest.SourceSize;
        encoded.Encode(PoseMapStyle.Find(_package.Manifest.PoseStyle).ExpectsWholePeople ? PictureBars.Fit(picture, side, side) : picture, kept);
    }

    /// <exception cref="ArgumentException">A name is unknown, or the steps do not fit the schedule; the old settings stay.</exception>
    public void Configure(GenerationSettings settings)
    {
        var sampler = settings.MakeSampler(_schedule, _predicts);
        if (settings.Guidance != Settings.Guidance)
        {
            var denoiser = MakeDenoiser(settings.Guidance);
            if (_hasSource)
                denoiser.SetSource(_source);
            _denoiser?.Dispose();
            _denoiser = denoiser;
        }
        (_sampler, Settings) = (sampler, settings);
    }

    /// <summary>One frame, top to bottom. Every buffer was made before.</summary>
    /// <exception cref="InvalidOperationException">No source was set.</exception>
    public void Generate(TargetPose pose, RgbImage frame)
    {
        var (start, encoded, denoised) = Denoise(pose);
        _decoder.Decode(_latents, frame);
        SetTimes(start, encoded, denoised);
    }

    /// <inheritdoc/>
    public bool CanBeTransparent => _pose.Background is not null;

    /// <inheritdoc/>
    /// <remarks>The decoder runs twice, over black and over white; all else runs once.</remarks>
    public void Generate(TargetPose pose, RgbaImage frame)
    {
        var input = _pose.Background ?? throw new InvalidOperationException("This model does not composite the person over a background, so its frames "
            + "cannot be transparent. Choose one that draws the person's body.");
        var (black, white, onBlack, onWhite) = _plain ??= (Plain(0), Plain(255), Plain(0), Plain(0));
        var (start, encoded, denoised) = Denoise(pose);
        input.Write(black);
        _decoder.Decode(_latents, onBlack);
        input.Write(white);
        _decoder.Decode(_latents, onWhite);
        TwoBackgroundMatting.Run(onBlack, onWhite, frame);
        SetTimes(start, encoded, denoised);
    }

    RgbImage Plain(byte level)
    {
        var picture = new RgbImage(Width, Height);
        picture.Bytes.AsSpan().Fill(level);
        return picture;
    }

    /// <summary>All but the decoder, with the time stamps between.</summary>
    (long Start, long Encoded, long Denoised) Denoise(TargetPose pose)
    {
        RequireSourceSet();
        var denoiser = _denoiser!;
        _clock.Reset();
        var start = Stopwatch.GetTimestamp();
        _pose.Encode(pose);
        denoiser.SetPose(_pose);
        var encoded = Stopwatch.GetTimestamp();
        _noise.Restart(Settings.Seed);
        _noise.Fill(_latents);
        _sampler.Run(denoiser, _noise, _latents, _clean);
        return (start, encoded, Stopwatch.GetTimestamp());
    }

    void SetTimes(long start, long encoded, long denoised) => Times = new StageTimes(0, StageTimes.Milliseconds(encoded - start),
        StageTimes.Milliseconds(denoised - encoded), StageTimes.Milliseconds(Stopwatch.GetTimestamp() - denoised), _clock.Milliseconds);

    /// <inheritdoc/>
    public bool ReadsBody => _pose.ReadsBody;

    /// <summary>Decodes latents with a pose's guides, in the place of generated ones: the most that this model's decoder can reach, for evaluation.</summary>
    /// <param name="latents">[channels, height, width], multiplied by the package's latent scale.</param>
    /// <exception cref="InvalidOperationException">No source was set.</exception>
    public void Decode(ReadOnlySpan<float> latents, TargetPose pose, RgbImage frame)
    {
        RequireSourceSet();
        _pose.Encode(pose);
        _decoder.Decode(latents, frame);
    }

    public void Dispose()
    {
        _denoiser?.Dispose();
        _decoder?.Dispose();
        _pose?.Dispose();
        _source?.Dispose();
        if (_ownsNetworks)
            _networks.Dispose();
    }

    void RequireSourceSet()
    {
        if (!_hasSource)
            throw new InvalidOperationException("There is no source picture yet. Call SetSource first.");
    }

    FpdmDenoiser MakeDenoiser(float guidance)
    {
        if (!(guidance is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(guidance), $"A guidance of {guidance} cannot be used: give 0 to 100; 1 and less mean none.");
        return new FpdmDenoiser(_networks, _predicts, CumulativeGuidance.BranchesThatCount(guidance, guidance), clock: _clock);
    }
}
