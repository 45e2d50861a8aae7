using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
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
    readonly FpdmFrame _whole;
    readonly List<FpdmFrame> _parts = []; // of frames, by size, the last used first
    readonly NoiseSchedule _schedule;
    readonly Prediction _predicts;
    readonly RunClock _clock = new();
    readonly PartNoise _noise;
    FpdmFrame _last;
    ISampler _sampler;
    bool _hasSource;
    TexturedPerson? _person;

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
            var manifest = package.Manifest;
            _last = _whole = MakeFrame(_networks);
            if (_whole.Size != new FrameSize(manifest.Width, manifest.Height))
                throw new FormatException($"'{_networks.Decoder.Path}' makes pictures of {_whole.Size}, "
                    + $"but model.json says {manifest.Width}x{manifest.Height}. Build the package again.");
            _noise = new PartNoise(manifest.LatentChannels, Width / manifest.LatentFactor, Height / manifest.LatentFactor);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Width => _whole.Size.Width;

    public int Height => _whole.Size.Height;

    public GenerationSettings Settings { get; private set; }

    public StageTimes Times { get; private set; }

    /// <inheritdoc/>
    public IPoseMapRenderer MakePoseMapRenderer() => _package.MakePoseMapRenderer(ReadsBody, _person);

    /// <inheritdoc/>
    public IFrameGenerator MakeSibling() => new FpdmPipeline(_package, _networks, ownsNetworks: false);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are several pictures, or the one is too small or too narrow to show a person.</exception>
    public void RequireSource(PersonSource source) => RequireSource(source, Width, Height);

    internal static void RequireSource(PersonSource source, int width, int height) => source.OnlyView("FPDM").RequirePerson(width, height);

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
    public ReadOnlySpan<float> Fusion => _last.Pose.Fusion.Span;

    /// <inheritdoc/>
    /// <remarks>A model that <see cref="PoseMapStyle.ExpectsWholePeople"/> gets a picture of another shape with bars
    /// beside it; the published ones squash it.</remarks>
    public void SetSource(PersonSource source)
    {
        RequireSource(source);
        Encode(source, _source, source.Embeddings);
        foreach (var frame in _parts.Append(_whole))
            frame.Denoiser.SetSource(_source);
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
            var denoiser = MakeDenoiser(_networks, settings.Guidance);
            if (_hasSource)
                denoiser.SetSource(_source);
            _whole.Replace(denoiser);
            DisposeParts();
        }
        (_sampler, Settings) = (sampler, settings);
    }

    /// <summary>One frame, top to bottom. Every buffer was made before, or at the first part of this size.</summary>
    /// <remarks>A frame of the textured body is made where the person is, see <see cref="PersonPart"/>; the rest is its background.</remarks>
    /// <exception cref="InvalidOperationException">No source was set.</exception>
    public void Generate(TargetPose pose, RgbImage frame)
    {
        var (part, start, encoded, denoised) = Denoise(pose);
        if (part is not { } box)
            _last.Decode(frame);
        else
        {
            var person = _last.Decode();
            pose.Body!.Background.Bytes.CopyTo(frame.Bytes, 0);
            for (var y = 0; y < box.Height; y++)
                person.Row(y).CopyTo(frame.Row(box.Y + y)[(3 * box.X)..]);
        }
        if (pose.Body is { } body && ReadsBody)
            ExpressedTexture.Blend(body, frame);
        SetTimes(start, encoded, denoised);
    }

    /// <inheritdoc/>
    public bool CanBeTransparent => _whole.Pose.Background is not null;

    /// <inheritdoc/>
    /// <remarks>The decoder runs twice, over black and over white; all else runs once.</remarks>
    public void Generate(TargetPose pose, RgbaImage frame)
    {
        if (!CanBeTransparent)
            throw new InvalidOperationException("This model does not composite the person over a background, so its frames "
                + "cannot be transparent. Choose one that draws the person's body.");
        var (part, start, encoded, denoised) = Denoise(pose);
        var person = _last.DecodeTransparent();
        if (part is not { } box)
            person.Bytes.CopyTo(frame.Bytes, 0);
        else
        {
            Array.Clear(frame.Bytes, 0, frame.Bytes.Length);
            for (var y = 0; y < box.Height; y++)
                person.Bytes.AsSpan(4 * y * box.Width, 4 * box.Width).CopyTo(frame.Bytes.AsSpan(4 * ((box.Y + y) * Width + box.X)));
        }
        ExpressedTexture.Blend(pose.Body!, frame);
        SetTimes(start, encoded, denoised);
    }

    /// <summary>All but the decoder, with the time stamps between; the decoder of the last frame goes on from it.</summary>
    /// <returns>Part: null for the whole frame.</returns>
    (PixelBox? Part, long Start, long Encoded, long Denoised) Denoise(TargetPose pose)
    {
        RequireSourceSet();
        _clock.Reset();
        var start = Stopwatch.GetTimestamp();
        PixelBox? part = UsesParts && _networks.IsForParts && CanBeTransparent ? PersonPart.Find(pose, Width, Height) : null;
        _last = part is { } box ? PartOf(new FrameSize(box.Width, box.Height)) : _whole;
        _last.Encode(pose, part);
        var encoded = Stopwatch.GetTimestamp();
        var (seen, cell) = (part ?? new PixelBox(0, 0, Width, Height), _package.Manifest.LatentFactor);
        _noise.Restart(Settings.Seed, new PixelBox(seen.X / cell, seen.Y / cell, seen.Width / cell, seen.Height / cell));
        _last.Denoise(_sampler, _noise);
        return (part, start, encoded, Stopwatch.GetTimestamp());
    }

    void SetTimes(long start, long encoded, long denoised) => Times = new StageTimes(0, StageTimes.Milliseconds(encoded - start),
        StageTimes.Milliseconds(denoised - encoded), StageTimes.Milliseconds(Stopwatch.GetTimestamp() - denoised), _clock.Milliseconds);

    /// <summary>Whether only the part of a frame is computed that shows the person, where that is possible. For tests: true.</summary>
    internal bool UsesParts { get; init; } = true;

    /// <summary>The buffers for parts of one size.</summary>
    FpdmFrame PartOf(FrameSize size)
    {
        const int most = 12; // sizes of parts that are kept ready
        var index = _parts.FindIndex(part => part.Size == size);
        var found = index >= 0 ? _parts[index] : MakeFrame(_networks.At(size));
        if (index < 0)
            found.Denoiser.SetSource(_source);
        else
            _parts.RemoveAt(index);
        _parts.Insert(0, found);
        if (_parts.Count > most)
        {
            _parts[most].Dispose();
            _parts.RemoveAt(most);
        }
        return found;
    }

    FpdmFrame MakeFrame(FpdmNetworks networks) =>
        new(networks, _source, (float)_package.Manifest.LatentScale, at => MakeDenoiser(at, Settings.Guidance), _clock);

    /// <inheritdoc/>
    public bool ReadsBody => _whole.Pose.ReadsBody;

    /// <summary>Decodes latents with a pose's guides, in the place of generated ones: the most that this model's decoder can reach, for evaluation.</summary>
    /// <param name="latents">[channels, height, width], multiplied by the package's latent scale.</param>
    /// <exception cref="InvalidOperationException">No source was set.</exception>
    public void Decode(ReadOnlySpan<float> latents, TargetPose pose, RgbImage frame)
    {
        RequireSourceSet();
        _whole.Pose.Encode(pose);
        _whole.Decoder.Decode(latents, frame);
    }

    public void Dispose()
    {
        DisposeParts();
        _whole?.Dispose();
        _source?.Dispose();
        if (_ownsNetworks)
            _networks.Dispose();
    }

    void DisposeParts()
    {
        foreach (var part in _parts)
            part.Dispose();
        _parts.Clear();
        _last = _whole;
    }

    void RequireSourceSet()
    {
        if (!_hasSource)
            throw new InvalidOperationException("There is no source picture yet. Call SetSource first.");
    }

    FpdmDenoiser MakeDenoiser(FpdmNetworks networks, float guidance)
    {
        if (!(guidance is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(guidance), $"A guidance of {guidance} cannot be used: give 0 to 100; 1 and less mean none.");
        return new FpdmDenoiser(networks, _predicts, CumulativeGuidance.BranchesThatCount(guidance, guidance), clock: _clock);
    }
}
