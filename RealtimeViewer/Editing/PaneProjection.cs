using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Editing;

/// <summary>Between model space and points of a pane.</summary>
/// <param name="picture">Bounds of the camera's picture in the pane, points.</param>
readonly struct PaneProjection(Camera camera, Box picture)
{
    readonly float _pointsPerPixel = picture.Height / camera.Height;

    public Camera Camera => camera;

    /// <param name="scale">Points that a metre covers there.</param>
    /// <returns>False behind the camera.</returns>
    public bool TrySee(Vector3 position, out Vector2 at, out float scale)
    {
        var isSeen = camera.TryProject(position, out var pixels, out var depth);
        at = new(picture.X + pixels.X * _pointsPerPixel, picture.Y + pixels.Y * _pointsPerPixel);
        scale = isSeen ? camera.FocalLength / depth * _pointsPerPixel : 0;
        return isSeen;
    }

    /// <summary>The direction in which a point of the pane looks, one metre deep.</summary>
    public Vector3 Ray(Vector2 at)
    {
        var pixels = new Vector2(at.X - picture.X, at.Y - picture.Y) / _pointsPerPixel;
        var seen = new Vector3((pixels.X - camera.Width * 0.5f) / camera.FocalLength, (camera.Height * 0.5f - pixels.Y) / camera.FocalLength, -1);
        return Vector3.Transform(seen, camera.Orientation);
    }

    /// <summary>The place under a point of the pane, as deep as another place.</summary>
    public Vector3 PlaceAt(Vector2 at, Vector3 asDeepAs) => camera.Position + Ray(at) * Vector3.Dot(asDeepAs - camera.Position, camera.Forward);
}
