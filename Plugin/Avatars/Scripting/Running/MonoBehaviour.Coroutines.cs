using System;
using System.Collections;

namespace Avatars.Scripting;

public partial class MonoBehaviour
{
    const float ShortestRepeat = 1e-5f; // seconds

    /// <summary>Runs a coroutine up to its first yield, and on from there in later frames.</summary>
    /// <returns>Null, and an error in the log, on an inactive object.</returns>
    /// <exception cref="NullReferenceException">No routine.</exception>
    public Coroutine? StartCoroutine(IEnumerator routine) => Begin(routine ?? throw NoRoutine(), null);

    /// <summary>Runs a coroutine method by its name; it can be stopped by name.</summary>
    /// <exception cref="NullReferenceException">No name.</exception>
    public Coroutine? StartCoroutine(string methodName)
    {
        if (string.IsNullOrEmpty(methodName))
            throw NoRoutine();
        if (Callbacks.Named(methodName) is { } method && typeof(IEnumerator).IsAssignableFrom(method.ReturnType))
            return Begin((IEnumerator)Callbacks.Call(method)!, methodName);
        Debug.LogError($"Coroutine '{methodName}' couldn't be started: {GetType().Name} has no method of that name that returns IEnumerator.", this);
        return null;
    }

    /// <exception cref="NullReferenceException">No coroutine.</exception>
    public void StopCoroutine(Coroutine routine)
    {
        if (routine is null)
            throw NoRoutine();
        Stop(coroutine => ReferenceEquals(coroutine, routine));
    }

    /// <param name="routine">The same instance that was started.</param>
    /// <exception cref="NullReferenceException">No routine.</exception>
    public void StopCoroutine(IEnumerator routine)
    {
        if (routine is null)
            throw NoRoutine();
        Stop(coroutine => ReferenceEquals(coroutine.Routine, routine));
    }

    /// <summary>Stops those that were started by this name.</summary>
    /// <exception cref="NullReferenceException">No name.</exception>
    public void StopCoroutine(string methodName)
    {
        if (string.IsNullOrEmpty(methodName))
            throw NoRoutine();
        Stop(coroutine => coroutine.Name == methodName);
    }

    /// <summary>Stops all coroutines of this component.</summary>
    public void StopAllCoroutines() => Stop(_ => true);

    /// <summary>Calls a method by its name after scaled seconds.</summary>
    public void Invoke(string methodName, float time) => Scene.Invocations.Add(this, methodName, time, 0);

    /// <param name="repeatRate">Seconds between two calls; 0 calls once.</param>
    /// <exception cref="UnityException">The rate is above 0 and not more than 0.00001 seconds.</exception>
    public void InvokeRepeating(string methodName, float time, float repeatRate)
    {
        if (repeatRate is > 0 and <= ShortestRepeat)
            throw new UnityException($"Invoke repeat rate has to be larger than {ShortestRepeat:F5} seconds.");
        Scene.Invocations.Add(this, methodName, time, repeatRate);
    }

    /// <summary>Cancels all calls of Invoke and InvokeRepeating on this component.</summary>
    public void CancelInvoke() => Scene.Invocations.Cancel(this, null);

    public void CancelInvoke(string methodName) => Scene.Invocations.Cancel(this, methodName);

    public bool IsInvoking() => Scene.Invocations.IsWaiting(this, null);

    public bool IsInvoking(string methodName) => Scene.Invocations.IsWaiting(this, methodName);

    Coroutine? Begin(IEnumerator routine, string? name)
    {
        if (IsDestroyed || !gameObject.activeInHierarchy)
        {
            Debug.LogError($"Coroutine couldn't be started because the game object '{this.name}' is inactive.", this);
            return null;
        }
        var coroutine = new Coroutine(this, routine, name);
        Scene.Coroutines.Add(coroutine);
        coroutine.Advance();
        return coroutine;
    }

    void Stop(Predicate<Coroutine> which)
    {
        foreach (var coroutine in Scene.Coroutines)
            if (ReferenceEquals(coroutine.Owner, this) && which(coroutine))
                coroutine.Stop();
    }

#pragma warning disable CA2201 // the exception that Unity throws
    static NullReferenceException NoRoutine() => new("routine is null");
#pragma warning restore CA2201
}

/// <summary>Unity's exception for wrong calls.</summary>
public class UnityException : Exception
{
    public UnityException(string message) : base(message) { }
}
