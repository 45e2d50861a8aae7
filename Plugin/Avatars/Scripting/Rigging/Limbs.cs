using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Values of a <see cref="TwoBoneIKConstraint"/>.</summary>
public struct TwoBoneIKConstraintData
{
    public Transform? root, mid, tip, target, hint;
    public float targetPositionWeight, targetRotationWeight, hintWeight;
    public bool maintainTargetPositionOffset, maintainTargetRotationOffset;

    internal static TwoBoneIKConstraintData Default => new() { targetPositionWeight = 1, targetRotationWeight = 1, hintWeight = 1 };
}

/// <summary>An arm or a leg whose tip reaches for a target; the mid joint points to a hint. Out of reach the limb is straight; it never stretches.</summary>
public sealed class TwoBoneIKConstraint : RigConstraint
{
    TwoBoneIKConstraintData _data = TwoBoneIKConstraintData.Default;
    Vector3 _positionOffset;
    Quaternion _rotationOffset = Quaternion.identity;

    public ref TwoBoneIKConstraintData data => ref _data;

    internal override void Begin()
    {
        if (data.tip is not { } tip || data.target is not { } target)
            return;
        _positionOffset = data.maintainTargetPositionOffset ? tip.position - target.position : default;
        _rotationOffset = data.maintainTargetRotationOffset ? Quaternion.Inverse(target.rotation) * tip.rotation : Quaternion.identity;
    }

    internal override void Run(float share, float deltaTime)
    {
        if (share <= 0 || data.root is not { } root || data.mid is not { } mid || data.tip is not { } tip || data.target is not { } target)
            return;
        var rotation = tip.rotation;
        var goal = Vector3.Lerp(tip.position, target.position + _positionOffset, data.targetPositionWeight * share);
        LimbIk.Reach(root, mid, tip, goal, data.hint is { } hint && data.hintWeight > 0 ? hint.position : null, data.hintWeight * share);
        tip.rotation = Quaternion.Slerp(rotation, target.rotation * _rotationOffset, data.targetRotationWeight * share);
    }
}

/// <summary>Values of a <see cref="ChainIKConstraint"/>.</summary>
public struct ChainIKConstraintData
{
    public Transform? root, tip, target;
    public float chainRotationWeight, tipRotationWeight, tolerance;
    public int maxIterations;
    public bool maintainTargetPositionOffset, maintainTargetRotationOffset;

    internal static ChainIKConstraintData Default =>
        new() { chainRotationWeight = 1, tipRotationWeight = 1, maxIterations = 15, tolerance = 1e-4f };
}

/// <summary>A chain of any length whose tip reaches for a target.</summary>
/// <remarks>FABRIK: Aristidou and Lasenby 2011, Graphical Models 73(5).</remarks>
public sealed class ChainIKConstraint : RigConstraint
{
    ChainIKConstraintData _data = ChainIKConstraintData.Default;
    Vector3 _positionOffset;
    Quaternion _rotationOffset = Quaternion.identity;
    Transform[] _chain = [];

    public ref ChainIKConstraintData data => ref _data;

    internal override void Begin()
    {
        _chain = Chain.Between(data.root, data.tip);
        if (data.tip is not { } tip || data.target is not { } target)
            return;
        _positionOffset = data.maintainTargetPositionOffset ? tip.position - target.position : default;
        _rotationOffset = data.maintainTargetRotationOffset ? Quaternion.Inverse(target.rotation) * tip.rotation : Quaternion.identity;
    }

    internal override void Run(float share, float deltaTime)
    {
        if (share <= 0 || _chain.Length < 2 || data.target is not { } target)
            return;
        var places = System.Array.ConvertAll(_chain, joint => joint.position);
        var tipRotation = _chain[^1].rotation;
        Solve(places, target.position + _positionOffset, data.maxIterations, data.tolerance);
        for (var i = 0; i + 1 < _chain.Length; i++)
        {
            var turn = Quaternion.FromToRotation(_chain[i + 1].position - _chain[i].position, places[i + 1] - places[i]);
            _chain[i].rotation = Quaternion.Slerp(_chain[i].rotation, turn * _chain[i].rotation, data.chainRotationWeight * share);
        }
        _chain[^1].rotation = Quaternion.Slerp(tipRotation, target.rotation * _rotationOffset, data.tipRotationWeight * share);
    }

    static void Solve(Vector3[] places, Vector3 target, int iterations, float tolerance)
    {
        var lengths = new float[places.Length - 1];
        var reach = 0f;
        for (var i = 0; i < lengths.Length; i++)
            reach += lengths[i] = (places[i + 1] - places[i]).magnitude;
        var root = places[0];
        if ((target - root).magnitude >= reach)
        {
            var along = (target - root).normalized;
            for (var i = 0; i < lengths.Length; i++)
                places[i + 1] = places[i] + along * lengths[i];
            return;
        }
        for (var iteration = 0; iteration < iterations && (places[^1] - target).magnitude > tolerance; iteration++)
        {
            places[^1] = target;
            for (var i = places.Length - 2; i > 0; i--)
                places[i] = places[i + 1] + (places[i] - places[i + 1]).normalized * lengths[i];
            places[0] = root;
            for (var i = 1; i < places.Length; i++)
                places[i] = places[i - 1] + (places[i] - places[i - 1]).normalized * lengths[i - 1];
        }
    }
}

/// <summary>Values of a <see cref="TwistChainConstraint"/>.</summary>
public struct TwistChainConstraintData
{
    public Transform? root, tip, rootTarget, tipTarget;

    /// <summary>Share of the tip's target along the chain, 0 to 1.</summary>
    public Animation.AnimationCurve curve;
}

/// <summary>Spreads the rotations of two targets along a chain, such as a spine.</summary>
public sealed class TwistChainConstraint : RigConstraint
{
    TwistChainConstraintData _data = new() { curve = Animation.AnimationCurve.Linear(0, 0, 1, 1) };
    Transform[] _chain = [];
    float[] _shares = [];

    public ref TwistChainConstraintData data => ref _data;

    internal override void Begin()
    {
        _chain = Chain.Between(data.root, data.tip);
        _shares = new float[_chain.Length];
        for (var i = 1; i < _chain.Length; i++)
            _shares[i] = _shares[i - 1] + (_chain[i].position - _chain[i - 1].position).magnitude;
        for (var i = 1; i < _chain.Length && _shares[^1] > 0; i++)
            _shares[i] /= _shares[^1];
        if (_shares.Length > 1 && _shares[^1] == 0)
            _shares[^1] = 1;
    }

    internal override void Run(float share, float deltaTime)
    {
        if (share <= 0 || data.rootTarget is not { } rootTarget || data.tipTarget is not { } tipTarget)
            return;
        var before = System.Array.ConvertAll(_chain, joint => joint.rotation);
        for (var i = 0; i < _chain.Length; i++)
            _chain[i].rotation = Quaternion.Slerp(before[i],
                Quaternion.Slerp(rootTarget.rotation, tipTarget.rotation, data.curve.Evaluate(_shares[i])), share);
    }
}

/// <summary>Transforms from one to another below it.</summary>
static class Chain
{
    /// <returns>Empty where the tip is not below the root.</returns>
    public static Transform[] Between(Transform? root, Transform? tip)
    {
        var chain = new List<Transform>();
        for (var at = tip; at is not null; at = at.parent)
        {
            chain.Insert(0, at);
            if (at == root)
                return chain.ToArray();
        }
        return [];
    }
}
