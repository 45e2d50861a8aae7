using System;
using System.Collections.Generic;

namespace Avatars.Scripting;

public sealed partial class ScriptScene
{
    /// <summary>Active and inactive game objects, the oldest first.</summary>
    public IReadOnlyList<GameObject> Objects => _objects;

    /// <summary>The first component of a type on an active object, or null.</summary>
    public T? Find<T>() where T : class
    {
        foreach (var component in FindAll<T>())
            return component;
        return null;
    }

    internal GameObject? FindObject(string name) => _objects.Find(one => one.name == name && one.activeInHierarchy);

    /// <summary>The components of a type on active objects, the oldest object first.</summary>
    public IReadOnlyList<T> FindAll<T>() where T : class
    {
        var found = new List<T>();
        foreach (var one in _objects)
            foreach (var component in one.Components)
                if (component is T match && one.activeInHierarchy)
                    found.Add(match);
        return found;
    }

    internal void Add(GameObject added)
    {
        _objects.Add(added);
        Roots.Add(added.transform);
    }

    internal void Added(Component component)
    {
        if (component is MonoBehaviour behaviour)
        {
            var order = OrderOf(behaviour);
            var at = _behaviours.FindLastIndex(other => OrderOf(other) <= order) + 1;
            _behaviours.Insert(at, behaviour);
        }
        if (_loading is not null)
            _loading.Add(component);
        else if (component.gameObject.activeInHierarchy)
            component.Activate();
    }

    internal void DestroyLater(Object doomed, float seconds) => _dying.Add((doomed, seconds > 0 ? Clock.FrameTime + seconds : 0));

    internal void DestroyNow(Object doomed)
    {
        if (doomed.IsDestroyed)
            return;
        switch (doomed)
        {
            case GameObject gone:
                foreach (var child in gone.transform.Children.ToArray())
                    DestroyNow(child.gameObject);
                foreach (var component in new List<Component>(gone.Components))
                    Remove(component);
                gone.IsDestroyed = true;
                _objects.Remove(gone);
                break;
            case Transform transform:
                Debug.LogError($"The transform of '{transform.name}' cannot be destroyed. Destroy its game object.", transform);
                break;
            case Component component:
                Remove(component);
                break;
            default:
                doomed.IsDestroyed = true;
                break;
        }
    }

    void Remove(Component component)
    {
        if (component.IsDestroyed)
            return;
        component.Remove();
        component.IsDestroyed = true;
        component.gameObject.Detach(component);
        if (component is MonoBehaviour behaviour)
            _behaviours.Remove(behaviour);
    }

    void DestroyDue()
    {
        foreach (var (doomed, time) in _dying.ToArray())
            if (time <= Clock.FrameTime + SceneRounding.Seconds)
            {
                _dying.Remove((doomed, time));
                DestroyNow(doomed);
            }
    }

    static int OrderOf(Component component) => component is MonoBehaviour behaviour ? behaviour.ExecutionOrder : 0;
}
