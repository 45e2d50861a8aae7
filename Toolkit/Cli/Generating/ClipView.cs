using Avatars.Animation;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Cli.Generating;

/// <summary>A still camera in front of a clip that keeps the person in the picture from beginning to end.</summary>
static class ClipView
{
    const float FieldOfView = 0.5f; // radians: in the middle of what the default model was trained on

    /// <param name="waistUp">Fills the picture with the upper body and the hands, as for signing.</param>
    /// <param name="yaw">Radians to the person's left from where it faces +Z.</param>
    public static Camera Of(AnimationClip clip, HumanoidMap body, bool waistUp, int width, int height, float yaw = 0)
    {
        var (target, distance) = PersonFraming.OfClip(clip, body, waistUp, yaw, pitch: 0, FieldOfView);
        // The square in the middle holds the person, whatever the picture's shape.
        var size = Math.Min(width, height);
        return Camera.Orbit(target, yaw, 0, distance, FieldOfView, size, size) with { Width = width, Height = height };
    }
}
