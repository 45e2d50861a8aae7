using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.Pairs;

/// <summary>Annotations of a pair: keypoints, boxes and pose map.</summary>
/// <param name="SourceKeypoints">In the source picture, layout <see cref="KeypointLayout.Avatar128"/>.</param>
/// <param name="TargetKeypoints">In the target picture.</param>
/// <param name="PoseMap">Of the target, in the style `avatar`.</param>
/// <param name="PersonBox">Left, top, width and height of the target person, pixels, clipped to the picture.</param>
public sealed record PairNote(Keypoint[] SourceKeypoints, Keypoint[] TargetKeypoints, RgbImage PoseMap, (int X, int Y, int Width, int Height) PersonBox);

/// <summary>Takes down keypoints, pose map and box of pairs. Belongs to one thread.</summary>
public sealed class PairNotes(int size)
{
    readonly PoseMapRasterizer _rasterizer = new(PoseMapStyle.Avatar, size, size);
    readonly List<Vector3> _vertices = [];
    Person? _person;
    RigKeypoints? _keypoints;

    public PairNote Take(PairScene scene)
    {
        if (_person != scene.Person)
        {
            _person = scene.Person;
            _keypoints = new RigKeypoints(_person.Body.Map, KeypointLayout.Avatar128);
        }
        var target = Project(scene.Target);
        var map = new RgbImage(size, size);
        _rasterizer.Draw(target, map);
        scene.Person.SampleVertices(scene.Target.JointModel, _vertices);
        return new PairNote(Project(scene.Source), target, map, Box(scene.Target.Camera));
    }

    Keypoint[] Project(Snapshot snapshot)
    {
        var keypoints = new Keypoint[KeypointLayout.Avatar128.Count];
        _keypoints!.Project(snapshot.JointModel, snapshot.Camera, keypoints);
        return keypoints;
    }

    (int, int, int, int) Box(Camera camera)
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var position in _vertices)
            if (camera.TryProject(position, out var pixels, out _))
                (low, high) = (Vector2.Min(low, pixels), Vector2.Max(high, pixels));
        var (left, top) = ((int)Math.Clamp(MathF.Floor(low.X), 0, size - 1), (int)Math.Clamp(MathF.Floor(low.Y), 0, size - 1));
        var (right, bottom) = ((int)Math.Clamp(MathF.Ceiling(high.X), left + 1, size), (int)Math.Clamp(MathF.Ceiling(high.Y), top + 1, size));
        return (left, top, right - left, bottom - top);
    }
}
