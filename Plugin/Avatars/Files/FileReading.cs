using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Avatars.Files;

/// <summary>The outer bound of a reader: whatever goes wrong inside, its caller meets documented exceptions only.</summary>
public static class FileReading
{
    /// <summary>Runs <paramref name="read"/>; an exception that says nothing about the file becomes a <see cref="FormatException"/> that names it.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="remedy">A sentence that ends the message.</param>
    /// <exception cref="FormatException">The reader said so, or failed in a way that it did not foresee.</exception>
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

    /// <summary>What readers throw on purpose, and what says that the program is at its end.</summary>
    static bool IsDocumented(Exception error) => error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException or OperationCanceledException
        or StackOverflowException or AccessViolationException or SEHException;
}
