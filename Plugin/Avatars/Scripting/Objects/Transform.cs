using System;
using System.Collections;
using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Where a game object is, and what it hangs on. All numbers are in Unity's space.</summary>
public sealed partial class Transform : Component, IEnumerable
{
    Transform? _parent;
    Vector3 _localPosition;
    Quaternion _localRotation = Quaternion.identity;
    Vector3 _localScale = Vector3.one;

    internal Transform() { }

    internal List<Transform> Children { get; } = [];

    /// <summary>True after any change of this or a transform above it, until it is set to false.</summary>
    public bool hasChanged { get; set; } = true;

    public Vector3 localPosition
    {
        get => _localPosition;
        set
        {
            _localPosition = value;
            Changed();
        }
    }

    public Quaternion localRotation
    {
        get => _localRotation;
        set
        {
            _localRotation = value.normalized;
            Changed();
        }
    }

    public Vector3 localScale
    {
        get => _localScale;
        set
        {
            _localScale = value;
            Changed();
        }
    }

    /// <summary>World space, metres.</summary>
    public Vector3 position
    {
        get => _parent is null ? _localPosition : _parent.TransformPoint(_localPosition);
        set => localPosition = _parent is null ? value : _parent.InverseTransformPoint(value);
    }

    /// <summary>World space.</summary>
    public Quaternion rotation
    {
        get => _parent is null ? _localRotation : (_parent.rotation * _localRotation).normalized;
        set => localRotation = _parent is null ? value : Quaternion.Inverse(_parent.rotation) * value;
    }

    /// <summary>Degrees, world space, read back between 0 and 360.</summary>
    public Vector3 eulerAngles { get => NotNegative(rotation.eulerAngles); set => rotation = Quaternion.Euler(value); }

    /// <summary>Degrees, read back between 0 and 360.</summary>
    public Vector3 localEulerAngles { get => NotNegative(_localRotation.eulerAngles); set => localRotation = Quaternion.Euler(value); }

    public Vector3 forward { get => rotation * Vector3.forward; set => rotation = Quaternion.LookRotation(value); }

    public Vector3 right { get => rotation * Vector3.right; set => rotation = Quaternion.FromToRotation(Vector3.right, value); }

    public Vector3 up { get => rotation * Vector3.up; set => rotation = Quaternion.FromToRotation(Vector3.up, value); }

    /// <summary>The scale in the world; approximate where a rotation stands below a scale that differs by axis.</summary>
    public Vector3 lossyScale
    {
        get
        {
            var back = Quaternion.Inverse(rotation);
            return new Vector3((back * TransformVector(Vector3.right)).x, (back * TransformVector(Vector3.up)).y,
                (back * TransformVector(Vector3.forward)).z);
        }
    }

    public Matrix4x4 localToWorldMatrix
    {
        get
        {
            var own = Matrix4x4.TRS(_localPosition, _localRotation, _localScale);
            return _parent is null ? own : _parent.localToWorldMatrix * own;
        }
    }

    public Matrix4x4 worldToLocalMatrix => localToWorldMatrix.inverse;

    public void SetPositionAndRotation(Vector3 position, Quaternion rotation)
    {
        this.position = position;
        this.rotation = rotation;
    }

    public void SetLocalPositionAndRotation(Vector3 localPosition, Quaternion localRotation)
    {
        this.localPosition = localPosition;
        this.localRotation = localRotation;
    }

    public void GetPositionAndRotation(out Vector3 position, out Quaternion rotation) => (position, rotation) = (this.position, this.rotation);

    public void GetLocalPositionAndRotation(out Vector3 localPosition, out Quaternion localRotation) =>
        (localPosition, localRotation) = (_localPosition, _localRotation);

    /// <summary>Own axes to the world's; the length stays.</summary>
    public Vector3 TransformDirection(Vector3 direction) => rotation * direction;

    public Vector3 InverseTransformDirection(Vector3 direction) => Quaternion.Inverse(rotation) * direction;

    /// <summary>Rotation and scale.</summary>
    public Vector3 TransformVector(Vector3 vector)
    {
        for (var at = this; at is not null; at = at._parent)
            vector = at._localRotation * Vector3.Scale(at._localScale, vector);
        return vector;
    }

    public Vector3 InverseTransformVector(Vector3 vector) =>
        Divide(Quaternion.Inverse(_localRotation) * (_parent is null ? vector : _parent.InverseTransformVector(vector)), _localScale);

    /// <summary>Position, rotation and scale.</summary>
    public Vector3 TransformPoint(Vector3 position)
    {
        for (var at = this; at is not null; at = at._parent)
            position = at._localPosition + at._localRotation * Vector3.Scale(at._localScale, position);
        return position;
    }

    public Vector3 InverseTransformPoint(Vector3 position) =>
        Divide(Quaternion.Inverse(_localRotation) * ((_parent is null ? position : _parent.InverseTransformPoint(position)) - _localPosition), _localScale);

    public void TransformPoints(ReadOnlySpan<Vector3> positions, Span<Vector3> transformedPositions) => Map(positions, transformedPositions, TransformPoint);

    public void TransformDirections(ReadOnlySpan<Vector3> directions, Span<Vector3> transformedDirections) =>
        Map(directions, transformedDirections, TransformDirection);

    public void TransformVectors(ReadOnlySpan<Vector3> vectors, Span<Vector3> transformedVectors) => Map(vectors, transformedVectors, TransformVector);

    public IEnumerator GetEnumerator() => Children.ToArray().GetEnumerator();

    internal void Changed()
    {
        hasChanged = true;
        foreach (var child in Children)
            child.Changed();
    }

    static void Map(ReadOnlySpan<Vector3> from, Span<Vector3> to, Func<Vector3, Vector3> map)
    {
        if (from.Length != to.Length)
            throw new InvalidOperationException($"{from.Length} vectors do not fit {to.Length} results. Give spans of one length.");
        for (var i = 0; i < from.Length; i++)
            to[i] = map(from[i]);
    }

    static Vector3 NotNegative(Vector3 euler) => new(Mathf.Max(0, euler.x), Mathf.Max(0, euler.y), Mathf.Max(0, euler.z));

    static Vector3 Divide(Vector3 v, Vector3 scale) =>
        new(scale.x == 0 ? 0 : v.x / scale.x, scale.y == 0 ? 0 : v.y / scale.y, scale.z == 0 ? 0 : v.z / scale.z);
}
