using System.Numerics;
using Avatars.Rig;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Posing;

/// <summary>A view of the selected joints, from where the camera looks already.</summary>
static class SelectionView
{
    const float LeastReach = 0.11f; // metres around the selection: a hand fills the picture

    public static OrbitView Of(EditorSession editor, OrbitView now)
    {
        var map = editor.Body.Map;
        var local = new JointTransform[map.Skeleton.Count];
        var model = new ModelPose(map.Skeleton);
        editor.ReadPose(local);
        editor.Body.FromStandard(local);
        model.Run(local);
        var (least, most) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        foreach (var bone in editor.SelectedBones)
            for (var i = 0; i < local.Length; i++)
                // A hand with its fingers, the head with its face; other joints with their next ones.
                if (i == map[bone] || map.Skeleton[i].Parent == map[bone] || (IsEnd(bone) && IsBelow(map.Skeleton, i, map[bone])))
                    (least, most) = (Vector3.Min(least, model.Positions[i]), Vector3.Max(most, model.Positions[i]));
        var reach = MathF.Max(Vector3.Distance(least, most) / 2, LeastReach);
        return now with { Target = (least + most) / 2, Distance = 1.25f * reach / MathF.Sin(now.FieldOfView / 2) };
    }

    static bool IsEnd(HumanBodyBones bone) => bone is HumanBodyBones.LeftHand or HumanBodyBones.RightHand or HumanBodyBones.Head;

    static bool IsBelow(Skeleton skeleton, int joint, int ancestor)
    {
        while (joint > ancestor)
            joint = skeleton[joint].Parent;
        return joint == ancestor;
    }
}
