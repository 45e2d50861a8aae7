using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Avatars.Files;

namespace Avatars.Applications;

/// <summary>
/// The outermost call of the command line and of the viewer: a failure becomes one line with a remedy and exit code 1, and a signal to end leaves
/// nothing half-written. No exception passes it.
/// </summary>
static partial class EntryPoint
{
    const int MostWords = 50_000;

    /// <summary>Parses and runs a command. What it prints of failures begins with <paramref name="program"/>.</summary>
    public static int Run(string program, RootCommand root, string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.SetOut(new StreamWriter(new CheckedOutput(Console.OpenStandardOutput())) { AutoFlush = true });
        using var signals = new StopSignals();
        try
        {
            RequireFew(args);
            var parsed = root.Parse(args);
            if (ParseErrors.MissingValue(parsed) is { } missing)
                return PrintError(program, ParseErrors.Line(program, parsed, missing), 1);
            if (parsed.Action is ParseErrorAction)
                return PrintError(program, ParseErrors.Line(program, parsed), 1);
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var code = parsed.InvokeAsync(configuration, signals.Token).GetAwaiter().GetResult();
            return signals.ExitCode is { } stopped ? Stopped(program, stopped) : code;
        }
        catch (Exception error)
        {
            if (signals.ExitCode is { } code)
                return Stopped(program, code);
            return PrintError(program, MessageOf(error), 1);
        }
        finally
        {
            UnfinishedFiles.DeleteAll();
        }
    }

    /// <summary>Parsing takes a kilobyte for each word.</summary>
    /// <exception cref="ArgumentException">There are more words than anyone gives.</exception>
    internal static void RequireFew(IReadOnlyCollection<string> args)
    {
        if (args.Count > MostWords)
            throw new ArgumentException($"The command has {args.Count:N0} words; {MostWords:N0} are the most. Give the files in several commands.");
    }

    static int Stopped(string program, int code) => PrintError(program, "stopped; nothing half-written was left.", code);

    /// <summary>One line on the error stream; a closed one changes nothing.</summary>
    static int PrintError(string program, string message, int code)
    {
        try
        {
            Console.Error.WriteLine($"{program}: {message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
        return code;
    }

    static string MessageOf(Exception error)
    {
        while (error is AggregateException or TargetInvocationException or TypeInitializationException && error.InnerException is { } inner)
            error = inner;
        if (IsForTheUser(error))
            return ErrorLine.Of(error);
        if (error is OutOfMemoryException)
            return "there is not enough memory for this. Close other programs, or use a smaller model, size or file.";
        return $"this is a fault of Avatar. Please report it with the command and its files: {error.GetType().Name}{LocationOf(error)}: {ErrorLine.Of(error)}";
    }

    /// <summary>Files' and users' mistakes. The kinds that .NET throws for programmers' mistakes too count only where Avatar's own code threw them.</summary>
    static bool IsForTheUser(Exception error) => error switch
    {
        IOException or UnauthorizedAccessException or OperationCanceledException => true,
        ArgumentException or FormatException or InvalidOperationException or NotSupportedException or KeyNotFoundException => IsAvatars(ThrowingMethod(error)),
        _ => false,
    };

    static MethodBase? ThrowingMethod(Exception error) => new StackTrace(error).GetFrame(0)?.GetMethod();

    static bool IsAvatars(MethodBase? method) => method?.DeclaringType?.FullName?.StartsWith("Avatars.", StringComparison.Ordinal) ?? true;

    /// <summary>The innermost of our methods on the stack.</summary>
    static string LocationOf(Exception error) =>
        new StackTrace(error).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(method => method is not null && IsAvatars(method))
            is { DeclaringType: { } type } found
            ? $" in {type.Name}.{found.Name}" : "";

    /// <summary>Standard output with an error message for a closed or full stream.</summary>
    sealed class CheckedOutput(Stream output) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => output.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                output.Write(buffer, offset, count);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"what the command prints cannot be written ({error.Message.TrimEnd('.')}). Leave standard output open, or send "
                    + "it to a file on a disk with room.", error);
            }
        }
    }

    /// <summary>System.CommandLine's complaints in our words.</summary>
    static partial class ParseErrors
    {
        public static string Line(string program, ParseResult parsed)
        {
            var messages = parsed.Errors.Select(error => error.Message).ToArray();
            // An unknown word is reported first: it is often the reason why another argument seems to be missing.
            var first = messages.FirstOrDefault(message => message.StartsWith("Unrecognized", StringComparison.Ordinal)) ?? messages.FirstOrDefault()
                ?? "the command line cannot be read.";
            return Line(program, parsed, Reworded(first));
        }

        public static string Line(string program, ParseResult parsed, string message) =>
            $"{ErrorLine.Printable(message, 400).TrimEnd('.')}. See '{string.Join(' ', NamesOf(parsed).Prepend(program))} --help'.";

        /// <summary>An option whose value was forgotten: the parser takes the name of the next one for it. Null when there is none.</summary>
        public static string? MissingValue(ParseResult parsed)
        {
            var command = parsed.CommandResult.Command;
            foreach (var option in command.Options)
                if (parsed.GetResult(option) is { Implicit: false } given
                    && given.Tokens.FirstOrDefault(token => command.Options.Any(other => other.Name == token.Value)) is { } next)
                    return $"{option.Name} has no value: {next.Value}, another option, follows it";
            return null;
        }

        static Stack<string> NamesOf(ParseResult parsed)
        {
            var names = new Stack<string>();
            for (var result = parsed.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
                names.Push(result.Command.Name);
            return names;
        }

        static string Reworded(string message) =>
            NotOfType().Match(message) is { Success: true } wrong
                ? $"{wrong.Groups["option"].Value} '{wrong.Groups["value"].Value}': {KindOf(wrong.Groups["type"].Value)} is expected"
            : message.StartsWith("Required command", StringComparison.Ordinal) ? "a command is missing"
            : message.StartsWith("Unrecognized", StringComparison.Ordinal) ? "not known: "
                + message[(message.IndexOf('\'', StringComparison.Ordinal) is var at and >= 0 ? at : 0)..]
            : message;

        static string KindOf(string type) => type.Contains("Int", StringComparison.Ordinal) ? "a whole number"
            : type.Contains("Double", StringComparison.Ordinal) || type.Contains("Single", StringComparison.Ordinal) ? "a number" : "another kind of value";

        [GeneratedRegex(@"^Cannot parse argument '(?<value>.*)' for option '(?<option>[^']*)' as expected type '(?<type>[^']*)'", RegexOptions.Singleline)]
        private static partial Regex NotOfType();
    }
}
