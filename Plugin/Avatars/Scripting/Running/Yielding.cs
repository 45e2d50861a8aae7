using System;
using System.Collections;

namespace Avatars.Scripting;

/// <summary>What a coroutine waits for.</summary>
public class YieldInstruction;

/// <summary>Waits for scaled seconds: up to the first frame at or after them.</summary>
public sealed class WaitForSeconds(float seconds) : YieldInstruction
{
    internal float Seconds { get; } = seconds;
}

/// <summary>Waits until the frame has been drawn.</summary>
public sealed class WaitForEndOfFrame : YieldInstruction;

/// <summary>Waits until after the next FixedUpdate.</summary>
public sealed class WaitForFixedUpdate : YieldInstruction;

/// <summary>Waits as long as a property says; asked once a frame, after Update.</summary>
public abstract class CustomYieldInstruction : IEnumerator
{
    public abstract bool keepWaiting { get; }

    public object? Current => null;

    public bool MoveNext() => keepWaiting;

    public virtual void Reset() { }
}

/// <summary>Waits for seconds whatever the time's scale. May be used again after it has ended.</summary>
public sealed class WaitForSecondsRealtime(float time) : CustomYieldInstruction
{
    double _end = -1;

    public float waitTime { get; set; } = time;

    public override bool keepWaiting
    {
        get
        {
            var now = Time.unscaledTimeAsDouble;
            if (_end < 0)
                _end = now + waitTime;
            var isWaiting = now < _end - SceneRounding.Seconds;
            if (!isWaiting)
                Reset();
            return isWaiting;
        }
    }

    public override void Reset() => _end = -1;
}

/// <summary>Which clock a timeout runs by.</summary>
public enum WaitTimeoutMode
{
    Realtime = 0,
    InGameTime = 1,
}

/// <summary>Waits until a condition holds.</summary>
public sealed class WaitUntil : CustomYieldInstruction
{
    readonly WaitCondition _condition;

    public WaitUntil(Func<bool> predicate) => _condition = new WaitCondition(predicate, true);

    /// <param name="onTimeout">Called when the time is over; then the coroutine goes on.</param>
    /// <exception cref="ArgumentException">The timeout is not positive.</exception>
    /// <exception cref="ArgumentNullException">No callback.</exception>
    public WaitUntil(Func<bool> predicate, TimeSpan timeout, Action onTimeout, WaitTimeoutMode timeoutMode = WaitTimeoutMode.Realtime) =>
        _condition = new WaitCondition(predicate, true, timeout, onTimeout, timeoutMode);

    public override bool keepWaiting => _condition.KeepWaiting();
}

/// <summary>Waits while a condition holds.</summary>
public sealed class WaitWhile : CustomYieldInstruction
{
    readonly WaitCondition _condition;

    public WaitWhile(Func<bool> predicate) => _condition = new WaitCondition(predicate, false);

    /// <param name="onTimeout">Called when the time is over; then the coroutine goes on.</param>
    /// <exception cref="ArgumentException">The timeout is not positive.</exception>
    /// <exception cref="ArgumentNullException">No callback.</exception>
    public WaitWhile(Func<bool> predicate, TimeSpan timeout, Action onTimeout, WaitTimeoutMode timeoutMode = WaitTimeoutMode.Realtime) =>
        _condition = new WaitCondition(predicate, false, timeout, onTimeout, timeoutMode);

    public override bool keepWaiting => _condition.KeepWaiting();
}

/// <summary>A condition with an optional end of patience.</summary>
sealed class WaitCondition
{
    readonly Func<bool> _predicate;
    readonly bool _endsWhen;
    readonly Action? _onTimeout;
    readonly WaitTimeoutMode _mode;
    readonly double _end;

    public WaitCondition(Func<bool> predicate, bool endsWhen)
    {
        _predicate = predicate ?? throw new ArgumentNullException(nameof(predicate));
        _endsWhen = endsWhen;
    }

    public WaitCondition(Func<bool> predicate, bool endsWhen, TimeSpan timeout, Action onTimeout, WaitTimeoutMode mode) : this(predicate, endsWhen)
    {
        if (timeout <= TimeSpan.Zero)
            throw new ArgumentException($"A timeout of {timeout} is over before it begins. Give more than 0.", nameof(timeout));
        _onTimeout = onTimeout ?? throw new ArgumentNullException(nameof(onTimeout));
        _mode = mode;
        _end = Now + timeout.TotalSeconds;
    }

    double Now => _mode == WaitTimeoutMode.Realtime ? Time.unscaledTimeAsDouble : Time.timeAsDouble;

    public bool KeepWaiting()
    {
        if (_predicate() == _endsWhen)
            return false;
        if (_onTimeout is null || Now < _end - SceneRounding.Seconds)
            return true;
        _onTimeout();
        return false;
    }
}

static class SceneRounding
{
    /// <summary>Sums of frame times are off by less than this, seconds.</summary>
    public const double Seconds = 1e-6;
}
