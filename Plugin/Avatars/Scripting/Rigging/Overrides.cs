using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Values of a <see cref="TwistCorrection"/>.</summary>
public struct TwistCorrectionData
{
    public Transform? sourceObject;

    /// <summary>Axis of the source about which it twists, in its own axes.</summary>
    public Vector3 twistAxis;

    /// <summary>Weights are shares of the source's twist, -1 to 1; negative ones twist against it.</summary>
    public List<WeightedTransform> twistNodes;
}

/// <summary>Hands a share of one joint's twist, such as a wrist's, to others, such as the forearm's.</summary>
public sealed class TwistCorrection : RigConstraint
{
    TwistCorrectionData _data = new() { twistAxis = Vector3.forward, twistNodes = [] };
    Quaternion _source = Quaternion.identity;
    Quaternion[] _nodes = [];

    public ref TwistCorrectionData data => ref _data;

    internal override void Begin()
    {
        _source = data.sourceObject?.localRotation ?? Quaternion.identity;
        _nodes = [.. data.twistNodes.ConvertAll(node => node.transform.localRotation)];
    }

    internal override void Run(float share, float deltaTime)
    {
        if (share <= 0 || data.sourceObject is not { } source || _nodes.Length != data.twistNodes.Count)
            return;
        var twist = Angles.Twist(Quaternion.Inverse(_source) * source.localRotation, data.twistAxis.normalized);
        for (var i = 0; i < _nodes.Length; i++)
        {
            var node = data.twistNodes[i];
            var part = Quaternion.Slerp(Quaternion.identity, node.weight < 0 ? Quaternion.Inverse(twist) : twist, Mathf.Abs(Mathf.Clamp(node.weight, -1, 1)));
            node.transform.localRotation = Quaternion.Slerp(node.transform.localRotation, _nodes[i] * part, share);
        }
    }
}

/// <summary>Values of an <see cref="OverrideTransform"/>.</summary>
public struct OverrideTransformData
{
    public Transform? constrainedObject;

    /// <summary>In place of <see cref="position"/> and <see cref="rotation"/>; null for those.</summary>
    public Transform? sourceObject;
    public OverrideTransform.Space space;

    /// <summary>Metres, and degrees.</summary>
    public Vector3 position, rotation;
    public float positionWeight, rotationWeight;
}

/// <summary>Sets a transform, or adds to it.</summary>
public sealed class OverrideTransform : RigConstraint
{
    /// <summary>What the values are of.</summary>
    public enum Space
    {
        World,
        Local,

        /// <summary>Added to the animation, in the object's own axes.</summary>
        Pivot,
    }

    OverrideTransformData _data = new() { space = Space.Pivot, positionWeight = 1, rotationWeight = 1 };
    Vector3 _sourcePosition;
    Quaternion _sourceRotation = Quaternion.identity;

    public ref OverrideTransformData data => ref _data;

    internal override void Begin() =>
        (_sourcePosition, _sourceRotation) = data.sourceObject is { } source ? (source.localPosition, source.localRotation) : (default, Quaternion.identity);

    internal override void Run(float share, float deltaTime)
    {
        if (share <= 0 || data.constrainedObject is not { } owner)
            return;
        var (position, rotation) = (owner.localPosition, owner.localRotation);
        var (givenPosition, givenRotation) = Given();
        switch (data.space)
        {
            case Space.World:
                owner.SetPositionAndRotation(givenPosition, givenRotation);
                break;
            case Space.Local:
                (owner.localPosition, owner.localRotation) = (givenPosition, givenRotation);
                break;
            default:
                (owner.localPosition, owner.localRotation) = (position + rotation * givenPosition, rotation * givenRotation);
                break;
        }
        owner.localPosition = Vector3.Lerp(position, owner.localPosition, data.positionWeight * share);
        owner.localRotation = Quaternion.Slerp(rotation, owner.localRotation, data.rotationWeight * share);
    }

    (Vector3, Quaternion) Given() => data.sourceObject is not { } source ? (data.position, Quaternion.Euler(data.rotation))
        : data.space switch
        {
            Space.World => (source.position, source.rotation),
            Space.Local => (source.localPosition, source.localRotation),
            _ => (Quaternion.Inverse(_sourceRotation) * (source.localPosition - _sourcePosition), Quaternion.Inverse(_sourceRotation) * source.localRotation),
        };
}
