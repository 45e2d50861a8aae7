using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Avatars.Scripting;

/// <summary>A script ran too long, called itself too deeply, took too much memory, or was stopped from outside.</summary>
public sealed class ScriptStoppedException : Exception
{
    public ScriptStoppedException(string message) : base(message) { }
}

/// <summary>
/// Ends callbacks that do not return. A script host inserts a call of <see cref="Check"/> into every loop and every method of the scripts that it
/// compiles; in scripts compiled otherwise nothing is checked.
/// </summary>
public static class LoopGuard
{
    const int ChecksBetweenLooks = 256; // at the clock and the memory

    [ThreadStatic] static ScriptScene? _scene;
    [ThreadStatic] static int _checks;
    [ThreadStatic] static long _deadline;

    /// <summary>Returns at once, or throws when the callback's time or memory is used up or the stack is almost full.</summary>
    /// <exception cref="ScriptStoppedException">The script must end here.</exception>
    public static void Check()
    {
        if (_scene is null || ++_checks % ChecksBetweenLooks != 0 && _deadline != 0)
            return;
        if (_scene.IsStopping || _deadline == 0 || Stopwatch.GetTimestamp() > _deadline)
        {
            _deadline = 0; // the next check throws too: a script's own catch does not save it
            throw new ScriptStoppedException(_scene.IsStopping ? "The script was stopped."
                : $"The script did not return within {_scene.LongestCallback.TotalSeconds} seconds and was stopped. Is there a loop without an end? "
                    + "In a coroutine, yield inside the loop.");
        }
        if (_scene.IsOutOfMemory)
        {
            _deadline = 0;
            throw OutOfMemory(_scene);
        }
    }

    /// <summary>As <see cref="Check"/>, at the beginning of a method: also notices a method that calls itself without an end.</summary>
    /// <exception cref="ScriptStoppedException">The script must end here.</exception>
    public static void Enter()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new ScriptStoppedException("The script calls itself too deeply and was stopped. Is there a method that calls itself without an end?");
        Check();
    }

    /// <summary>Begins a callback, unless one is running on this thread.</summary>
    /// <returns>Whether it began, and <see cref="End"/> must be called.</returns>
    internal static bool Begin(ScriptScene scene)
    {
        if (_scene is not null || scene.LongestCallback == TimeSpan.MaxValue)
            return false;
        _scene = scene;
        scene.ForgetStop();
        _deadline = Stopwatch.GetTimestamp() + (long)(scene.LongestCallback.TotalSeconds * Stopwatch.Frequency);
        return true;
    }

    /// <summary>At the end of a callback that came to its end: what it keeps counts, however few loops it has.</summary>
    /// <exception cref="ScriptStoppedException">The scene's scripts keep too much.</exception>
    internal static void CheckMemory(ScriptScene scene)
    {
        if (scene.IsOutOfMemory)
            throw OutOfMemory(scene);
    }

    internal static void End() => _scene = null;

    static ScriptStoppedException OutOfMemory(ScriptScene scene)
    {
        scene.MeasureMemory();
        return new ScriptStoppedException($"The script took more than {scene.MostBytes >> 20} MB of memory and was stopped.");
    }
}
