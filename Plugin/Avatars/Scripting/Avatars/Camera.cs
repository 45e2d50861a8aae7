using View = Avatars.PoseMaps.Camera;

namespace Avatars.Scripting;

/// <summary>How a camera finds its place by itself.</summary>
public enum CameraFraming
{
    /// <summary>Where its transform is.</summary>
    None,

    /// <summary>In front of the whole person, head to toe.</summary>
    Full,

    /// <summary>In front of the upper body and hands, as for signing.</summary>
    Waist,
}

/// <summary>A camera that looks along +Z of its transform, as in Unity. Until a script moves it, it frames the whole person.</summary>
public sealed class Camera : Behaviour, IAnimatedProperties
{
    /// <summary>Degrees from the lower to the upper edge of the picture.</summary>
    public float fieldOfView { get; set; } = DefaultFieldOfView;

    /// <summary>Becomes <see cref="CameraFraming.None"/> when the transform is moved.</summary>
    public CameraFraming framing { get; set; } = CameraFraming.Full;

    /// <summary>The first camera of the scene, or null.</summary>
    public static Camera? main => ScriptScene.Required.Find<Camera>();

    internal const float DefaultFieldOfView = 28.6479f; // 0.5 radians: in the middle of what the default model was trained on

    /// <summary>Puts the camera where it frames a person from a side.</summary>
    /// <param name="yaw">Degrees to the person's left.</param>
    /// <param name="pitch">Degrees above the horizon.</param>
    public void Orbit(Vector3 target, float yaw, float pitch, float distance)
    {
        var rotation = Quaternion.Euler(pitch, 180 - yaw, 0);
        transform.SetPositionAndRotation(target - rotation * Vector3.forward * distance, rotation);
        framing = CameraFraming.None;
    }

    bool IAnimatedProperties.SetProperty(string property, float value)
    {
        if (property is not ("fieldOfView" or "field of view"))
            return false;
        fieldOfView = value;
        return true;
    }

    /// <summary>A point of the picture, in the world.</summary>
    /// <param name="position">Pixels from the lower left corner, as <see cref="Input.mousePosition"/>; z is the distance in front of the camera,
    /// metres.</param>
    public Vector3 ScreenToWorldPoint(Vector3 position)
    {
        var halfHeight = Mathf.Tan(fieldOfView * Mathf.Deg2Rad / 2) * position.z;
        var halfWidth = halfHeight * Screen.width / Screen.height;
        return transform.TransformPoint(new Vector3((2 * position.x / Screen.width - 1) * halfWidth, (2 * position.y / Screen.height - 1) * halfHeight,
            position.z));
    }

    /// <summary>Where a point of the world is in the picture, pixels from the lower left corner; z is its distance in front of the camera, metres.</summary>
    public Vector3 WorldToScreenPoint(Vector3 position)
    {
        var own = transform.InverseTransformPoint(position);
        var halfHeight = Mathf.Tan(fieldOfView * Mathf.Deg2Rad / 2) * own.z;
        var halfWidth = halfHeight * Screen.width / Screen.height;
        return new Vector3((own.x / halfWidth + 1) * Screen.width / 2, (own.y / halfHeight + 1) * Screen.height / 2, own.z);
    }

    internal override void Activate() => transform.hasChanged = false;

    /// <summary>In the library's space; null where it frames the person by itself.</summary>
    internal View? ToView(int width, int height)
    {
        if (transform.hasChanged)
            framing = CameraFraming.None;
        transform.hasChanged = false;
        if (framing != CameraFraming.None)
            return null;
        var back = transform.rotation * Quaternion.AngleAxis(180, Vector3.up); // the library's camera looks along -Z
        return new View
        {
            Position = transform.position.ToRightHanded(),
            Orientation = back.ToRightHanded(),
            Width = width,
            Height = height,
            FocalLength = View.FocalLengthOf(Mathf.Clamp(fieldOfView, 1, 170) * Mathf.Deg2Rad, height),
        }.Checked();
    }
}
