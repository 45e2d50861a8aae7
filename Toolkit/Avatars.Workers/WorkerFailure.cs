using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>Failures that cross from the worker to the editor and mean the same there.</summary>
static class WorkerFailure
{
    static readonly string[] SignsOfMemory = ["bad_alloc", "bad allocation", "failed to allocate", "out of memory", "outofmemory", "alloc_failed"];

    public static FailureKind KindOf(Exception error) => IsMemory(error) ? FailureKind.Memory : error switch
    {
        ArgumentException => FailureKind.Argument,
        FormatException => FailureKind.Format,
        NotSupportedException => FailureKind.NotSupported,
        InvalidOperationException => FailureKind.InvalidOperation,
        IOException or UnauthorizedAccessException => FailureKind.File,
        _ => FailureKind.Other,
    };

    /// <summary>Whether a text of ONNX Runtime, of a device's driver or of the C++ library says that memory was missing.</summary>
    public static bool SpeaksOfMemory(string text) => SignsOfMemory.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));

    public static Exception ToException(FailureKind kind, string message) => kind switch
    {
        FailureKind.Argument => new ArgumentException(message),
        FailureKind.Format => new FormatException(message),
        FailureKind.NotSupported => new NotSupportedException(message),
        FailureKind.File => new IOException(message),
        FailureKind.Memory => new WorkerMemoryException(message),
        _ => new InvalidOperationException(message),
    };

    static bool IsMemory(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            if (cause is OutOfMemoryException || SpeaksOfMemory(cause.Message))
                return true;
        return false;
    }
}

/// <summary>Memory did not suffice for a call, and the worker lives.</summary>
sealed class WorkerMemoryException(string message) : Exception(message);
