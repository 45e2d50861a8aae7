using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Signing;

/// <summary>The 26 directions of HamNoSys as vectors: u d l r i o are +Y -Y +X -X -Z +Z of the signer, combinations are normalised sums.</summary>
static class SignDirections
{
    static readonly HashSet<string> Names = [.. ("u ur r dr d dl l ul ol o or il i ir uo do di ui uol dol dil uil uor dor dir uir").Split(' ')];

    public static bool IsName(string name) => Names.Contains(name);

    /// <summary>A direction of any letters, each counted as often as it stands; null where the letters are others or cancel out.</summary>
    public static Vector3? Of(string letters)
    {
        var sum = Vector3.Zero;
        foreach (var letter in letters)
        {
            var step = letter switch
            {
                'u' => Vector3.UnitY, 'd' => -Vector3.UnitY, 'l' => Vector3.UnitX, 'r' => -Vector3.UnitX, 'i' => -Vector3.UnitZ, 'o' => Vector3.UnitZ,
                _ => Vector3.Zero,
            };
            if (step == Vector3.Zero)
                return null;
            sum += step;
        }
        return sum.LengthSquared() < 0.01f ? null : Vector3.Normalize(sum);
    }

    /// <summary>Halfway between two directions.</summary>
    public static Vector3 Between(Vector3 a, Vector3? b) =>
        b is { } second && (a + second).LengthSquared() > 1e-4f ? Vector3.Normalize(a + second) : a;

    /// <summary>The palm's normal for a finger direction and palm letters.</summary>
    /// <param name="fingers">Unit.</param>
    public static Vector3 Palm(Vector3 fingers, PalmSpec palm)
    {
        var normal = Palm(fingers, palm.Letters);
        if (palm.Second is { } second && Palm(fingers, second) is var other && (normal + other).LengthSquared() > 1e-4f)
            normal = Vector3.Normalize(normal + other);
        return normal;
    }

    static Vector3 Palm(Vector3 f, string letters)
    {
        var up = f.Y > 0.999f ? -Vector3.UnitZ : f.Y < -0.999f ? Vector3.UnitZ : Vector3.Normalize(Vector3.UnitY - f * f.Y);
        var left = Vector3.Cross(up, f);
        if (f.Z < -1e-3f)
            left = -left;
        float Of(char letter) => letters.Contains(letter) ? 1 : 0;
        var normal = (Of('u') - Of('d')) * up + (Of('l') - Of('r')) * left;
        return normal.LengthSquared() < 1e-6f ? -up : Vector3.Normalize(normal);
    }
}
