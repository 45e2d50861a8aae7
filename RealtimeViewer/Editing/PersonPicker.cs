using System.Numerics;

namespace Avatars.Viewer.Editing;

/// <summary>Which of the people beside the edited one is under the pointer.</summary>
static class PersonPicker
{
    const float Reach = 0.06f; // metres from a bone
    const float LeastReach = 6; // points

    /// <param name="at">The pointer, points of the window.</param>
    /// <returns>The nearest one to the camera; null for nobody.</returns>
    public static OtherPerson? Find(IReadOnlyList<OtherPerson> others, Vector2 at, in PaneProjection lens)
    {
        OtherPerson? best = null;
        var nearest = 0f; // points that a metre covers
        for (var i = 0; i < others.Count; i++)
            if (ScaleUnder(others[i], at, lens) is var scale && scale > nearest)
                (best, nearest) = (others[i], scale);
        return best;
    }

    static float ScaleUnder(OtherPerson other, Vector2 at, in PaneProjection lens)
    {
        var joints = other.Rig.Map.Skeleton.Joints;
        var model = other.Rig.Model;
        var nearest = 0f;
        for (var i = 1; i < joints.Length; i++)
        {
            if (joints[i].Parent < 0 || !lens.TrySee(model[joints[i].Parent].Translation, out var from, out var scale)
                || !lens.TrySee(model[i].Translation, out var to, out _))
                continue;
            var along = to - from;
            var share = along.LengthSquared() > 0 ? Math.Clamp(Vector2.Dot(at - from, along) / along.LengthSquared(), 0, 1) : 0;
            if (Vector2.Distance(at, from + share * along) <= MathF.Max(Reach * scale, LeastReach))
                nearest = MathF.Max(nearest, scale);
        }
        return nearest;
    }
}
