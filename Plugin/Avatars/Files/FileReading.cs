using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Avatars.Files;

/// <summary>The error boundary of file readers: callers see documented exceptions only.</summary>
public static class FileReading
{
    /// <summary>Runs <paramref name="read"/>; any other exception becomes a <see cref="FormatException"/> that names it.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="remedy">A sentence that ends the message.</param>
    /// <exception cref="FormatException">Thrown by the reader, or replaces an unexpected exception.</exception>
    public static T Run<T>(string source, string remedy, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (!IsDocumented(error))
        {
            throw new FormatException($"{source}: the file is damaged ({error.GetType().Name}: {ErrorLine.Printable(error.Message, 200)}). {remedy}", error);
        }
    }

    /// <summary>Exceptions that readers document, and those that end the program.</summary>
    static bool IsDocumented(Exception error) => error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException
        or OperationCanceledException
        or StackOverflowException or AccessViolationException or SEHException;
}
