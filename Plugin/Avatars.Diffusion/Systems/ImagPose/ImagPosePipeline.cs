using System;
using System.Collections.Generic;
using System.Diagnostics;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Sampling;

namespace Avatars.Systems.ImagPose;

/// <summary>IMAGPose: a person from one to three pictures, in one pose or in three at once, on a canvas of four tiles.</summary>
/// <remarks>"IMAGPose: A Unified Conditional Framework for Pose-Guided Person Generation", NeurIPS 2024; muzishen/IMAGPose.</remarks>
public sealed class ImagPosePipeline : IManyFrameGenerator
{
    /// <summary>Source pictures of one person, at most.</summary>
    public const int MaximumViews = 3;

    readonly ImagPoseNetworks _networks;
    readonly PoseMapStyle _style;
    readonly ImagPoseSource _source;
    readonly CanvasEncoder _poses;
    readonly LatentDecoder _decoder;
    readonly NoiseSchedule _schedule;
    readonly Prediction _predicts;
    readonly RunClock _clock = new();
    readonly GaussianNoise _noise = new(0);
    readonly float[] _latents, _clean, _tile;
    readonly RgbImage? _canvas;
    ImagPoseDenoiser? _denoiser;
    ISampler _sampler;

    /// <summary>Checks and loads every network; generates as the package's makers recommend until <see cref="Configure"/>.</summary>
    /// <param name="mode">Null for the package's own; the networks must have been made for a source of that size.</param>
    /// <param name="schedule">"scaled_linear" or "linear"; null for the package's own. The published inference
    /// says linear, its training scaled_linear.</param>
    /// <exception cref="FormatException">The package is not IMAGPose's, or a file in it is not the one it names.</exception>
    public ImagPosePipeline(ModelPackage package, InferenceOptions options, FlcMode? mode = null, string? schedule = null)
    {
        var manifest = package.Manifest;
        (Width, Height, _style) = (manifest.Width, manifest.Height, PoseMapStyle.Find(manifest.PoseStyle));
        _schedule = (schedule is null ? manifest.Schedule : manifest.Schedule with { Kind = schedule }).ToNoiseSchedule();
        _predicts = Predictions.Named(manifest.PredictionType);
        Settings = GenerationSettings.Of(manifest.Defaults);
        _sampler = Settings.MakeSampler(_schedule, _predicts);
        _networks = new ImagPoseNetworks(package, options);
        try
        {
            _poses = new CanvasEncoder(_networks.PoseEncoder, "pose", "pose_residual", ChannelNormalization.ZeroToOne, Width, Height, _clock);
            mode ??= FlcModes.Named(((ImagPoseSettings)manifest.Settings).FlcMode);
            _source = new ImagPoseSource(_networks, _poses, PoseMapStyle.Find(manifest.PoseStyle), mode.Value, Width, Height, (float)manifest.LatentScale);
            _decoder = new LatentDecoder(_networks.Decoder, (float)manifest.LatentScale, _clock);
            if ((_decoder.Width, _decoder.Height) == (2 * Width, 2 * Height))
                _canvas = new RgbImage(2 * Width, 2 * Height);
            else if ((_decoder.Width, _decoder.Height) != (Width, Height))
                throw new FormatException($"'{_networks.Decoder.Path}' makes pictures of {_decoder.Width}x{_decoder.Height}; "
                    + $"model.json's tiles are {Width}x{Height}, so it must make that or twice that. Build the package again.");
            _denoiser = MakeDenoiser(Settings.Guidance);
        }
        catch
        {
            Dispose();
            throw;
        }
        _latents = new float[_denoiser.LatentLength];
        _clean = new float[_denoiser.LatentLength];
        _tile = new float[_denoiser.LatentLength / Tiles.Count];
    }

    public int Width { get; }

    public int Height { get; }

    public int MostPoses => CanvasLayouts.MostPoses;

    public GenerationSettings Settings { get; private set; }

    public StageTimes Times { get; private set; }

    /// <inheritdoc/>
    public IPoseMapRenderer MakePoseMapRenderer() => new SkeletonPoseMapRenderer(_style, Width, Height);

    /// <summary>Null: the canvas of one frame fills memory and processor.</summary>
    public IFrameGenerator? MakeSibling() => null;

    /// <inheritdoc/>
    public SourceAnalysis Analyze(PersonSource source)
    {
        RequireSource(source);
        return SourceAnalysis.None;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more than three pictures, one is too small or narrow to show
    /// a person, or its pose is unknown.</exception>
    public void RequireSource(PersonSource source) => RequireSource(source, Width, Height);

    internal static void RequireSource(PersonSource source, int width, int height)
    {
        if (source.Views.Count > MaximumViews)
            throw new ArgumentException($"IMAGPose shows a person from up to {MaximumViews} source pictures, and {source.Views.Count} were given. "
                + "Leave some out.", nameof(source));
        foreach (var view in source.Views)
        {
            view.RequirePerson(width, height);
            view.RequirePose();
        }
    }

    public void SetSource(PersonSource source)
    {
        RequireSource(source);
        _source.Encode(source, CanvasLayout.OnePose);
        _denoiser!.SetSource(_source.Features.Tokens, _source.Flag, _source.Masked);
    }

    /// <exception cref="ArgumentException">A name is unknown, or the steps do not fit the schedule; the old settings stay.</exception>
    public void Configure(GenerationSettings settings)
    {
        var sampler = settings.MakeSampler(_schedule, _predicts);
        if (settings.Guidance != Settings.Guidance)
        {
            var denoiser = MakeDenoiser(settings.Guidance);
            if (_source.IsSet)
                denoiser.SetSource(_source.Features.Tokens, _source.Flag, _source.Masked);
            _denoiser?.Dispose();
            _denoiser = denoiser;
        }
        (_sampler, Settings) = (sampler, settings);
    }

    /// <summary>One frame, from the source's one picture (T1) or several (T3). Every buffer was made before.</summary>
    /// <exception cref="InvalidOperationException">No source was set.</exception>
    public void Generate(TargetPose pose, RgbImage frame)
    {
        LayOut(CanvasLayout.OnePose);
        _clock.Reset();
        var start = Stopwatch.GetTimestamp();
        _poses.Write(Tiles.Count - 1, pose.Map);
        var (encoded, denoised) = Denoise();
        Decode(Tiles.Count - 1, frame, isFirst: true);
        var decoded = Stopwatch.GetTimestamp();
        Times = new StageTimes(0, StageTimes.Milliseconds(encoded - start), StageTimes.Milliseconds(denoised - encoded),
            StageTimes.Milliseconds(decoded - denoised), _clock.Milliseconds);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// From a source of one picture, the poses share a canvas and are generated together (T2); with fewer than three, the last one fills the
    /// tiles that are left. From several pictures each pose gets a canvas of its own (T3).
    /// </remarks>
    /// <exception cref="InvalidOperationException">No source was set.</exception>
    public void Generate(IReadOnlyList<TargetPose> poses, IReadOnlyList<RgbImage> frames)
    {
        if (poses.Count is < 1 or > CanvasLayouts.MostPoses || frames.Count != poses.Count)
            throw new ArgumentException($"IMAGPose makes 1 to {MostPoses} poses at once, with a frame for each; "
                + $"{poses.Count} poses and {frames.Count} frames were given. Ask in portions.", nameof(poses));
        if (poses.Count > 1 && _source.Views == 1)
        {
            Share(poses, frames);
            return;
        }
        for (var i = 0; i < poses.Count; i++)
            Generate(poses[i], frames[i]);
    }

    void Share(IReadOnlyList<TargetPose> poses, IReadOnlyList<RgbImage> frames)
    {
        LayOut(CanvasLayout.SeveralPoses);
        var first = CanvasLayout.SeveralPoses.Known();
        for (var quadrant = first; quadrant < Tiles.Count; quadrant++)
            _poses.Write(quadrant, poses[Math.Min(quadrant - first, poses.Count - 1)].Map);
        Denoise();
        for (var i = 0; i < frames.Count; i++)
            Decode(first + i, frames[i], isFirst: i == 0);
    }

    public void Dispose()
    {
        _denoiser?.Dispose();
        _decoder?.Dispose();
        _source?.Dispose();
        _poses?.Dispose();
        _networks.Dispose();
    }

    void LayOut(CanvasLayout layout)
    {
        if (!_source.IsSet)
            throw new InvalidOperationException("There is no source picture yet. Call SetSource first.");
        if (_source.Layout == layout)
            return;
        _source.Arrange(layout);
        _denoiser!.SetCanvas(_source.Flag, _source.Masked);
    }

    /// <summary>From the pose maps to the canvas's latents.</summary>
    /// <returns>The moments when the conditions were ready, and when the latents were.</returns>
    (long Encoded, long Denoised) Denoise()
    {
        _poses.Run();
        _denoiser!.SetPose(_poses.Canvas);
        var encoded = Stopwatch.GetTimestamp();
        _noise.Restart(Settings.Seed);
        _noise.Fill(_latents);
        _sampler.Run(_denoiser, _noise, _latents, _clean);
        return (encoded, Stopwatch.GetTimestamp());
    }

    /// <param name="isFirst">Of this canvas: a decoder of the whole canvas runs once.</param>
    void Decode(int quadrant, RgbImage frame, bool isFirst)
    {
        if (_canvas is null)
        {
            var (rows, columns) = (_poses.Canvas.Shape[2] / 2, _poses.Canvas.Shape[3] / 2);
            Tiles.Cut<float>(_latents, columns, rows, quadrant, _tile);
            _decoder.Decode(_tile, frame);
            return;
        }
        if (isFirst)
            _decoder.Decode(_latents, _canvas);
        if ((frame.Width, frame.Height) != (Width, Height))
            throw new ArgumentException($"This model makes pictures of {Width}x{Height}, not {frame.Width}x{frame.Height}. "
                + "Make the frame of that size.", nameof(frame));
        Tiles.Cut<byte>(_canvas.Bytes, 3 * Width, Height, quadrant, frame.Bytes);
    }

    ImagPoseDenoiser MakeDenoiser(float guidance)
    {
        if (!(guidance is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(guidance), $"A guidance of {guidance} cannot be taken: use 0 to 100; 1 and less mean none.");
        return new ImagPoseDenoiser(_networks, _predicts, guidance, _clock);
    }
}
