using System.Globalization;

namespace Avatars.Workers;

enum DeathKind
{
    /// <summary>From outside; the model is not to blame.</summary>
    Killed,
    Crashed,
    Hung,
    OutOfMemory,
}

/// <summary>Why a worker ended.</summary>
/// <param name="Cause">Part of a sentence, without a full stop.</param>
sealed record WorkerDeath(DeathKind Kind, string Cause)
{
    const int SignalBase = 128; // of exit codes

    static readonly Dictionary<int, string> Crashes = new()
    {
        [4] = "SIGILL, an instruction that this processor does not have", [6] = "SIGABRT", [7] = "SIGBUS, a bad memory access",
        [8] = "SIGFPE, such as a division by zero", [11] = "SIGSEGV, a bad memory access", [31] = "SIGSYS",
    };

    /// <param name="code">Of the process.</param>
    /// <param name="errors">The end of what it printed about errors.</param>
    /// <param name="wasMemoryShort">Whether the system ended processes for lack of memory meanwhile.</param>
    public static WorkerDeath Of(int code, string errors, bool wasMemoryShort)
    {
        var signal = code > SignalBase ? code - SignalBase : 0;
        if (signal == 9)
            return wasMemoryShort ? new(DeathKind.OutOfMemory, "the system ran out of memory and ended it") : new(DeathKind.Killed, "it was killed (SIGKILL)");
        if (signal is 1 or 2 or 15)
            return new(DeathKind.Killed, "it was told to end");
        if (WorkerFailure.SpeaksOfMemory(errors))
            return new(DeathKind.OutOfMemory, "memory ran out");
        var last = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [.., var line]
            ? ": " + Files.ErrorLine.Printable(line, 160).TrimEnd('.') : "";
        return new(DeathKind.Crashed, Crashes.TryGetValue(signal, out var name) ? $"it crashed ({name})"
            : string.Create(CultureInfo.InvariantCulture, $"it ended with code {code}{last}"));
    }
}

/// <summary>The worker ended during a call.</summary>
sealed class WorkerDiedException(WorkerDeath death) : Exception(death.Cause)
{
    public WorkerDeath Death => death;
}
