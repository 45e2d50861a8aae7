using System;
using System.Diagnostics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>One frame from left to right: joints, keypoints, pose map, picture. The loop behind both a live stream and a film. One thread at a time.</summary>
public sealed class PoseToFrame
{
    readonly IFrameGenerator _generator;
    readonly IPoseMapRenderer _renderer;
    readonly PoseChange _change;
    readonly PoseRequest _shown;
    readonly Keypoint[] _keypoints;
    readonly TargetPose _pose;
    readonly IPosedFrameGenerator? _elsewhere; // draws the pose map too
    bool _isStale = true;

    /// <param name="generator">Borrowed; nothing else may use it meanwhile.</param>
    public PoseToFrame(IFrameGenerator generator)
    {
        (_generator, _elsewhere) = (generator, generator as IPosedFrameGenerator);
        _renderer = generator.MakePoseMapRenderer();
        _change = new PoseChange(_renderer.Layout);
        _keypoints = new Keypoint[_renderer.Layout.Count];
        _shown = MakeRequest();
        PoseMap = new RgbImage(_renderer.Width, _renderer.Height);
        _pose = new TargetPose(PoseMap, _renderer.Layout, _keypoints) { Body = (_renderer as BodyPoseMapRenderer)?.Pictures };
    }

    /// <summary>The map behind the last frame.</summary>
    public RgbImage PoseMap { get; }

    /// <summary>Called in a frame when <see cref="PoseMap"/> and <see cref="Keypoints"/> are drawn, before the networks run; null for nothing.</summary>
    internal Action? Drawn { get; set; }

    /// <summary>Behind the last frame, pixels of <see cref="PoseMap"/>.</summary>
    internal ReadOnlySpan<Keypoint> Keypoints => _keypoints;

    /// <summary>Of the last frame.</summary>
    public StageTimes Times { get; private set; }

    /// <summary>Of the keypoints that the model takes.</summary>
    public KeypointLayout Layout => _renderer.Layout;

    public int Width => _generator.Width;

    public int Height => _generator.Height;

    /// <summary>A request for this model's keypoints, or for any rig.</summary>
    public PoseRequest MakeRequest() => new(_renderer.Layout);

    /// <inheritdoc cref="IFrameGenerator.RequireSource"/>
    public void RequireSource(PersonSource source) => _generator.RequireSource(source);

    /// <summary>Shows another person from the next frame on, which is made even if the pose does not move.</summary>
    public void SetSource(PersonSource source)
    {
        _generator.SetSource(source);
        if (_elsewhere is null && _renderer is BodyPoseMapRenderer body)
            body.Person = source.Person;
        _isStale = true;
    }

    /// <inheritdoc cref="SetSource"/>
    public void Configure(GenerationSettings settings)
    {
        _generator.Configure(settings);
        _isStale = true;
    }

    /// <summary>Makes the frame of a pose; false, and <paramref name="frame"/> is left alone, when the last frame still shows it.</summary>
    public bool Run(PoseRequest pose, RgbImage frame)
    {
        if (!_isStale && !_change.IsMoved(_shown, pose))
            return false;
        _isStale = true; // should anything below fail
        Make(pose, frame);
        SetShown(pose);
        return true;
    }

    /// <summary>The same, with nothing behind the person.</summary>
    /// <exception cref="InvalidOperationException">The model cannot: see <see cref="ITransparentFrameGenerator"/>.</exception>
    public bool Run(PoseRequest pose, RgbaImage frame)
    {
        RequireTransparency();
        if (!_isStale && !_change.IsMoved(_shown, pose))
            return false;
        _isStale = true;
        Make(pose, frame);
        SetShown(pose);
        return true;
    }

    /// <summary>Makes the frame of a pose, whether it has moved or not.</summary>
    internal void Make(PoseRequest pose, RgbImage frame)
    {
        if (_elsewhere is not null)
        {
            _elsewhere.Generate(pose, frame, PoseMap, _keypoints);
            Times = _generator.Times;
            return;
        }
        var drawing = DrawMap(pose);
        _generator.Generate(_pose, frame);
        Times = _generator.Times with { PoseMap = drawing };
    }

    /// <inheritdoc cref="Run(PoseRequest, RgbaImage)"/>
    internal void Make(PoseRequest pose, RgbaImage frame)
    {
        var generator = RequireTransparency();
        if (_elsewhere is not null)
        {
            _elsewhere.Generate(pose, frame, PoseMap, _keypoints);
            Times = _generator.Times;
            return;
        }
        var drawing = DrawMap(pose);
        generator.Generate(_pose, frame);
        Times = _generator.Times with { PoseMap = drawing };
    }

    /// <exception cref="InvalidOperationException">The model cannot leave out what is behind the person.</exception>
    internal ITransparentFrameGenerator RequireTransparency() => _generator is ITransparentFrameGenerator { CanBeTransparent: true } generator ? generator
        : throw new InvalidOperationException("This model's frames cannot be transparent. Choose one that draws the person's body.");

    void SetShown(PoseRequest pose)
    {
        _shown.CopyFrom(pose);
        _isStale = false;
    }

    /// <returns>Milliseconds.</returns>
    double DrawMap(PoseRequest pose)
    {
        var start = Stopwatch.GetTimestamp();
        if (pose.Rig is { } rig)
            _renderer.Draw(new RigPose(rig, pose.Joints, pose.Weights, pose.Camera!, pose.WeightNames), PoseMap, _keypoints);
        else
        {
            pose.Keypoints.CopyTo(_keypoints);
            _renderer.Draw(_keypoints, PoseMap);
        }
        var milliseconds = StageTimes.Milliseconds(Stopwatch.GetTimestamp() - start);
        Drawn?.Invoke();
        return milliseconds;
    }
}
