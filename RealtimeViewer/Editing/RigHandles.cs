using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Editing;

/// <summary>What is under the pointer.</summary>
enum RigPart
{
    None,
    Joint,
    Fingertip,
    Limb,
}

/// <param name="Bone">For a limb the bone that rotates it.</param>
/// <param name="Place">Where it is grabbed, model space.</param>
readonly record struct RigHit(RigPart Part, HumanBodyBones Bone, Vector3 Place)
{
    public static RigHit Nothing { get; } = new(RigPart.None, HumanBodyBones.LastBone, default);
}

/// <summary>The joints, fingertips and limbs of the posed rig as things to point at. Joints that are too near to each other to be told apart are left
/// out until the camera is near enough.</summary>
sealed class RigHandles
{
    const float JointRadius = 9; // points
    const float LimbRadius = 5;
    const float LeastSpacing = 8; // points between handles

    static readonly HumanoidMap Map = StandardHumanoid.Map; // joints are the same in all proportions
    static readonly float[] Spacings = [.. Enumerable.Range(0, HumanBones.Count).Select(bone => SpacingOf((HumanBodyBones)bone))];

    PersonHumanoid _body = PersonHumanoid.Standard;
    BodySolver _solver = new(Map);
    readonly Handle[] _handles = new Handle[HumanBones.Count + 2 * HumanBones.FingersPerHand];

    /// <param name="Place">Model space.</param>
    /// <param name="At">Points of the window.</param>
    /// <param name="Scale">Points that a metre covers there.</param>
    public readonly record struct Handle(HumanBodyBones Bone, RigPart Part, Vector3 Place, Vector2 At, float Scale);

    /// <summary>The pose as of <see cref="Update"/>.</summary>
    public ModelPose Model { get; private set; } = new(Map.Skeleton);

    /// <summary>Likewise, in the proportions of <see cref="EditorSession.Body"/>.</summary>
    public JointTransform[] Local { get; } = new JointTransform[Map.Skeleton.Count];

    /// <summary>Those that can be pointed at.</summary>
    public ReadOnlySpan<Handle> All => _handles.AsSpan(0, Count);

    int Count { get; set; }

    /// <summary>Takes the pose that the document shows, as the camera sees it.</summary>
    public void Update(EditorSession editor, in PaneProjection lens)
    {
        if (_body != editor.Body)
        {
            _body = editor.Body;
            (_solver, Model) = (new BodySolver(_body.Map), new ModelPose(_body.Map.Skeleton));
        }
        editor.ReadPose(Local);
        _body.FromStandard(Local);
        Model.Run(Local);
        _solver.Begin(Local);
        Count = 0;
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
        {
            if (Map[bone] < 0 || editor.IsHidden(bone))
                continue;
            Add(lens, bone, RigPart.Joint, Model.Positions[Map[bone]]);
            if (IsLastOfFinger(bone))
                Add(lens, bone, RigPart.Fingertip, _solver.PositionOf(bone));
        }
    }

    public Vector3 PositionOf(HumanBodyBones bone) => Model.Positions[Map[bone]];

    /// <summary>The joint under the pointer, else the limb.</summary>
    public RigHit Find(Vector2 pointer, EditorSession editor, in PaneProjection lens)
    {
        var best = RigHit.Nothing;
        var least = 1f;
        foreach (ref readonly var handle in All)
        {
            // Near joints over far ones, where both are under the pointer.
            var distance = Vector2.Distance(pointer, handle.At) / RadiusOf(handle) + 20 / (handle.Scale + 100);
            if (Vector2.Distance(pointer, handle.At) <= RadiusOf(handle) && distance < least + 20 / 100f)
                (least, best) = (distance - 20 / 100f, new RigHit(handle.Part, handle.Bone, handle.Place));
        }
        return best.Part == RigPart.None ? FindLimb(pointer, editor, lens) : best;
    }

    static float RadiusOf(in Handle handle) => MathF.Min(JointRadius, MathF.Max(0.5f * Spacings[(int)handle.Bone] * handle.Scale, 4));

    RigHit FindLimb(Vector2 pointer, EditorSession editor, in PaneProjection lens)
    {
        var best = RigHit.Nothing;
        var least = LimbRadius;
        for (var i = 1; i < Model.Positions.Length; i++)
        {
            var (bone, above) = (Map.BoneOf(i), Map.BoneOf(Map.Skeleton[i].Parent));
            if (bone is HumanBodyBones.LeftEye or HumanBodyBones.RightEye or HumanBodyBones.Jaw || editor.IsHidden(above) || editor.IsHidden(bone)
                || !lens.TrySee(Model.Positions[Map.Skeleton[i].Parent], out var from, out _) || !lens.TrySee(Model.Positions[i], out var to, out _)
                || Vector2.Distance(from, to) < 2 * LeastSpacing)
                continue;
            var share = Math.Clamp(Vector2.Dot(pointer - from, to - from) / (to - from).LengthSquared(), 0, 1);
            var distance = Vector2.Distance(pointer, Vector2.Lerp(from, to, share));
            if (distance < least)
                (least, best) = (distance, new RigHit(RigPart.Limb, above, Vector3.Lerp(Model.Positions[Map.Skeleton[i].Parent], Model.Positions[i], share)));
        }
        return best;
    }

    void Add(in PaneProjection lens, HumanBodyBones bone, RigPart part, Vector3 place)
    {
        if (lens.TrySee(place, out var at, out var scale) && Spacings[(int)bone] * scale >= LeastSpacing)
            _handles[Count++] = new Handle(bone, part, place, at, scale);
    }

    static bool IsLastOfFinger(HumanBodyBones bone) =>
        HumanBones.IsFinger(bone) && (bone - HumanBodyBones.LeftThumbProximal) % HumanBones.BonesPerFinger == HumanBones.BonesPerFinger - 1;

    /// <summary>Metres from a joint to the nearest other one, at rest; along the finger for fingers.</summary>
    static float SpacingOf(HumanBodyBones bone)
    {
        if (Map[bone] < 0)
            return 0;
        var model = new ModelPose(Map.Skeleton);
        var rest = new JointTransform[Map.Skeleton.Count];
        Map.Skeleton.CopyRestTo(rest);
        model.Run(rest);
        var at = model.Positions[Map[bone]];
        if (HumanBones.IsFinger(bone))
            return Vector3.Distance(at, model.Positions[Map.Skeleton[Map[bone]].Parent]) is var length && length > 0.05f ? 0.03f : length;
        var least = float.MaxValue;
        for (var other = HumanBodyBones.Hips; other < HumanBodyBones.LastBone; other++)
            if (other != bone && Map[other] >= 0 && !HumanBones.IsFinger(other))
                least = MathF.Min(least, Vector3.Distance(at, model.Positions[Map[other]]));
        return least;
    }
}
