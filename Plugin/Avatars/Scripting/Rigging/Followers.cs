using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Values of a <see cref="MultiReferentialConstraint"/>.</summary>
public struct MultiReferentialConstraintData
{
    /// <summary>Which of the sources leads; may change at any time.</summary>
    public int driver;
    public List<Transform> sourceObjects;
}

/// <summary>Several objects of which one leads and the others follow as if they hung on it.</summary>
public sealed class MultiReferentialConstraint : RigConstraint
{
    MultiReferentialConstraintData _data = new() { sourceObjects = [] };
    (Vector3 Position, Quaternion Rotation)[] _places = []; // of the last evaluation

    public ref MultiReferentialConstraintData data => ref _data;

    internal override void Begin() => _places = [.. data.sourceObjects.ConvertAll(one => (one.position, one.rotation))];

    internal override void Run(float share, float deltaTime)
    {
        if (share <= 0 || data.driver < 0 || data.driver >= _places.Length || _places.Length != data.sourceObjects.Count)
            return;
        var driver = data.sourceObjects[data.driver];
        var (before, rotationBefore) = _places[data.driver];
        var turn = driver.rotation * Quaternion.Inverse(rotationBefore);
        var moved = driver.position;
        for (var i = 0; i < _places.Length; i++)
        {
            _places[i] = (moved + turn * (_places[i].Position - before), Quaternion.Normalize(turn * _places[i].Rotation));
            if (i == data.driver)
                continue;
            var one = data.sourceObjects[i];
            one.SetPositionAndRotation(Vector3.Lerp(one.position, _places[i].Position, share), Quaternion.Slerp(one.rotation, _places[i].Rotation, share));
        }
    }
}

/// <summary>Values of a <see cref="DampedTransform"/>.</summary>
public struct DampedTransformData
{
    public Transform? constrainedObject, sourceObject;

    /// <summary>0 follows at once, nearly; 1 stays.</summary>
    public float dampPosition, dampRotation;

    /// <summary>Keeps pointing at the source as at first.</summary>
    public bool maintainAim;
}

/// <summary>Follows a source with a delay, such as a tail. The frame rate makes no difference.</summary>
public sealed class DampedTransform : RigConstraint
{
    const float LongestStep = 0.01667f; // seconds
    const float Rate = 40; // a second

    DampedTransformData _data = new() { dampPosition = 0.5f, dampRotation = 0.5f, maintainAim = true };
    Vector3 _offset, _aim, _position;
    Quaternion _rotationOffset, _rotation;
    bool _hasMemory;

    public ref DampedTransformData data => ref _data;

    internal override void Begin()
    {
        if (data.constrainedObject is not { } owner || data.sourceObject is not { } source)
            return;
        var inverse = Quaternion.Inverse(source.rotation);
        (_offset, _rotationOffset) = (inverse * (owner.position - source.position), inverse * owner.rotation);
        _aim = Quaternion.Inverse(owner.rotation) * (source.position - owner.position);
        _hasMemory = false;
    }

    internal override void Run(float share, float deltaTime)
    {
        if (data.constrainedObject is not { } owner || data.sourceObject is not { } source)
            return;
        var (goal, goalRotation) = (source.position + source.rotation * _offset, source.rotation * _rotationOffset);
        if (share <= 0 || deltaTime <= 0 || !_hasMemory)
        {
            (_position, _rotation, _hasMemory) = (goal, goalRotation, true);
            if (share <= 0 || deltaTime <= 0)
                return;
        }
        for (var left = deltaTime; left > 1e-6f; left -= LongestStep)
        {
            var step = Mathf.Min(left, LongestStep);
            _position += (goal - _position) * ShareOf(data.dampPosition, step);
            _rotation = Quaternion.Slerp(_rotation, goalRotation, ShareOf(data.dampRotation, step));
        }
        owner.position = Vector3.Lerp(owner.position, _position, share);
        var rotation = data.maintainAim && _aim.magnitude > Vector3.kEpsilon
            ? Quaternion.FromToRotation(_rotation * _aim, source.position - _position) * _rotation : _rotation;
        owner.rotation = Quaternion.Slerp(owner.rotation, rotation, share);
    }

    static float ShareOf(float damp, float seconds) => (1 - Mathf.Clamp01(damp)) * (1 - Mathf.Clamp01(damp)) * Rate * seconds;
}

/// <summary>Values of a <see cref="BlendConstraint"/>.</summary>
public struct BlendConstraintData
{
    public Transform? constrainedObject, sourceObjectA, sourceObjectB;

    /// <summary>0 is A, 1 is B.</summary>
    public float positionWeight, rotationWeight;
    public bool blendPosition, blendRotation, maintainPositionOffsets, maintainRotationOffsets;
}

/// <summary>Between two sources.</summary>
public sealed class BlendConstraint : RigConstraint
{
    BlendConstraintData _data = new() { positionWeight = 0.5f, rotationWeight = 0.5f, blendPosition = true, blendRotation = true };
    Vector3 _a, _b;
    Quaternion _rotationA = Quaternion.identity, _rotationB = Quaternion.identity;

    public ref BlendConstraintData data => ref _data;

    internal override void Begin()
    {
        if (data.constrainedObject is not { } owner || data.sourceObjectA is not { } a || data.sourceObjectB is not { } b)
            return;
        (_a, _b) = data.maintainPositionOffsets ? (owner.position - a.position, owner.position - b.position) : (default, default);
        (_rotationA, _rotationB) = data.maintainRotationOffsets
            ? (Quaternion.Inverse(a.rotation) * owner.rotation, Quaternion.Inverse(b.rotation) * owner.rotation)
            : (Quaternion.identity, Quaternion.identity);
    }

    internal override void Run(float share, float deltaTime)
    {
        if (share <= 0 || data.constrainedObject is not { } owner || data.sourceObjectA is not { } a || data.sourceObjectB is not { } b)
            return;
        if (data.blendPosition)
            owner.position = Vector3.Lerp(owner.position, Vector3.Lerp(a.position + _a, b.position + _b, data.positionWeight), share);
        if (data.blendRotation)
            owner.rotation = Quaternion.Slerp(owner.rotation,
                Quaternion.Slerp(a.rotation * _rotationA, b.rotation * _rotationB, data.rotationWeight), share);
    }
}
