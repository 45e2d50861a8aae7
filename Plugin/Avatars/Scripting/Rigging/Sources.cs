using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Values of constraints that follow several sources.</summary>
public struct MultiSourceConstraintData
{
    public Transform? constrainedObject;
    public List<WeightedTransform> sourceObjects;
    public bool constrainedXAxis, constrainedYAxis, constrainedZAxis, maintainOffset;

    /// <summary>Added last: metres, or degrees, in the constrained object's own axes.</summary>
    public Vector3 offset;

    internal static MultiSourceConstraintData Default =>
        new() { sourceObjects = [], constrainedXAxis = true, constrainedYAxis = true, constrainedZAxis = true };

    /// <summary>The sum of weights above 0, and the factor that keeps it from passing 1.</summary>
    internal readonly (float Sum, float Factor) Weights()
    {
        var sum = 0f;
        foreach (var source in sourceObjects)
            sum += Mathf.Clamp01(source.weight);
        return (sum, sum > 1 ? 1 / sum : 1);
    }

    /// <summary>New numbers on the constrained axes, the old ones on the others.</summary>
    internal readonly Vector3 Masked(Vector3 old, Vector3 now) =>
        new(constrainedXAxis ? now.x : old.x, constrainedYAxis ? now.y : old.y, constrainedZAxis ? now.z : old.z);
}

/// <summary>A constraint by several sources. The order of the sources makes no difference; weights that are all 0 have no effect.</summary>
public abstract class MultiSourceConstraint : RigConstraint
{
    MultiSourceConstraintData _data = MultiSourceConstraintData.Default;

    public ref MultiSourceConstraintData data => ref _data;

    private protected Vector3[] Positions { get; private set; } = [];

    private protected Quaternion[] Rotations { get; private set; } = [];

    /// <summary>Where the constrained object is in each source's own axes; at its origin without maintained offsets.</summary>
    internal override void Begin()
    {
        var (owner, sources) = (data.constrainedObject, data.sourceObjects);
        (Positions, Rotations) = (new Vector3[sources.Count], new Quaternion[sources.Count]);
        for (var i = 0; i < sources.Count; i++)
        {
            var inverse = Quaternion.Inverse(sources[i].transform.rotation);
            Positions[i] = data.maintainOffset && owner is not null ? inverse * (owner.position - sources[i].transform.position) : default;
            Rotations[i] = data.maintainOffset && owner is not null ? inverse * owner.rotation : Quaternion.identity;
        }
    }

    internal override void Run(float share, float deltaTime)
    {
        var (sum, factor) = data.Weights();
        if (share > 0 && sum > 0 && data.constrainedObject is { } owner && Positions.Length == data.sourceObjects.Count)
            Run(owner, share, factor);
    }

    private protected abstract void Run(Transform owner, float share, float factor);

    private protected static Vector3 LocalOf(Transform owner, Vector3 world) => owner.parent is { } parent ? parent.InverseTransformPoint(world) : world;

    /// <summary>The mean of the sources' positions around the present one.</summary>
    private protected Vector3 MeanPosition(Transform owner, float factor, bool turnsOffsets)
    {
        var mean = owner.position;
        for (var i = 0; i < data.sourceObjects.Count; i++)
        {
            var source = data.sourceObjects[i];
            var offset = turnsOffsets ? source.transform.rotation * Positions[i] : _worldOffsets[i];
            mean += (source.transform.position + offset - owner.position) * (Mathf.Clamp01(source.weight) * factor);
        }
        return mean;
    }

    /// <summary>The mean of the sources' rotations around the present one, whatever their order.</summary>
    private protected Quaternion MeanRotation(Transform owner, float factor)
    {
        var mean = default(Quaternion);
        var rest = 1f;
        for (var i = 0; i < data.sourceObjects.Count; i++)
        {
            var share = Mathf.Clamp01(data.sourceObjects[i].weight) * factor;
            Angles.Add(ref mean, owner.rotation, data.sourceObjects[i].transform.rotation * Rotations[i], share);
            rest -= share;
        }
        Angles.Add(ref mean, owner.rotation, owner.rotation, rest);
        return Quaternion.Normalize(mean);
    }

    private protected void KeepWorldOffsets()
    {
        _worldOffsets = new Vector3[Positions.Length];
        for (var i = 0; i < Positions.Length; i++)
            _worldOffsets[i] = data.sourceObjects[i].transform.rotation * Positions[i];
    }

    Vector3[] _worldOffsets = [];
}

/// <summary>Follows the positions of its sources.</summary>
public sealed class MultiPositionConstraint : MultiSourceConstraint
{
    internal override void Begin()
    {
        base.Begin();
        KeepWorldOffsets();
    }

    private protected override void Run(Transform owner, float share, float factor)
    {
        var local = LocalOf(owner, MeanPosition(owner, factor, turnsOffsets: false)) + data.offset;
        owner.localPosition = Vector3.Lerp(owner.localPosition, data.Masked(owner.localPosition, local), share);
    }
}

/// <summary>Follows the rotations of its sources.</summary>
public sealed class MultiRotationConstraint : MultiSourceConstraint
{
    private protected override void Run(Transform owner, float share, float factor)
    {
        var before = owner.localRotation;
        owner.rotation = MeanRotation(owner, factor);
        owner.localRotation = Quaternion.Slerp(before, Angles.Masked(data, before, owner.localRotation * Quaternion.Euler(data.offset)), share);
    }
}

/// <summary>Follows its sources as if it hung on them.</summary>
public sealed class MultiParentConstraint : RigConstraint
{
    readonly MultiParentPart _part = new();
    MultiParentConstraintData _data = MultiParentConstraintData.Default;

    public ref MultiParentConstraintData data => ref _data;

    internal override void Begin() => _part.Begin(data);

    internal override void Run(float share, float deltaTime) => _part.Run(data, share);
}

/// <summary>Values of a <see cref="MultiParentConstraint"/>.</summary>
public struct MultiParentConstraintData
{
    public Transform? constrainedObject;
    public List<WeightedTransform> sourceObjects;
    public bool constrainedPositionXAxis, constrainedPositionYAxis, constrainedPositionZAxis;
    public bool constrainedRotationXAxis, constrainedRotationYAxis, constrainedRotationZAxis;
    public bool maintainPositionOffset, maintainRotationOffset;

    internal static MultiParentConstraintData Default => new()
    {
        sourceObjects = [], constrainedPositionXAxis = true, constrainedPositionYAxis = true, constrainedPositionZAxis = true,
        constrainedRotationXAxis = true, constrainedRotationYAxis = true, constrainedRotationZAxis = true,
    };
}

/// <summary>A parent by weights: where the object was in each source's axes stays, or becomes the source's own place.</summary>
sealed class MultiParentPart
{
    (Vector3 Position, Quaternion Rotation)[] _offsets = [];

    public void Begin(in MultiParentConstraintData data)
    {
        _offsets = new (Vector3, Quaternion)[data.sourceObjects.Count];
        for (var i = 0; i < _offsets.Length; i++)
        {
            var (source, owner) = (data.sourceObjects[i].transform, data.constrainedObject);
            var inverse = Quaternion.Inverse(source.rotation);
            _offsets[i] = (data.maintainPositionOffset && owner is not null ? inverse * (owner.position - source.position) : default,
                data.maintainRotationOffset && owner is not null ? inverse * owner.rotation : Quaternion.identity);
        }
    }

    public void Run(in MultiParentConstraintData data, float share)
    {
        var sum = 0f;
        foreach (var source in data.sourceObjects)
            sum += Mathf.Clamp01(source.weight);
        if (share <= 0 || sum <= 0 || data.constrainedObject is not { } owner || _offsets.Length != data.sourceObjects.Count)
            return;
        var factor = sum > 1 ? 1 / sum : 1;
        var (localPosition, localRotation) = (owner.localPosition, owner.localRotation);
        var position = owner.position;
        var rotation = default(Quaternion);
        var rest = 1f;
        for (var i = 0; i < _offsets.Length; i++)
        {
            var (source, part) = (data.sourceObjects[i].transform, Mathf.Clamp01(data.sourceObjects[i].weight) * factor);
            position += (source.position + source.rotation * _offsets[i].Position - owner.position) * part;
            Angles.Add(ref rotation, owner.rotation, source.rotation * _offsets[i].Rotation, part);
            rest -= part;
        }
        Angles.Add(ref rotation, owner.rotation, owner.rotation, rest);
        owner.SetPositionAndRotation(position, Quaternion.Normalize(rotation));
        var (newPosition, newRotation) = (owner.localPosition, owner.localRotation);
        owner.localPosition = Vector3.Lerp(localPosition, new Vector3(data.constrainedPositionXAxis ? newPosition.x : localPosition.x,
            data.constrainedPositionYAxis ? newPosition.y : localPosition.y, data.constrainedPositionZAxis ? newPosition.z : localPosition.z), share);
        owner.localRotation = Quaternion.Slerp(localRotation, Angles.Masked(data.constrainedRotationXAxis, data.constrainedRotationYAxis,
            data.constrainedRotationZAxis, localRotation, newRotation), share);
    }
}
