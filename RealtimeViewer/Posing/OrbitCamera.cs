using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Viewer.Posing;

/// <summary>A camera on a sphere around a target: drag rotates, the wheel zooms, a drag with shift moves the target.</summary>
sealed class OrbitCamera
{
    const float RadiansPerPoint = 0.008f;
    const float NotchFactor = 0.9f;
    const float HighestPitch = 1.5f; // just below the zenith, where left and right would swap
    const float Nearest = 0.3f, Farthest = 20; // metres

    OrbitView _home;
    OrbitView _view;
    Camera? _camera;

    public OrbitCamera(OrbitView home) => _home = _view = home;

    /// <summary>The initial view; a view that the user has not moved follows it.</summary>
    public OrbitView Home
    {
        get => _home;
        set
        {
            if (_view == _home)
                View = value;
            _home = value;
        }
    }

    public OrbitView View
    {
        get => _view;
        set
        {
            if (value != _view)
                (_view, _camera) = (value, null);
        }
    }

    /// <param name="points">Drag distance; the person appears to rotate with the pointer.</param>
    public void Rotate(Vector2 points) => View = _view with
    {
        Yaw = MathF.IEEERemainder(_view.Yaw - points.X * RadiansPerPoint, MathF.Tau),
        Pitch = Math.Clamp(_view.Pitch + points.Y * RadiansPerPoint, -HighestPitch, HighestPitch),
    };

    /// <summary>Moves the target so that it stays under the pointer.</summary>
    /// <param name="points">How far the pointer was dragged.</param>
    /// <param name="paneHeight">Points.</param>
    public void Pan(Vector2 points, float paneHeight)
    {
        var metresPerPoint = 2 * _view.Distance * MathF.Tan(_view.FieldOfView / 2) / paneHeight;
        var orientation = At(64, 64).Orientation;
        var (right, up) = (Vector3.Transform(Vector3.UnitX, orientation), Vector3.Transform(Vector3.UnitY, orientation));
        View = _view with { Target = _view.Target + (up * points.Y - right * points.X) * metresPerPoint };
    }

    /// <param name="notches">Of the wheel; positive (away from the user) zooms in.</param>
    public void Zoom(float notches) => View = _view with { Distance = Math.Clamp(_view.Distance * MathF.Pow(NotchFactor, notches), Nearest, Farthest) };

    public void ResetView() => View = _home;

    /// <summary>The camera for a picture of that size; the same object for as long as nothing changes.</summary>
    public Camera At(int width, int height)
    {
        if (_camera is null || _camera.Width != width || _camera.Height != height)
            _camera = Camera.Orbit(_view.Target, _view.Yaw, _view.Pitch, _view.Distance, _view.FieldOfView, width, height);
        return _camera;
    }
}

/// <summary>Parameters of an orbiting camera.</summary>
/// <param name="Target">Model space, metres.</param>
/// <param name="Yaw">Radians to the character's left.</param>
/// <param name="Pitch">Radians above the horizon.</param>
/// <param name="Distance">Metres.</param>
/// <param name="FieldOfView">Vertical, radians.</param>
readonly record struct OrbitView(Vector3 Target, float Yaw, float Pitch, float Distance, float FieldOfView);
