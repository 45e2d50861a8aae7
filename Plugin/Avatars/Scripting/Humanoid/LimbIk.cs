using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary><see cref="TwoBoneIk"/> for transforms, in world space.</summary>
static class LimbIk
{
    /// <summary>Turns root and mid so that the tip lies at the target, or points at it when it is out of reach. The length stays.</summary>
    /// <param name="hint">Where knee or elbow point; null keeps the present side.</param>
    /// <param name="hintWeight">0 to 1.</param>
    public static void Reach(Transform root, Transform mid, Transform tip, Vector3 target, Vector3? hint = null, float hintWeight = 1)
    {
        var (rootTurn, midTurn) = TwoBoneIk.Turns(root.position.ToRightHanded(), mid.position.ToRightHanded(), tip.position.ToRightHanded(),
            target.ToRightHanded(), hint?.ToRightHanded(), hintWeight);
        mid.rotation = Quaternion.FromRightHanded(midTurn) * mid.rotation;
        root.rotation = Quaternion.FromRightHanded(rootTurn) * root.rotation;
    }
}
