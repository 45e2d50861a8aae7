using System.Diagnostics;
using Avatars.Files;
using Avatars.Fixtures;

namespace Avatars.Fuzzing.Running;

/// <summary>Runs a reader over one input and judges it by the properties that every reader promises.</summary>
sealed class Measurement(string folder, Canary canary)
{
    /// <summary>Of processor time, for inputs below 1 MB; the least of three runs, since other programs disturb.</summary>
    public const double MostMilliseconds = 2000;

    const int MostMessage = 2000, Repetitions = 3;
    const int StackBytes = 1 << 20; // Windows' default for threads, less than Linux's

    /// <summary>Bytes that may be allocated for an input.</summary>
    public static long MostBytes(long inputBytes) => 16 * inputBytes + (64L << 20);

    public Verdict Judge(Reader reader, CaseFiles input)
    {
        var verdict = Once(reader, input, watchPeak: false);
        if (verdict.Outcome is not (Outcome.Slow or Outcome.Memory))
            return verdict;
        for (var i = 1; i < Repetitions && verdict.Outcome == Outcome.Slow; i++)
            if (Once(reader, input, watchPeak: false) is { Outcome: not Outcome.Slow } quicker)
                verdict = quicker;
        // Allocations add up what was never alive at one time. Where a reader is known to work in turns, the peak counts.
        if (verdict.Outcome == Outcome.Memory && reader.CountsPeak)
            verdict = Once(reader, input, watchPeak: true);
        return verdict;
    }

    Verdict Once(Reader reader, CaseFiles input, bool watchPeak)
    {
        var work = Directory.CreateDirectory(Path.Combine(folder, "case")).FullName;
        var path = input.WriteTo(work);
        var before = Listing(work);
        canary.Violation();
        Exception? thrown = null;
        using var peak = watchPeak ? new PeakMemory() : null;
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Environment.CpuUsage.TotalTime;
        var thread = new Thread(() =>
        {
            try
            {
                reader.Read(path);
            }
            catch (Exception error)
            {
                thrown = error;
            }
        }, StackBytes);
        thread.Start();
        thread.Join();
        var milliseconds = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
        var bytes = peak?.Stop() ?? GC.GetTotalAllocatedBytes() - allocated;
        var outside = canary.Violation();
        if (reader.FollowsLinks && input.Files.Values.Any(entry => entry.Kind == EntryKind.SymbolicLink))
            outside = null;
        var violation = outside ?? (reader.MovesFiles || Listing(work).SequenceEqual(before) ? null : "the folder's files changed");
        Directory.Delete(work, recursive: true);
        var (outcome, detail, location) = Of(reader, input, thrown);
        if (outcome is Outcome.Read or Outcome.Refused)
        {
            if (violation is not null)
                (outcome, detail) = (Outcome.Outside, violation);
            else if (bytes > MostBytes(input.Length))
                (outcome, detail) = (Outcome.Memory, $"{bytes >> 20} MB {(watchPeak ? "at one time" : "in all")} for {input.Length:N0} bytes");
            else if (milliseconds > MostMilliseconds && !watchPeak)
                (outcome, detail) = (Outcome.Slow, $"{milliseconds:F0} ms for {input.Length:N0} bytes");
        }
        return new Verdict(outcome, ErrorLine.Printable(detail, 500), location, milliseconds, bytes);
    }

    static (Outcome, string, string) Of(Reader reader, CaseFiles input, Exception? thrown)
    {
        if (thrown is null)
            return (Outcome.Read, "", "");
        var location = LocationOf(thrown);
        var detail = $"{thrown.GetType().Name}: {thrown.Message}";
        if (!reader.Documents(thrown))
            return (Outcome.Exception, detail, location);
        if (reader.IsShortenedLater)
            return (Outcome.Refused, detail, location);
        var names = input.Files.Keys.Select(file => Path.GetFileName(file).Split('.')[0]).Append("case");
        var fault = thrown.Message.Length == 0 ? "no message" : thrown.Message.Length > MostMessage ? $"{thrown.Message.Length} letters"
            : thrown.Message.Any(letter => char.IsControl(letter) && (letter != '\n' || reader.IsOneLine)) ? "control characters"
            : thrown.Message.Contains("(Parameter '", StringComparison.Ordinal) && thrown is not ArgumentException ? "a parameter's name"
            : reader.NamesFile && !names.Any(name => thrown.Message.Contains(name, StringComparison.Ordinal)) ? "the file is not named" : null;
        return fault is null ? (Outcome.Refused, detail, location) : (Outcome.Message, $"{fault}: {detail}", location);
    }

    /// <summary>The innermost of the product's methods, with its line where symbols are there.</summary>
    static string LocationOf(Exception error)
    {
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames();
        var frame = frames.FirstOrDefault(one => one.GetMethod()?.DeclaringType?.FullName is { } name
            && name.StartsWith("Avatars.", StringComparison.Ordinal) && !name.StartsWith("Avatars.Fuzzing", StringComparison.Ordinal)
            && one.GetMethod()!.DeclaringType!.Name is not ("FileReading" or "ErrorLine"));
        var method = frame?.GetMethod();
        return method is null ? error.InnerException is { } inner ? LocationOf(inner) : ""
            : $"{method.DeclaringType!.Name.Split('`')[0]}.{method.Name}{(frame!.GetFileLineNumber() is > 0 and var line ? $".{line}" : "")}".Trim('<', '>');
    }

    static string[] Listing(string folder) => [.. Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true, AttributesToSkip = 0, MaxRecursionDepth = 4,
    }).Order(StringComparer.Ordinal)];
}
