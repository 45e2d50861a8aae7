using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Editing;

/// <summary>A change of the pose while a button is held: always from the pose at its start, so that the result does not depend on the frames between. All
/// of it is one edit.</summary>
sealed class PoseDrag(EditorSession editor)
{
    const float StraightShare = 0.985f; // of a limb's length between its ends

    static readonly HumanoidMap Map = StandardHumanoid.Map; // joints are the same in all proportions

    PersonHumanoid _body = PersonHumanoid.Standard;
    BodyVolume _volume = BodyVolume.Of(Map);
    BodySolver _solver = new(Map);
    MuscleSpace _muscles = new(Map);
    readonly JointTransform[] _start = new JointTransform[Map.Skeleton.Count];
    readonly JointTransform[] _pose = new JointTransform[Map.Skeleton.Count];
    readonly JointTransform[] _kept = new JointTransform[Map.Skeleton.Count]; // on the standard humanoid
    ModelPose _model = new(Map.Skeleton);
    int _count;
    string _name = "";

    /// <summary>Whether one goes on.</summary>
    public bool IsOn { get; private set; }

    public void Begin()
    {
        editor.HoldFrame();
        Use(editor.Body);
        editor.ReadPose(_start);
        _body.FromStandard(_start);
        _model.Run(_start);
        (_name, IsOn) = ($"drag-{++_count}", true);
    }

    public void End()
    {
        IsOn = false;
        editor.EndDrag();
    }

    /// <summary>Takes back what the drag changed.</summary>
    public void Cancel()
    {
        if (IsOn && editor.Document?.UndoList is [.., var last] && last.Drag == _name)
            editor.Document.Undo();
        End();
    }

    /// <summary>Where a joint, or a fingertip for the last bone of a finger, was at the start.</summary>
    public Vector3 StartOf(HumanBodyBones bone)
    {
        _solver.Begin(_start);
        return _solver.PositionOf(bone);
    }

    /// <summary>Brings a joint to a place by inverse kinematics; the rest of the body follows, pinned hands and feet stay.</summary>
    public void MoveTo(HumanBodyBones bone, Vector3 target)
    {
        _solver.Begin(_start, new SolveOptions
        {
            Pins = editor.Pins & ~EditorSession.PinOf(bone) & ~StraightLimbOf(bone),
            Limits = editor.IsLimited ? JointLimits.Human : null,
            Volume = editor.IsSolid ? _volume : null,
        });
        _solver.Drag(bone, target, _pose);
        SetPose($"Move {NameOf(bone)}");
    }

    /// <summary>Rotates a bone so that a place on it comes toward another place.</summary>
    public void Swing(HumanBodyBones bone, Vector3 grabbed, Vector3 target)
    {
        var pivot = _model.Positions[Map[bone]];
        _start.CopyTo(_pose, 0);
        Rotate(bone, Between(grabbed - pivot, target - pivot));
        Finish(bone);
        SetPose($"Rotate {NameOf(bone)}");
    }

    /// <summary>Rotates joints, each about itself.</summary>
    /// <param name="axis">In each joint's own axes, or in the model's.</param>
    public void Rotate(IReadOnlyList<HumanBodyBones> bones, Vector3 axis, bool isLocal, float radians)
    {
        _start.CopyTo(_pose, 0);
        foreach (var bone in bones)
            Rotate(bone, Quaternion.CreateFromAxisAngle(isLocal ? Vector3.Transform(axis, _model.Rotations[Map[bone]]) : axis, radians));
        foreach (var bone in bones)
            Finish(bone);
        SetPose(bones.Count == 1 ? $"Rotate {NameOf(bones[0])}" : $"Rotate {bones.Count} joints");
    }

    /// <summary>Exaggerates or relaxes joints: their rotation away from rest is multiplied; for a hand its fingers too.</summary>
    public void Scale(IReadOnlyList<HumanBodyBones> bones, float factor)
    {
        _start.CopyTo(_pose, 0);
        foreach (var bone in bones)
            foreach (var part in WithFingers(bone))
            {
                var joint = Map[part];
                var rest = Map.Skeleton[joint].Rest.Rotation;
                var away = _start[joint].Rotation * Quaternion.Conjugate(rest);
                _pose[joint] = _start[joint] with { Rotation = Quaternion.Normalize(Power(away, factor) * rest) };
            }
        foreach (var bone in bones)
            foreach (var part in WithFingers(bone))
                Finish(part);
        SetPose(bones.Count == 1 ? $"Scale {NameOf(bones[0])}" : $"Scale {bones.Count} joints");
    }

    void Use(PersonHumanoid body)
    {
        if (_body == body)
            return;
        var map = body.Map;
        (_body, _volume, _solver, _muscles, _model) = (body, BodyVolume.Of(map), new BodySolver(map), new MuscleSpace(map), new ModelPose(map.Skeleton));
    }

    void SetPose(string label)
    {
        _pose.CopyTo(_kept, 0);
        _body.ToStandard(_kept);
        editor.SetPose(label, _kept, _name);
    }

    /// <param name="rotation">Model space.</param>
    void Rotate(HumanBodyBones bone, Quaternion rotation)
    {
        var joint = Map[bone];
        var parent = Map.Skeleton[joint].Parent;
        var above = parent < 0 ? Quaternion.Identity : _model.Rotations[parent];
        _pose[joint] = _start[joint] with { Rotation = Quaternion.Normalize(Quaternion.Conjugate(above) * rotation * above * _start[joint].Rotation) };
    }

    /// <summary>Limits a joint, then brings pinned hands and feet back.</summary>
    void Finish(HumanBodyBones bone)
    {
        if (editor.IsLimited && !HumanBones.IsFinger(bone))
            JointLimits.Human.Apply(_muscles, _pose, bone);
        _solver.Begin(_start, new SolveOptions { Pins = editor.PinsWhilePosing(bone) });
        _solver.HoldPins(_pose);
    }

    /// <summary>The end of a knee's or elbow's limb if that is straight: between fixed ends nothing could move, so the limb is lifted instead.</summary>
    BodyPins StraightLimbOf(HumanBodyBones bone)
    {
        foreach (var end in (ReadOnlySpan<HumanBodyBones>)[HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot, HumanBodyBones.LeftHand,
            HumanBodyBones.RightHand])
        {
            var (middle, root) = (HumanBones.Parent(end), HumanBones.Parent(HumanBones.Parent(end)));
            var (a, b, c) = (_model.Positions[Map[root]], _model.Positions[Map[middle]], _model.Positions[Map[end]]);
            if (bone == middle && Vector3.Distance(a, c) > StraightShare * (Vector3.Distance(a, b) + Vector3.Distance(b, c)))
                return EditorSession.PinOf(end);
        }
        return BodyPins.None;
    }

    static IEnumerable<HumanBodyBones> WithFingers(HumanBodyBones bone)
    {
        yield return bone;
        if (bone is not (HumanBodyBones.LeftHand or HumanBodyBones.RightHand))
            yield break;
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
                yield return HumanBones.Finger(bone == HumanBodyBones.LeftHand, finger, segment);
    }

    /// <summary>The shortest rotation of one direction into another.</summary>
    static Quaternion Between(Vector3 from, Vector3 to)
    {
        var axis = Vector3.Cross(from, to);
        var length = axis.Length();
        return length < 1e-9f ? Quaternion.Identity : Quaternion.CreateFromAxisAngle(axis / length, MathF.Atan2(length, Vector3.Dot(from, to)));
    }

    static Quaternion Power(Quaternion rotation, float factor)
    {
        if (rotation.W < 0)
            rotation = Quaternion.Negate(rotation);
        var axis = new Vector3(rotation.X, rotation.Y, rotation.Z);
        var sine = axis.Length();
        return sine < 1e-6f ? Quaternion.Identity : Quaternion.CreateFromAxisAngle(axis / sine, 2 * MathF.Atan2(sine, rotation.W) * factor);
    }

    static string NameOf(HumanBodyBones bone) => BoneNames.Of(bone).ToLowerInvariant();
}
