using System;
using System.Reflection;
using System.Threading;

namespace Avatars.Scripting;

/// <summary>
/// A script component with Unity's life cycle. The scene calls methods of these names, public or not: Awake, OnEnable, Start, FixedUpdate, Update,
/// OnAnimatorMove, OnAnimatorIK, LateUpdate, OnDisable, OnDestroy, and OnValidate and Reset when an inspector edits.
/// </summary>
public partial class MonoBehaviour : Behaviour
{
    readonly CancellationTokenSource _destroyed = new();
    Callbacks? _callbacks;
    int? _executionOrder;
    bool _isOn; // OnEnable has been called, OnDisable has not

    /// <summary>Whether Awake has been called.</summary>
    public bool didAwake { get; private set; }

    /// <summary>Whether Start has been called.</summary>
    public bool didStart { get; private set; }

    /// <summary>Cancelled when the component is destroyed.</summary>
    public CancellationToken destroyCancellationToken => _destroyed.Token;

    internal int ExecutionOrder => _executionOrder ??= GetType().GetCustomAttribute<DefaultExecutionOrderAttribute>(true)?.order ?? 0;

    internal Callbacks Callbacks => _callbacks ??= new Callbacks(this);

    /// <summary>Receives Update and its like.</summary>
    internal bool IsRunning => _isOn && !IsDestroyed;

    /// <summary>The same as <see cref="Debug.Log(object)"/>.</summary>
    public static void print(object? message) => Debug.Log(message);

    /// <summary>Calls code of the script; what it throws is logged.</summary>
    /// <returns>False when it threw.</returns>
    internal bool Guard(Action call) => Scene.Guard(this, call);

    internal override void Activate()
    {
        if (IsDestroyed)
            return;
        if (!didAwake)
        {
            didAwake = true;
            if (Callbacks.Awake is { } awake && !Guard(awake))
            {
                enabled = false;
                return;
            }
        }
        SwitchOn();
    }

    internal override void Deactivate()
    {
        SwitchOff();
        StopAllCoroutines();
    }

    internal override void EnabledChanged()
    {
        if (!didAwake || !gameObject.activeInHierarchy)
            return;
        if (enabled)
            SwitchOn();
        else
            SwitchOff();
    }

    internal override void Remove()
    {
        SwitchOff();
        StopAllCoroutines();
        CancelInvoke();
        if (didAwake && Callbacks.OnDestroy is { } destroy)
            Guard(destroy);
        _destroyed.Cancel();
    }

    /// <summary>Start, once, before the first Update or FixedUpdate.</summary>
    internal void StartOnce()
    {
        if (didStart || !IsRunning)
            return;
        didStart = true;
        Guard(Callbacks.Start);
    }

    /// <summary>After an edit of a field.</summary>
    internal void Validate()
    {
        if (Callbacks.OnValidate is { } validate)
            Guard(validate);
    }

    void SwitchOn()
    {
        if (_isOn || !enabled || IsDestroyed || !gameObject.activeInHierarchy)
            return;
        _isOn = true;
        if (Callbacks.OnEnable is { } on)
            Guard(on);
    }

    void SwitchOff()
    {
        if (!_isOn)
            return;
        _isOn = false;
        if (Callbacks.OnDisable is { } off)
            Guard(off);
    }
}
