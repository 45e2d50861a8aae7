using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Avatars.Scripting;

/// <summary>A part of a game object.</summary>
public class Component : Object
{
    GameObject? _gameObject;

    /// <exception cref="InvalidOperationException">The component was made with <c>new</c>: use AddComponent.</exception>
    public GameObject gameObject => _gameObject
        ?? throw new InvalidOperationException($"This {GetType().Name} belongs to no game object. Add it with AddComponent, not with new; in a constructor "
            + "the object is not there yet, in Awake it is.");

    public Transform transform => gameObject.transform;

    /// <summary>The game object's.</summary>
    public override string name { get => _gameObject is { } owner ? owner.name : ""; set => gameObject.name = value; }

    public T? GetComponent<T>() where T : class => gameObject.GetComponent<T>();

    public Component? GetComponent(Type type) => gameObject.GetComponent(type);

    public bool TryGetComponent<T>([NotNullWhen(true)] out T? component) where T : class => (component = GetComponent<T>()) is not null;

    public T[] GetComponents<T>() where T : class => gameObject.GetComponents<T>();

    /// <summary>On the object itself or below it.</summary>
    public T? GetComponentInChildren<T>() where T : class => gameObject.GetComponentInChildren<T>();

    /// <inheritdoc cref="GameObject.GetComponentsInChildren"/>
    public T[] GetComponentsInChildren<T>() where T : class => gameObject.GetComponentsInChildren<T>();

    /// <summary>On the object itself or above it.</summary>
    public T? GetComponentInParent<T>() where T : class
    {
        for (Transform? at = transform; at is not null; at = at.parent)
            if (at.gameObject.GetComponent<T>() is { } found)
                return found;
        return null;
    }

    internal void Attach(GameObject owner) => _gameObject = owner;

    /// <summary>After the object became active, or the component was added to an active one.</summary>
    internal virtual void Activate() { }

    /// <summary>Before the object becomes inactive.</summary>
    internal virtual void Deactivate() { }

    /// <summary>Before the component is removed.</summary>
    internal virtual void Remove() { }
}

/// <summary>A component that can be switched off.</summary>
public class Behaviour : Component
{
    bool _enabled = true;

    public bool enabled
    {
        get => _enabled;
        set
        {
            if (_enabled == value || IsDestroyed)
                return;
            _enabled = value;
            EnabledChanged();
        }
    }

    public bool isActiveAndEnabled => _enabled && !IsDestroyed && gameObject.activeInHierarchy;

    internal virtual void EnabledChanged() { }
}
