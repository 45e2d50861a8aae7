using System.Diagnostics;

namespace Avatars.ScriptHost;

/// <summary>A place in a script, and what is wrong there.</summary>
/// <param name="File">Full path; empty where none is known.</param>
/// <param name="Line">From 1; 0 where none is known.</param>
/// <param name="Column">From 1; 0 where none is known.</param>
public sealed record ScriptError(string File, int Line, int Column, string Message)
{
    /// <summary>As compilers print it, so that editors make it a link: <c>Wave.cs(12,5): message</c>.</summary>
    public override string ToString() => File.Length == 0 ? Message
        : Column > 0 ? $"{Path.GetFileName(File)}({Line},{Column}): {Message}"
        : $"{Path.GetFileName(File)}({Line}): {Message}";

    /// <summary>The innermost place of an exception that lies in a script's own file.</summary>
    public static ScriptError Of(Exception exception, string message)
    {
        for (var error = exception; error is not null; error = error.InnerException)
            foreach (var frame in new StackTrace(error, true).GetFrames())
                if (frame.GetFileName() is { Length: > 0 } file && frame.GetMethod()?.DeclaringType?.Assembly is { IsCollectible: true })
                    return new ScriptError(file, frame.GetFileLineNumber(), 0, message);
        return new ScriptError("", 0, 0, message);
    }
}

/// <summary>A script that does not compile; the message is its first error, with its place.</summary>
public sealed class ScriptCompileException(IReadOnlyList<ScriptError> errors) : FormatException(MessageOf(errors))
{
    public IReadOnlyList<ScriptError> Errors => errors;

    static string MessageOf(IReadOnlyList<ScriptError> errors) => errors.Count == 1 ? errors[0].ToString() : $"{errors[0]} (and {errors.Count - 1} more)";
}
