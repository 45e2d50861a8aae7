using System.Linq;
using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Posing;

/// <summary>A scene's camera as one that projects.</summary>
public static class SceneCamera
{
    /// <summary>The scene's first camera at a time: where its track has keys, as they say.</summary>
    /// <param name="seconds">Of the scene.</param>
    /// <param name="width">Of the picture, pixels.</param>
    /// <param name="height">Likewise.</param>
    /// <returns>Null where the scene has no camera.</returns>
    public static Camera? At(PoseDocument document, float seconds, int width, int height) =>
        document.All<CameraItem>().FirstOrDefault() is { } camera ? At(document, camera, seconds, width, height) : null;

    /// <inheritdoc cref="At(PoseDocument, float, int, int)"/>
    public static Camera At(PoseDocument document, CameraItem camera, float seconds, int width, int height)
    {
        var (position, target, field) = (camera.Position, camera.Target, camera.VerticalFieldOfView);
        if (document.Track(camera.Camera, TrackTarget.Camera) is { Keys.Count: > 0 } track)
        {
            var at = track.Sample(seconds);
            (position, target, field) = (new Vector3(at[0], at[1], at[2]), new Vector3(at[3], at[4], at[5]), at[6]);
        }
        return Camera.LookAt(position, target, field * System.MathF.PI / 180, width, height);
    }
}
