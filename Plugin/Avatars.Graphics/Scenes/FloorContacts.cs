using System.Numerics;

namespace Avatars.Graphics.Scenes;

/// <summary>Finds the contact points where a body shadows the floor: feet, knees, a sitting hip.</summary>
static class FloorContacts
{
    const float Reach = 0.25f; // metres above the floor
    const float Apart = 0.13f; // metres between two contact points, about half the length of a foot
    const float Foot = 0.075f; // metres

    /// <summary>Lowest joints first, each away from those already chosen.</summary>
    public static void Find(ReadOnlySpan<Matrix4x4> jointModel, float floorHeight, ref FrameBlock.ContactPoints contacts)
    {
        Span<Vector4> chosen = contacts;
        chosen.Clear();
        for (var n = 0; n < chosen.Length; n++)
        {
            var lowest = floorHeight + Reach;
            foreach (ref readonly var joint in jointModel)
            {
                var position = joint.Translation;
                if (position.Y >= lowest || IsTaken(position, chosen[..n]))
                    continue;
                lowest = position.Y;
                chosen[n] = new Vector4(position, Foot);
            }
        }
    }

    static bool IsTaken(Vector3 position, ReadOnlySpan<Vector4> chosen)
    {
        foreach (var other in chosen)
        {
            var x = position.X - other.X;
            var z = position.Z - other.Z;
            if (other.W > 0 && x * x + z * z < Apart * Apart)
                return true;
        }
        return false;
    }
}
