using System.Numerics;

namespace Avatars.Graphics.Scenes;

/// <summary>The ball around a posed person that the key light's shadow map covers.</summary>
/// <param name="Center">World space.</param>
/// <param name="Radius">Metres.</param>
readonly record struct ShadowVolume(Vector3 Center, float Radius, Matrix4x4 WorldToTexture)
{
    const float Flesh = 0.22f; // metres beyond the outermost joint: head, feet, hair, clothes

    /// <param name="towardsLight">Unit, world space.</param>
    public static ShadowVolume Around(ReadOnlySpan<Matrix4x4> jointModel, Vector3 towardsLight)
    {
        var low = new Vector3(float.MaxValue);
        var high = new Vector3(float.MinValue);
        foreach (ref readonly var joint in jointModel)
        {
            low = Vector3.Min(low, joint.Translation);
            high = Vector3.Max(high, joint.Translation);
        }
        var center = (low + high) / 2;
        var radius = 0f;
        foreach (ref readonly var joint in jointModel)
            radius = MathF.Max(radius, Vector3.DistanceSquared(center, joint.Translation));
        radius = MathF.Sqrt(radius) + Flesh;
        var up = MathF.Abs(towardsLight.Y) > 0.99f ? Vector3.UnitZ : Vector3.UnitY;
        var view = Matrix4x4.CreateLookAt(center + towardsLight * (2 * radius), center, up);
        var toTexture = new Matrix4x4(0.5f, 0, 0, 0, 0, 0.5f, 0, 0, 0, 0, 1, 0, 0.5f, 0.5f, 0, 1);
        // The far plane is behind the feet's shadow on the floor.
        return new ShadowVolume(center, radius, view * Matrix4x4.CreateOrthographic(2 * radius, 2 * radius, 0.5f * radius, 5 * radius) * toTexture);
    }
}
