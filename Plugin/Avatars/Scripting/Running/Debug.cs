using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Avatars.Scripting;

/// <summary>Kinds of log entries; values as in Unity.</summary>
public enum LogType
{
    Error = 0,
    Assert = 1,
    Warning = 2,
    Log = 3,
    Exception = 4,
}

/// <summary>A line of the scene's log.</summary>
/// <param name="Context">The object that it is about.</param>
/// <param name="Exception">With its stack, for <see cref="LogType.Exception"/>.</param>
public sealed record LogEntry(LogType Type, string Message, Object? Context, Exception? Exception);

/// <summary>A line that a script draws into the view; world space of Unity.</summary>
/// <param name="Duration">Seconds; 0 is one frame.</param>
/// <param name="DepthTest">Hidden by what is in front of it.</param>
public readonly record struct DebugLine(Vector3 Start, Vector3 End, Color Color, float Duration, bool DepthTest);

/// <summary>The scene's log, and lines in its view; as in Unity.</summary>
public static class Debug
{
    public static void Log(object? message) => Log(message, null);

    /// <param name="context">The object that the entry is about.</param>
    public static void Log(object? message, Object? context) => Write(LogType.Log, message, context);

    public static void LogWarning(object? message) => LogWarning(message, null);

    public static void LogWarning(object? message, Object? context) => Write(LogType.Warning, message, context);

    public static void LogError(object? message) => LogError(message, null);

    public static void LogError(object? message, Object? context) => Write(LogType.Error, message, context);

    public static void LogException(Exception exception) => LogException(exception, null);

    public static void LogException(Exception exception, Object? context) =>
        ScriptScene.Required.Write(new LogEntry(LogType.Exception, $"{exception.GetType().Name}: {exception.Message}", context, exception));

    public static void LogFormat(string format, params object[] args) => Log(string.Format(CultureInfo.InvariantCulture, format, args));

    /// <summary>Logs "Assertion failed" when the condition does not hold; throws nothing.</summary>
    public static void Assert(bool condition) => Assert(condition, "Assertion failed");

    public static void Assert(bool condition, object? message)
    {
        if (!condition)
            Write(LogType.Assert, message, null);
    }

    public static void DrawLine(Vector3 start, Vector3 end) => DrawLine(start, end, Color.white);

    /// <param name="duration">Seconds; 0 is one frame.</param>
    public static void DrawLine(Vector3 start, Vector3 end, Color color, float duration = 0, bool depthTest = true) =>
        ScriptScene.Required.Draw(new DebugLine(start, end, color, duration, depthTest));

    public static void DrawRay(Vector3 start, Vector3 dir) => DrawLine(start, start + dir);

    public static void DrawRay(Vector3 start, Vector3 dir, Color color, float duration = 0, bool depthTest = true) =>
        DrawLine(start, start + dir, color, duration, depthTest);

    static void Write(LogType type, object? message, Object? context) => ScriptScene.Required.Write(new LogEntry(type, TextOf(message), context, null));

    [SuppressMessage("Globalization", "CA1305", Justification = "The culture is given where a type takes one.")]
    internal static string TextOf(object? message) => message switch
    {
        null => "Null",
        Object { IsDestroyed: true } => "null",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => message.ToString() ?? "",
    };
}
