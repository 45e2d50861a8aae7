using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using System.Threading.Tasks;

namespace Avatars.Scripting;

/// <summary>The methods of one behaviour that the scene calls, found by their names whether they are public or not, as in Unity.</summary>
sealed class Callbacks
{
    readonly MonoBehaviour _owner;

    public Callbacks(MonoBehaviour owner)
    {
        _owner = owner;
        Awake = Find("Awake");
        OnEnable = Find("OnEnable");
        OnDisable = Find("OnDisable");
        OnDestroy = Find("OnDestroy");
        FixedUpdate = Find("FixedUpdate");
        Update = Find("Update");
        LateUpdate = Find("LateUpdate");
        OnAnimatorMove = Find("OnAnimatorMove");
        OnValidate = Find("OnValidate");
        Reset = Find("Reset");
        var ik = MethodOf("OnAnimatorIK", typeof(int));
        OnAnimatorIK = ik is null ? null : (Action<int>)Delegate.CreateDelegate(typeof(Action<int>), ik.IsStatic ? null : owner, ik);
    }

    public Action? Awake { get; }

    public Action? OnEnable { get; }

    public Action? OnDisable { get; }

    public Action? OnDestroy { get; }

    public Action? FixedUpdate { get; }

    public Action? Update { get; }

    public Action? LateUpdate { get; }

    public Action? OnAnimatorMove { get; }

    public Action<int>? OnAnimatorIK { get; }

    public Action? OnValidate { get; }

    public Action? Reset { get; }

    /// <summary>Start, which may be a coroutine or asynchronous.</summary>
    public void Start()
    {
        var method = MethodOf("Start");
        if (method is null)
            return;
        if (typeof(IEnumerator).IsAssignableFrom(method.ReturnType))
            _owner.StartCoroutine((IEnumerator)Call(method)!);
        else if (typeof(Task).IsAssignableFrom(method.ReturnType))
            Observe((Task?)Call(method));
        else
            Call(method);
    }

    /// <summary>A method without parameters, for Invoke and StartCoroutine by name; null where there is none.</summary>
    public MethodInfo? Named(string name) => MethodOf(name);

    public object? Call(MethodInfo method)
    {
        try
        {
            return method.Invoke(_owner, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        catch (TargetInvocationException error) when (error.InnerException is not null) // a runtime that wraps all the same
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error.InnerException).Throw();
            throw;
        }
    }

    static async void Observe(Task? task)
    {
        if (task is not null)
            await task; // a failure reaches the scene's context, and with it the log
    }

    /// <summary>A callback; one that returns a Task is awaited, so that its failure is logged.</summary>
    Action? Find(string name)
    {
        var method = MethodOf(name);
        if (method is null)
            return null;
        if (method.ReturnType == typeof(void))
            return (Action)Delegate.CreateDelegate(typeof(Action), method.IsStatic ? null : _owner, method);
        return () =>
        {
            if (Call(method) is Task task)
                Observe(task);
        };
    }

    MethodInfo? MethodOf(string name, params Type[] parameters)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var type = _owner.GetType(); type is not null && type != typeof(MonoBehaviour) && type != typeof(AvatarBehaviour); type = type.BaseType)
            if (type.GetMethod(name, Own, null, parameters, null) is { IsAbstract: false } method)
                return method;
        return null;
    }
}
