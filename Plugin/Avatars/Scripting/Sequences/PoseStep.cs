using System;
using System.Collections.Generic;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary>One movement of a sequence: from where its part of the layer is when it begins, to a target.</summary>
abstract class PoseStep
{
    bool _isBegun;
    bool _isOver;

    /// <summary>Seconds from the beginning of the sequence.</summary>
    public float Start { get; set; }

    public float Seconds { get; set; } = 0.5f;

    public Ease Ease { get; set; } = Ease.InOut;

    public void Restart() => (_isBegun, _isOver) = (false, false);

    /// <param name="seconds">Since the step's beginning.</param>
    public void Advance(PoseLayer layer, float seconds)
    {
        if (_isOver)
            return;
        if (!_isBegun)
            Begin(layer);
        _isBegun = true;
        _isOver = seconds >= Seconds - SceneRounding.Seconds;
        Apply(layer, _isOver ? 1 : Ease.At(seconds / Seconds));
    }

    /// <summary>Remembers where the movement comes from.</summary>
    protected virtual void Begin(PoseLayer layer) { }

    /// <param name="share">0 at the beginning, 1 at the end.</param>
    protected virtual void Apply(PoseLayer layer, float share) { }

    protected static IEnumerable<bool> Sides(Hand hand)
    {
        if (hand != Hand.Right)
            yield return true;
        if (hand != Hand.Left)
            yield return false;
    }
}

sealed class HoldStep : PoseStep;

sealed class ActionStep : PoseStep
{
    readonly Action _action;

    public ActionStep(Action action)
    {
        _action = action;
        Seconds = 0;
    }

    protected override void Begin(PoseLayer layer) => layer.Avatar.gameObject.Scene.Guard(null, _action);
}

/// <param name="target">Null releases the hand.</param>
sealed class ReachStep(Hand hand, Func<Vector3>? target) : PoseStep
{
    readonly (Vector3 Point, float Weight)[] _from = new (Vector3, float)[2];

    protected override void Begin(PoseLayer layer)
    {
        foreach (var left in Sides(hand))
            _from[left ? 0 : 1] = (layer.ReachOf(left).Point, layer.ReachOf(left).Weight);
    }

    protected override void Apply(PoseLayer layer, float share)
    {
        foreach (var left in Sides(hand))
        {
            var (point, weight) = _from[left ? 0 : 1];
            var reach = layer.ReachOf(left);
            var goal = target is null ? point : Mirrored(layer, left, target());
            reach.Point = weight > 0 ? Vector3.LerpUnclamped(point, goal, share) : goal;
            reach.Weight = Mathf.Clamp01(Mathf.LerpUnclamped(weight, target is null ? 0 : 1, share));
            if (target is null)
                reach.PalmWeight = Mathf.Min(reach.PalmWeight, 1 - share);
        }
        if (target is null && hand == Hand.Both)
            layer.Signing.Release(1 - share);
    }

    /// <summary>A point for both hands is the right one's; the left one takes its mirror image.</summary>
    Vector3 Mirrored(PoseLayer layer, bool left, Vector3 point)
    {
        if (hand != Hand.Both || !left)
            return point;
        var own = layer.Avatar.transform.InverseTransformPoint(point);
        return layer.Avatar.transform.TransformPoint(new Vector3(-own.x, own.y, own.z));
    }
}

sealed class PalmStep(Hand hand, Quaternion rotation) : PoseStep
{
    readonly (Quaternion Palm, float Weight)[] _from = new (Quaternion, float)[2];

    protected override void Begin(PoseLayer layer)
    {
        foreach (var left in Sides(hand))
            _from[left ? 0 : 1] = (layer.ReachOf(left).Palm, layer.ReachOf(left).PalmWeight);
    }

    protected override void Apply(PoseLayer layer, float share)
    {
        foreach (var left in Sides(hand))
        {
            var (palm, weight) = _from[left ? 0 : 1];
            var goal = hand == Hand.Both && left ? new Quaternion(rotation.x, -rotation.y, -rotation.z, rotation.w) : rotation;
            var reach = layer.ReachOf(left);
            reach.Palm = weight > 0 ? Quaternion.Slerp(palm, goal, share) : goal;
            reach.PalmWeight = Mathf.Lerp(weight, 1, share);
        }
    }
}

sealed class ShapeStep(Hand hand, HandShape shape) : PoseStep
{
    readonly (float[] Degrees, float Weight)[] _from = [(new float[HandShape.AngleCount], 0), (new float[HandShape.AngleCount], 0)];

    protected override void Begin(PoseLayer layer)
    {
        foreach (var left in Sides(hand))
        {
            var now = layer.ShapeOf(left);
            now.Degrees.CopyTo(_from[left ? 0 : 1].Degrees, 0);
            _from[left ? 0 : 1].Weight = now.Weight;
        }
    }

    protected override void Apply(PoseLayer layer, float share)
    {
        foreach (var left in Sides(hand))
        {
            var (degrees, weight) = _from[left ? 0 : 1];
            var now = layer.ShapeOf(left);
            HandShape.Blend(degrees, shape.Degrees, weight > 0 ? share : 1, now.Degrees);
            now.Weight = Mathf.Lerp(weight, 1, share);
        }
    }
}

sealed class TurnStep(HumanBodyBones bone, Vector3 euler) : PoseStep
{
    (Quaternion Turn, float Weight) _from;

    protected override void Begin(PoseLayer layer) => _from = layer.TurnOf(bone);

    protected override void Apply(PoseLayer layer, float share)
    {
        var goal = Quaternion.Euler(euler);
        layer.SetTurn(bone, _from.Weight > 0 ? Quaternion.SlerpUnclamped(_from.Turn, goal, share) : goal, Mathf.Lerp(_from.Weight, 1, share));
    }
}

sealed class MuscleStep : PoseStep
{
    readonly int _muscle;
    readonly float _value;
    (float Value, float Weight) _from;

    public MuscleStep(string muscle, float value)
    {
        (_muscle, _value) = (Muscles.IndexOf(muscle), value);
        if (_muscle < 0)
            throw new ArgumentException($"There is no muscle '{muscle}'. Names are those of HumanTrait.MuscleName, such as 'Left Arm Down-Up'.",
                nameof(muscle));
    }

    protected override void Begin(PoseLayer layer) => _from = layer.MuscleOf(_muscle);

    protected override void Apply(PoseLayer layer, float share) => layer.SetMuscle(_muscle,
        _from.Weight > 0 ? Mathf.LerpUnclamped(_from.Value, _value, share) : _value, Mathf.Lerp(_from.Weight, 1, share));
}

/// <param name="point">Null looks ahead.</param>
sealed class LookStep(Vector3? point) : PoseStep
{
    (Vector3 Point, float Weight) _from;

    protected override void Begin(PoseLayer layer) => _from = layer.Look;

    protected override void Apply(PoseLayer layer, float share)
    {
        var goal = point ?? _from.Point;
        layer.Look = (_from.Weight > 0 ? Vector3.Lerp(_from.Point, goal, share) : goal, Mathf.Lerp(_from.Weight, point is null ? 0 : 1, share));
    }
}

sealed class ExpressionStep(string expression, float weight) : PoseStep
{
    float _from;

    protected override void Begin(PoseLayer layer) => _from = layer.Avatar.GetExpression(expression);

    protected override void Apply(PoseLayer layer, float share) =>
        layer.Avatar.SetExpression(expression, Mathf.LerpUnclamped(_from, weight, share));
}

sealed class ClipStep(AnimationClip clip) : PoseStep
{
    const float BlendSeconds = 0.25f;

    protected override void Begin(PoseLayer layer) => layer.Avatar.animator.CrossFade(clip, BlendSeconds);
}

/// <summary>The first one of a scene cuts: where the camera was is not known as numbers.</summary>
sealed class CameraStep(Vector3 target, float yaw, float pitch, float distance) : PoseStep
{
    (Vector3 Target, float Yaw, float Pitch, float Distance) _from;

    protected override void Begin(PoseLayer layer) => _from = layer.CameraOrbit ?? (target, yaw, pitch, distance);

    protected override void Apply(PoseLayer layer, float share)
    {
        var now = (Vector3.LerpUnclamped(_from.Target, target, share), Mathf.LerpUnclamped(_from.Yaw, yaw, share),
            Mathf.LerpUnclamped(_from.Pitch, pitch, share), Mathf.LerpUnclamped(_from.Distance, distance, share));
        layer.CameraOrbit = now;
        layer.Avatar.camera.Orbit(now.Item1, now.Item2, now.Item3, now.Item4);
    }
}
