using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Avatars.Scripting;

/// <summary>When in a frame a coroutine goes on.</summary>
enum ResumePhase
{
    AfterFixedUpdate,
    AfterUpdate,
    EndOfFrame,
}

/// <summary>A running coroutine.</summary>
public sealed class Coroutine : YieldInstruction
{
    readonly Stack<IEnumerator> _routines = new();
    Coroutine? _waiter;
    ResumePhase _phase;
    double _dueTime;
    int _dueFrame;
    Task? _task;
    bool _waitsForCoroutine;

    internal Coroutine(MonoBehaviour owner, IEnumerator routine, string? name)
    {
        Owner = owner;
        Routine = routine;
        Name = name;
        _routines.Push(routine);
    }

    internal MonoBehaviour Owner { get; }

    internal IEnumerator Routine { get; }

    /// <summary>The method's name where it was started by name.</summary>
    internal string? Name { get; }

    internal bool IsOver { get; private set; }

    /// <summary>Ends it without running what is left, pending <c>finally</c> blocks included. One that waits for it waits for ever.</summary>
    internal void Stop() => IsOver = true;

    internal bool IsDue(ResumePhase phase, SceneClock clock) => !IsOver && !_waitsForCoroutine && phase == _phase && (phase != ResumePhase.AfterUpdate
        || clock.FrameCount >= _dueFrame && clock.FrameTime >= _dueTime - SceneRounding.Seconds && (_task is null || _task.IsCompleted));

    /// <summary>Runs up to the next yield that waits.</summary>
    internal void Advance()
    {
        while (!IsOver)
        {
            var finished = _task;
            _task = null;
            var isMoved = false;
            if (!Owner.Guard(() =>
            {
                finished?.GetAwaiter().GetResult();
                isMoved = _routines.Peek().MoveNext();
            }))
            {
                IsOver = true; // its waiter never resumes
                return;
            }
            if (IsOver)
                return;
            if (!isMoved)
            {
                _routines.Pop();
                if (_routines.Count > 0)
                    continue;
                IsOver = true;
                if (_waiter is { IsOver: false } waiter)
                {
                    waiter._waitsForCoroutine = false;
                    waiter.Advance();
                }
                return;
            }
            if (Wait(_routines.Peek().Current))
                return;
        }
    }

    /// <summary>False where there is nothing to wait for.</summary>
    bool Wait(object? instruction)
    {
        var clock = Owner.Scene.Clock;
        (_phase, _dueFrame, _dueTime) = (ResumePhase.AfterUpdate, clock.FrameCount + 1, 0);
        switch (instruction)
        {
            case Coroutine { IsOver: true }:
                return false;
            case Coroutine other when other._waiter is { IsOver: false }:
                Debug.LogError("Another coroutine is already waiting for this coroutine. Only one can; start it a second time instead.", Owner);
                _waitsForCoroutine = true;
                return true;
            case Coroutine other:
                other._waiter = this;
                _waitsForCoroutine = true;
                return true;
            case WaitForSeconds wait:
                _dueTime = clock.Time + wait.Seconds;
                return true;
            case WaitForEndOfFrame:
                _phase = ResumePhase.EndOfFrame;
                return true;
            case WaitForFixedUpdate:
                _phase = ResumePhase.AfterFixedUpdate;
                return true;
            case Task task:
                _task = task;
                return true;
            case IEnumerator nested:
                _routines.Push(nested);
                return false;
            default:
                return true;
        }
    }
}
