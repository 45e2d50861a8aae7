using System;
using System.Diagnostics;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

/// <summary>PCDMs, stage 1 to 3: a person from one picture whose pose is known, in the pose of a pose map and its keypoints.</summary>
/// <remarks>"Advancing Pose-Guided Image Synthesis with Progressive Conditional Diffusion Models", arXiv:2310.06313; tencent-ailab/PCDMs.</remarks>
public sealed class PcdmsPipeline : IFrameGenerator
{
    readonly PcdmsNetworks _networks;
    readonly PoseMapStyle _style;
    readonly NoiseSchedule _schedule;
    readonly Prediction _predicts;
    readonly RunClock _clock = new();
    readonly GaussianNoise _noise = new(0);
    readonly PcdmsCoordinates? _coordinates;
    readonly PcdmsSource? _source;
    readonly PcdmsPrior? _prior;
    readonly PcdmsInpainting? _inpainting;
    readonly PcdmsRefining? _refining;
    readonly RgbImage _map, _coarse;
    readonly float[] _coarseLatents;
    PictureResizer? _resizer;
    (int, int) _resizedFrom;
    ISampler _sampler, _refiningSampler;
    bool _hasSource;

    /// <summary>Checks and loads the networks; generates as the package's makers recommend until <see cref="Configure"/>.</summary>
    /// <exception cref="FormatException">The package is not PCDMs', or a file in it is not the one it names.</exception>
    public PcdmsPipeline(ModelPackage package, InferenceOptions options)
    {
        _networks = new PcdmsNetworks(package, options);
        var own = (PcdmsSettings)package.Manifest.Settings;
        (Width, Height, _style) = (package.Manifest.Width, package.Manifest.Height, PoseMapStyle.Find(package.Manifest.PoseStyle));
        _schedule = package.Manifest.Schedule.ToNoiseSchedule();
        Settings = GenerationSettings.Of(package.Manifest.Defaults);
        _predicts = Predictions.Named(package.Manifest.PredictionType);
        (_sampler, _refiningSampler) = (Settings.MakeSampler(_schedule, _predicts), Settings.MakeSampler(_schedule, _predicts));
        try
        {
            _source = new PcdmsSource(_networks);
            _inpainting = new PcdmsInpainting(_networks, (float)package.Manifest.LatentScale, _predicts, Settings.Guidance, clock: _clock);
            if ((_inpainting.Canvas.Width, _inpainting.Canvas.Height) != (Width, Height))
                throw new FormatException($"The package '{package.Folder}' has tiles of {_inpainting.Canvas.Width}x{_inpainting.Canvas.Height}, "
                    + $"but model.json says {Width}x{Height}. Build the package again.");
            if (_inpainting.ReadsEmbedding)
            {
                var settings = own.Prior ?? throw new FormatException($"The inpainting of '{package.Folder}' reads the target's embedding, "
                    + "but its model.json has no 'prior'. Build the package again.");
                _prior = new PcdmsPrior(_networks, settings, _clock);
                _coordinates = new PcdmsCoordinates(settings.Coordinates);
            }
            if (own.Refiner is { } refiner)
                _refining = new PcdmsRefining(_networks, refiner, (float)package.Manifest.LatentScale, _predicts, Settings.Guidance, _clock);
        }
        catch
        {
            Dispose();
            throw;
        }
        Refines = _refining is not null;
        _map = new RgbImage(Width, Height);
        _coarse = new RgbImage(Width, Height);
        _coarseLatents = new float[_inpainting.Canvas.TileLatentLength];
    }

    public int Width { get; }

    public int Height { get; }

    public GenerationSettings Settings { get; private set; }

    public StageTimes Times { get; private set; }

    /// <summary>Whether the third stage runs; from the start where the package has one.</summary>
    public bool Refines { get; set; }

    /// <inheritdoc/>
    public IPoseMapRenderer MakePoseMapRenderer() => new SkeletonPoseMapRenderer(_style, Width, Height);

    /// <summary>Null: the stages load and release networks while they run.</summary>
    public IFrameGenerator? MakeSibling() => null;

    /// <inheritdoc/>
    public SourceAnalysis Analyze(PersonSource source)
    {
        RequireSource(source);
        return SourceAnalysis.None;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are several pictures, or the picture is too small or has no keypoints.</exception>
    public void RequireSource(PersonSource source) => RequireSource(source, Width, Height);

    internal static void RequireSource(PersonSource source, int width, int height)
    {
        var view = source.OnlyView("PCDMs");
        view.RequirePerson(width, height);
        if (view.KeypointsIn(KeypointLayout.Body18, width, height).Length == 0)
            throw new ArgumentException("The keypoints of the source picture hold no person. "
                + "Give a file with the person of the picture.", nameof(source));
    }

    /// <inheritdoc/>
    public void SetSource(PersonSource source)
    {
        RequireSource(source);
        var view = source.Views[0];
        var tile = (view.Picture.Width, view.Picture.Height) == (Width, Height) ? view.Picture
            : PictureResizer.Resize(view.Picture, Width, Height, ResizeFilter.Bicubic);
        if (_prior is not null)
        {
            _prior.Encode(tile);
            var body = view.KeypointsIn(KeypointLayout.Body18, Width, Height).AsSpan(0, KeypointLayout.Body18.Count);
            _coordinates!.Write(KeypointLayout.Body18, body, Width, Height, _prior.SourcePose.Span);
        }
        _source!.Encode(tile);
        _inpainting!.SetSource(_source, tile, view.DrawPose(_style, Width, Height));
        _refining?.SetSource(_source);
        _hasSource = true;
    }

    /// <exception cref="ArgumentException">A name is unknown, or the steps do not fit the schedule; the old settings stay.</exception>
    public void Configure(GenerationSettings settings)
    {
        var (sampler, refining) = (settings.MakeSampler(_schedule, _predicts), settings.MakeSampler(_schedule, _predicts));
        if (settings.Guidance != Settings.Guidance)
        {
            _inpainting!.Configure(settings.Guidance, _hasSource);
            _refining?.Configure(settings.Guidance, _hasSource);
        }
        (_sampler, _refiningSampler, Settings) = (sampler, refining, settings);
    }

    /// <summary>One frame, top to bottom. Every buffer was made before.</summary>
    /// <exception cref="InvalidOperationException">No source was set.</exception>
    /// <exception cref="ArgumentException">The pose has no keypoints, which are an input of the first stage.</exception>
    public void Generate(TargetPose pose, RgbImage frame)
    {
        if (!_hasSource)
            throw new InvalidOperationException("There is no source picture yet. Call SetSource first.");
        _clock.Reset();
        var start = Stopwatch.GetTimestamp();
        _noise.Restart(Settings.Seed);
        PredictEmbedding(pose);
        var encoded = Stopwatch.GetTimestamp();
        Inpaint();
        var denoised = Refines && _refining is not null ? Refine(_refining, frame) : Show(frame);
        var decoded = Stopwatch.GetTimestamp();
        Times = new StageTimes(0, StageTimes.Milliseconds(encoded - start), StageTimes.Milliseconds(denoised - encoded),
            StageTimes.Milliseconds(decoded - denoised), _clock.Milliseconds);
    }

    public void Dispose()
    {
        _refining?.Dispose();
        _inpainting?.Dispose();
        _prior?.Dispose();
        _source?.Dispose();
        _networks.Dispose();
    }

    /// <summary>Stage 1, and the poses.</summary>
    void PredictEmbedding(TargetPose pose)
    {
        _inpainting!.SetPose(Sized(pose.Map));
        if (_prior is null)
            return;
        if (pose.Layout is null)
            throw new ArgumentException("PCDMs also need the keypoints of the target pose, and only its pose map was given. Give both.", nameof(pose));
        _coordinates!.Write(pose.Layout, pose.Keypoints, pose.Map.Width, pose.Map.Height, _prior.TargetPose.Span);
        _prior.Run(_noise);
        _inpainting.SetTarget(_prior.Embedding);
    }

    /// <summary>Stage 2.</summary>
    void Inpaint()
    {
        _noise.Restart(Settings.Seed); // every stage was published as a script of its own, with the same seed
        _inpainting!.Run(_sampler, _noise);
    }

    /// <summary>The inpainting's picture as it is.</summary>
    /// <returns>When it was denoised.</returns>
    long Show(RgbImage frame)
    {
        var denoised = Stopwatch.GetTimestamp();
        _inpainting!.Canvas.Decode(_inpainting.Latents, frame);
        return denoised;
    }

    /// <summary>Stage 3.</summary>
    /// <returns>When it was denoised.</returns>
    long Refine(PcdmsRefining refining, RgbImage frame)
    {
        _noise.Restart(Settings.Seed);
        if (refining.ReadsLatents)
        {
            _inpainting!.Canvas.CopyTarget(_inpainting.Latents, _coarseLatents);
            refining.SetCoarse(_coarseLatents);
        }
        else
        {
            _inpainting!.Canvas.Decode(_inpainting.Latents, _coarse);
            refining.SetCoarse(_coarse, _noise);
        }
        refining.Run(_refiningSampler, _noise);
        var denoised = Stopwatch.GetTimestamp();
        refining.Decode(frame);
        return denoised;
    }

    RgbImage Sized(RgbImage map)
    {
        if ((map.Width, map.Height) == (Width, Height))
            return map;
        if (_resizer is null || _resizedFrom != (map.Width, map.Height))
        {
            _resizer = new PictureResizer(map.Width, map.Height, Width, Height, ResizeFilter.Bicubic);
            _resizedFrom = (map.Width, map.Height);
        }
        _resizer.Run(map, _map);
        return _map;
    }
}
