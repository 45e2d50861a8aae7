using System;

namespace Avatars.Signing.Synthesis;

/// <summary>Names of facial weights on the other side of the face, as MakeHuman (<c>eye-left-slit</c>) and ARKit (<c>eyeBlinkLeft</c>) have them.</summary>
static class MirroredNames
{
    public static string Of(string name) =>
        name.Contains("left", StringComparison.Ordinal) ? name.Replace("left", "right", StringComparison.Ordinal)
        : name.Contains("Left", StringComparison.Ordinal) ? name.Replace("Left", "Right", StringComparison.Ordinal)
        : name.Contains("Right", StringComparison.Ordinal) ? name.Replace("Right", "Left", StringComparison.Ordinal)
        : name.Replace("right", "left", StringComparison.Ordinal);
}
