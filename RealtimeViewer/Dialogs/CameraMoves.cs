using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Dialogs;

/// <summary>Cameras of the scene and the view of the window: one becomes the other.</summary>
static class CameraMoves
{
    const int TurntableKeys = 36; // ten degrees apart: between them the path is a chord, 0.4 % inside the circle

    public static float DegreesOf(OrbitView view) => view.FieldOfView * 180 / MathF.PI;

    /// <summary>The view as a camera of the scene.</summary>
    public static CameraItem ItemOf(string name, OrbitView view) => new(name, PositionOf(view), view.Target, DegreesOf(view));

    /// <summary>The view of a camera of the scene at a time.</summary>
    public static OrbitView ViewOf(PoseDocument document, CameraItem camera, float seconds)
    {
        var (position, target, degrees) = (camera.Position, camera.Target, camera.VerticalFieldOfView);
        if (document.Track(camera.Camera, TrackTarget.Camera) is { Keys.Count: > 0 } track)
        {
            var at = track.Sample(seconds);
            (position, target, degrees) = (new(at[0], at[1], at[2]), new(at[3], at[4], at[5]), at[6]);
        }
        var away = position - target;
        var distance = MathF.Max(away.Length(), 0.01f);
        return new OrbitView(target, MathF.Atan2(away.X, away.Z), MathF.Asin(Math.Clamp(away.Y / distance, -1, 1)), distance, degrees * MathF.PI / 180);
    }

    /// <summary>A name that no camera of the scene has.</summary>
    public static string NewName(PoseDocument document)
    {
        for (var i = 1; ; i++)
            if (document.TryFind($"camera/camera-{i}") is null)
                return $"camera-{i}";
    }

    /// <summary>Keys of a camera that goes once around the target during the scene, from where the view is.</summary>
    public static void Turntable(PoseDocument document, CameraItem camera, OrbitView view, float seconds)
    {
        var keys = new List<TrackKey>();
        for (var i = 0; i <= TurntableKeys; i++)
        {
            var position = PositionOf(view with { Yaw = view.Yaw + MathF.Tau * i / TurntableKeys });
            keys.Add(new TrackKey(seconds * i / TurntableKeys, [position.X, position.Y, position.Z, view.Target.X, view.Target.Y, view.Target.Z,
                DegreesOf(view)], KeyShape.Linear));
        }
        document.Set("Turntable", camera, new TrackItem(camera.Camera, TrackTarget.Camera, keys));
    }

    static Vector3 PositionOf(OrbitView view) => Camera.Orbit(view.Target, view.Yaw, view.Pitch, view.Distance, view.FieldOfView, 64, 64).Position;
}
