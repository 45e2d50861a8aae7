using System;
using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Calls by name that wait for their time.</summary>
sealed class Invocations
{
    readonly List<Invocation> _waiting = [];

    public void Add(MonoBehaviour owner, string method, float seconds, float repeat) =>
        _waiting.Add(new Invocation(owner, method, owner.Scene.Clock.Time + Math.Max(0, seconds), repeat));

    public void Cancel(MonoBehaviour owner, string? method) => _waiting.RemoveAll(one => one.Is(owner, method));

    public bool IsWaiting(MonoBehaviour owner, string? method) => _waiting.Exists(one => one.Is(owner, method));

    /// <summary>Calls what is due, in the order of the calls of Invoke.</summary>
    public void Run(double now)
    {
        foreach (var one in _waiting.ToArray())
            while (_waiting.Contains(one) && one.Due <= now + SceneRounding.Seconds)
            {
                if (one.Repeat > 0)
                    one.Due += one.Repeat;
                else
                    _waiting.Remove(one);
                one.Call();
            }
    }

    sealed class Invocation(MonoBehaviour owner, string method, double due, float repeat)
    {
        public double Due { get; set; } = due;

        public float Repeat => repeat;

        public bool Is(MonoBehaviour of, string? name) => ReferenceEquals(owner, of) && (name is null || name == method);

        public void Call()
        {
            if (owner.Callbacks.Named(method) is { } found)
                owner.Guard(() => owner.Callbacks.Call(found));
            else
                Debug.LogError($"Trying to Invoke method: {owner.GetType().Name}.{method} couldn't be called.", owner);
        }
    }
}
