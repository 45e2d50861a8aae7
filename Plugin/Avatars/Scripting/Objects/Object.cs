using System;

namespace Avatars.Scripting;

/// <summary>What a scene consists of. A destroyed one equals null by <c>==</c>, but not by <c>?.</c> and <c>??</c>; as in Unity.</summary>
public class Object
{
    string _name = "";

    /// <exception cref="InvalidOperationException">No scene runs on this thread.</exception>
    public Object()
    {
        Scene = ScriptScene.Required;
        InstanceId = Scene.NextInstanceId();
    }

    public virtual string name { get => _name; set => _name = value ?? ""; }

    internal ScriptScene Scene { get; }

    internal int InstanceId { get; }

    internal bool IsDestroyed { get; set; }

    public int GetInstanceID() => InstanceId;

    public static implicit operator bool(Object? exists) => exists is { IsDestroyed: false };

    public static bool operator ==(Object? x, Object? y) => IsSame(x, y);

    public static bool operator !=(Object? x, Object? y) => !IsSame(x, y);

    public override bool Equals(object? obj) => obj is Object other ? IsSame(this, other) : obj is null && IsDestroyed;

    public override int GetHashCode() => InstanceId;

    public override string ToString() => $"{name} ({GetType().Name})";

    /// <summary>Removes an object, a component or a whole game object, at the end of the frame.</summary>
    public static void Destroy(Object? obj) => Destroy(obj, 0);

    /// <param name="t">Scaled seconds from now.</param>
    public static void Destroy(Object? obj, float t)
    {
        if (obj is { IsDestroyed: false })
            obj.Scene.DestroyLater(obj, t);
    }

    /// <summary>Removes an object at once.</summary>
    public static void DestroyImmediate(Object? obj)
    {
        if (obj is { IsDestroyed: false })
            obj.Scene.DestroyNow(obj);
    }

    /// <summary>The first component of a type on an active object, or null.</summary>
    public static T? FindFirstObjectByType<T>() where T : class => ScriptScene.Required.Find<T>();

    static bool IsSame(Object? x, Object? y)
    {
        if (x is { IsDestroyed: true })
            x = null;
        if (y is { IsDestroyed: true })
            y = null;
        return ReferenceEquals(x, y);
    }
}
