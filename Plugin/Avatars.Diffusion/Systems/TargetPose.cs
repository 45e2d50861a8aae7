using System;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Systems;

/// <summary>The pose to show: its map, and the keypoints behind it where they are known. The buffers may be filled anew between frames.</summary>
public sealed class TargetPose
{
    readonly Keypoint[] _keypoints;

    /// <param name="map">In the style that the model was trained on; any size, best the frame's.</param>
    /// <param name="layout">Of <paramref name="keypoints"/>; null when only the map is known.</param>
    /// <param name="keypoints">Of one person, pixels of <paramref name="map"/>.</param>
    /// <exception cref="ArgumentException">The keypoints are not one person of the layout.</exception>
    public TargetPose(RgbImage map, KeypointLayout? layout = null, Keypoint[]? keypoints = null)
    {
        (Map, Layout, _keypoints) = (map, layout, keypoints ?? []);
        if (_keypoints.Length != (layout?.Count ?? 0))
            throw new ArgumentException($"A person of '{layout}' has {layout?.Count ?? 0} keypoints, not {_keypoints.Length}.", nameof(keypoints));
    }

    public RgbImage Map { get; }

    /// <summary>Null when the pose is known as a map alone.</summary>
    public KeypointLayout? Layout { get; }

    /// <summary>The textured body in this pose, for models whose pose map it is; null when only the map is known.</summary>
    public BodyPictures? Body { get; init; }

    /// <summary>One per keypoint of the layout, pixels of the map.</summary>
    public ReadOnlySpan<Keypoint> Keypoints => _keypoints;

    /// <summary>Draws a rig's pose in the style and size that a model was trained with.</summary>
    /// <param name="renderer">Of <see cref="IFrameGenerator.MakePoseMapRenderer"/>.</param>
    public static TargetPose Draw(in RigPose pose, IPoseMapRenderer renderer)
    {
        var map = new RgbImage(renderer.Width, renderer.Height);
        var keypoints = new Keypoint[renderer.Layout.Count];
        renderer.Draw(pose, map, keypoints);
        return new TargetPose(map, renderer.Layout, keypoints) { Body = (renderer as BodyPoseMapRenderer)?.Pictures };
    }

    /// <summary>Draws the first person of a frame in the style and size that a model was trained with.</summary>
    /// <param name="width">Pixels of the map; the frame is fitted to it in the person's proportions, or squashed, as the style's model was trained
    /// (<see cref="PoseMapStyle.ExpectsWholePeople"/>).</param>
    /// <exception cref="ArgumentException">The map would be empty: the frame holds no person, or all keypoints are outside it; or the
    /// layouts have no keypoint in common.</exception>
    public static TargetPose Draw(KeypointFrame frame, PoseMapStyle style, int width, int height)
    {
        if (frame.People.Count == 0)
            throw new ArgumentException("the keypoints hold no person. Give a file with one person.", nameof(frame));
        var first = new KeypointFrame(frame.Layout, frame.Canvas, [frame.People[0]]) { CountsShares = frame.CountsShares };
        var keypoints = first.For(style, width, height);
        var map = new RgbImage(width, height);
        new PoseMapRasterizer(style, width, height).Draw(keypoints, map);
        return new TargetPose(map, style.Layout, keypoints);
    }
}
