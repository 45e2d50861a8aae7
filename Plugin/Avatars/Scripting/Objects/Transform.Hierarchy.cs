using System;
using System.Collections.Generic;

namespace Avatars.Scripting;

public sealed partial class Transform
{
    /// <summary>Null for a root. Setting it keeps the place in the world.</summary>
    public Transform? parent { get => _parent; set => SetParent(value, true); }

    /// <summary>The topmost transform; a root's is itself.</summary>
    public Transform root => _parent is null ? this : _parent.root;

    public int childCount => Children.Count;

    public void SetParent(Transform? p) => SetParent(p, true);

    /// <summary>Hangs the transform on another one; refused, with an error in the log, when that is below it.</summary>
    /// <param name="worldPositionStays">False keeps the local numbers instead.</param>
    public void SetParent(Transform? parent, bool worldPositionStays)
    {
        if (ReferenceEquals(parent, _parent))
            return;
        if (parent is not null && parent.IsChildOf(this))
        {
            Debug.LogError($"'{name}' cannot be hung on '{parent.name}', which is below it.", this);
            return;
        }
        var (place, turn, size) = (position, rotation, lossyScale);
        var wasActive = gameObject.activeInHierarchy;
        Siblings(_parent).Remove(this);
        _parent = parent;
        Siblings(parent).Add(this);
        if (worldPositionStays)
        {
            var above = parent is null ? Vector3.one : parent.lossyScale;
            (position, rotation, localScale) = (place, turn, Divide(size, above));
        }
        else
            Changed();
        if (wasActive != gameObject.activeInHierarchy)
            gameObject.Visit(component => { if (wasActive) component.Deactivate(); else component.Activate(); });
    }

    /// <summary>By a path such as "a/b" downwards; a name alone is a direct child's.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="ArgumentNullException">No path.</exception>
    public Transform? Find(string n)
    {
        if (n is null)
            throw new ArgumentNullException(nameof(n));
        if (n.Length == 0)
            return this;
        var slash = n.IndexOf('/');
        var first = slash < 0 ? n : n[..slash];
        foreach (var child in Children)
            if (child.name == first && (slash < 0 ? child : child.Find(n[(slash + 1)..])) is { } found)
                return found;
        return null;
    }

    /// <exception cref="ArgumentOutOfRangeException">No such child.</exception>
    public Transform GetChild(int index) => index >= 0 && index < Children.Count ? Children[index]
        : throw new ArgumentOutOfRangeException(nameof(index), $"'{name}' has {Children.Count} children; there is no child {index}.");

    /// <summary>Whether this is another transform or below it.</summary>
    public bool IsChildOf(Transform parent)
    {
        for (var at = this; at is not null; at = at._parent)
            if (ReferenceEquals(at, parent))
                return true;
        return false;
    }

    /// <summary>Makes every child a root where it stands.</summary>
    public void DetachChildren()
    {
        foreach (var child in Children.ToArray())
            child.SetParent(null, true);
    }

    public int GetSiblingIndex() => Siblings(_parent).IndexOf(this);

    public void SetSiblingIndex(int index)
    {
        var siblings = Siblings(_parent);
        siblings.Remove(this);
        siblings.Insert(Mathf.Clamp(index, 0, siblings.Count), this);
    }

    public void SetAsFirstSibling() => SetSiblingIndex(0);

    public void SetAsLastSibling() => SetSiblingIndex(int.MaxValue);

    internal override void Remove() => Siblings(_parent).Remove(this);

    List<Transform> Siblings(Transform? of) => of is null ? Scene.Roots : of.Children;
}
