using System;
using System.Diagnostics;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>One frame from left to right: joints, keypoints, pose map, picture. The loop behind both a live stream and a film. One thread at a time.</summary>
public sealed class PoseToFrame
{
    readonly IFrameGenerator _generator;
    readonly PoseMapRasterizer _rasterizer;
    readonly RigKeypoints? _projector;
    readonly PoseChange _change;
    readonly PoseRequest _shown;
    readonly Keypoint[] _keypoints;
    readonly TargetPose _pose;
    bool _isStale = true;

    /// <param name="generator">Borrowed; nothing else may use it meanwhile.</param>
    /// <param name="map">The rig that poses come from; null when they come as keypoints.</param>
    /// <param name="face">As <see cref="RigKeypoints"/> takes it.</param>
    public PoseToFrame(IFrameGenerator generator, PoseMapStyle style, HumanoidMap? map = null, FaceTemplate? face = null)
    {
        _generator = generator;
        _rasterizer = new PoseMapRasterizer(style, generator.Width, generator.Height);
        _projector = map is null ? null : new RigKeypoints(map, style.Layout, face);
        _change = new PoseChange(map, style.Layout);
        _keypoints = new Keypoint[style.Layout.Count];
        _shown = MakeRequest(map, style);
        PoseMap = new RgbImage(generator.Width, generator.Height);
        _pose = new TargetPose(PoseMap, style.Layout, _keypoints);
    }

    /// <summary>The map behind the last frame.</summary>
    public RgbImage PoseMap { get; }

    /// <summary>Of the last frame.</summary>
    public StageTimes Times { get; private set; }

    public int Width => _generator.Width;

    public int Height => _generator.Height;

    public static PoseRequest MakeRequest(HumanoidMap? map, PoseMapStyle style) => new(map?.Skeleton.Count ?? 0, style.Layout.Count);

    /// <inheritdoc cref="IFrameGenerator.RequireSource"/>
    public void RequireSource(PersonSource source) => _generator.RequireSource(source);

    /// <summary>Shows another person from the next frame on, which is made even if the pose does not move.</summary>
    public void SetSource(PersonSource source)
    {
        _generator.SetSource(source);
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
        _shown.CopyFrom(pose);
        _isStale = false;
        return true;
    }

    /// <summary>Makes the frame of a pose, whether it has moved or not.</summary>
    internal void Make(PoseRequest pose, RgbImage frame)
    {
        var start = Stopwatch.GetTimestamp();
        if (pose.Camera is { } camera)
            _projector!.Project(pose.Joints, camera, _keypoints);
        else
            pose.Keypoints.CopyTo(_keypoints);
        _rasterizer.Draw(_keypoints, PoseMap);
        var drawn = Stopwatch.GetTimestamp();
        _generator.Generate(_pose, frame);
        Times = _generator.Times with { PoseMap = StageTimes.Milliseconds(drawn - start) };
    }
}
