using System;
using System.Collections.Generic;
using System.Reflection;

namespace Avatars.Scripting;

/// <summary>A thing in the scene: a place, and components.</summary>
public sealed class GameObject : Object
{
    readonly List<Component> _components = [];
    bool _activeSelf = true;

    public GameObject() : this("New Game Object") { }

    public GameObject(string name, params Type[] components)
    {
        this.name = name;
        transform = new Transform();
        transform.Attach(this);
        _components.Add(transform);
        Scene.Add(this);
        foreach (var type in components)
            AddComponent(type);
    }

    public Transform transform { get; }

    public string tag { get; set; } = "Untagged";

    public int layer { get; set; }

    public bool activeSelf => _activeSelf;

    /// <summary>Active, and so are all above it.</summary>
    public bool activeInHierarchy
    {
        get
        {
            for (var at = this; at is not null; at = at.transform.parent?.gameObject)
                if (!at._activeSelf || at.IsDestroyed)
                    return false;
            return true;
        }
    }

    internal IReadOnlyList<Component> Components => _components;

    public void SetActive(bool value)
    {
        if (_activeSelf == value || IsDestroyed)
            return;
        var was = activeInHierarchy;
        if (!value && was)
            Visit(component => component.Deactivate());
        _activeSelf = value;
        if (!was && activeInHierarchy)
            Visit(component => component.Activate());
    }

    public T AddComponent<T>() where T : Component => (T)AddComponent(typeof(T));

    /// <summary>Adds a component, and first those that it requires. On an active object its Awake and OnEnable have run afterwards.</summary>
    /// <exception cref="ArgumentException">No component, an abstract one, or one of which there may be only one.</exception>
    public Component AddComponent(Type componentType)
    {
        if (!typeof(Component).IsAssignableFrom(componentType) || componentType.IsAbstract || componentType == typeof(Transform))
            throw new ArgumentException($"{componentType.Name} cannot be added to '{name}': it is not a component class.", nameof(componentType));
        if (componentType.IsDefined(typeof(DisallowMultipleComponentAttribute), true) && GetComponent(componentType) is not null)
            throw new ArgumentException($"'{name}' has a {componentType.Name} already, and may have only one.", nameof(componentType));
        foreach (var required in componentType.GetCustomAttributes<RequireComponentAttribute>(true))
            foreach (var type in required.Types)
                if (GetComponent(type) is null)
                    AddComponent(type);
        var component = (Component)Activator.CreateInstance(componentType, true)!;
        component.Attach(this);
        _components.Add(component);
        Scene.Added(component);
        return component;
    }

    public T? GetComponent<T>() where T : class
    {
        foreach (var component in _components)
            if (component is T found)
                return found;
        return null;
    }

    public Component? GetComponent(Type type)
    {
        foreach (var component in _components)
            if (type.IsInstanceOfType(component))
                return component;
        return null;
    }

    public T[] GetComponents<T>() where T : class
    {
        var found = new List<T>();
        foreach (var component in _components)
            if (component is T one)
                found.Add(one);
        return found.ToArray();
    }

    /// <summary>On the object itself and on all active ones below it, depth first.</summary>
    public T[] GetComponentsInChildren<T>() where T : class
    {
        var found = new List<T>();
        Collect(this);
        return found.ToArray();

        void Collect(GameObject owner)
        {
            if (!owner.activeInHierarchy)
                return;
            found.AddRange(owner.GetComponents<T>());
            for (var i = 0; i < owner.transform.childCount; i++)
                Collect(owner.transform.GetChild(i).gameObject);
        }
    }

    /// <summary>On the object itself or below it.</summary>
    public T? GetComponentInChildren<T>() where T : class
    {
        if (GetComponent<T>() is { } own)
            return own;
        foreach (Transform child in transform)
            if (child.gameObject.GetComponentInChildren<T>() is { } found)
                return found;
        return null;
    }

    /// <summary>An active object of the scene by its name, or null.</summary>
    public static GameObject? Find(string name) => ScriptScene.Required.FindObject(name);

    internal void Detach(Component component) => _components.Remove(component);

    /// <summary>Every component of the object and of the active ones below it.</summary>
    internal void Visit(Action<Component> visit)
    {
        foreach (var component in _components.ToArray())
            visit(component);
        foreach (var child in transform.Children.ToArray())
            if (child.gameObject._activeSelf)
                child.gameObject.Visit(visit);
    }
}
