using System.Numerics;

namespace Avatars.Graphics.Scenes;

/// <summary>The sRGB transfer curve (IEC 61966-2-1), for colours given by hand; textures are decoded by GL.</summary>
static class Srgb
{
    public static Vector3 ToLinear(Vector3 srgb) => new(ToLinear(srgb.X), ToLinear(srgb.Y), ToLinear(srgb.Z));

    static float ToLinear(float value) => value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f);
}
