using System.Numerics;

namespace Avatars.Live;

/// <summary>Between Unity's left-handed space (+X to the person's right when it faces +Z) and this library's. The map is its own inverse.</summary>
internal static class UnitySpace
{
    public static Vector3 Mirror(Vector3 position) => new(-position.X, position.Y, position.Z);

    public static Quaternion Mirror(Quaternion rotation) => new(rotation.X, -rotation.Y, -rotation.Z, rotation.W);
}
