using System.Diagnostics;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Fuzzing.Running;

/// <summary>Runs cases in a child process, which is started again after each death.</summary>
sealed class ChildProcess : IDisposable
{
    const long HeapLimit = 3L << 30; // a reader that wants more fails with OutOfMemoryException, and the machine goes on

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // by the clock, under any load; processor time is judged by the child

    readonly Fixtures.TemporaryFolder _folder = new();
    Process? _process;
    Task<string>? _errors;

    /// <summary>Mutation number <paramref name="index"/> of a reader.</summary>
    public Verdict Judge(Reader reader, int seed, int index) => Ask(FormattableString.Invariant($"case\t{reader.Name}\t{seed}\t{index}"));

    public Verdict Judge(Reader reader, CaseFiles input)
    {
        var path = _folder["asked.json"];
        CaseJson.Write(path, reader.Name, input);
        return Ask($"file\t{path}");
    }

    public void Dispose()
    {
        End();
        _folder.Dispose();
    }

    Verdict Ask(string request)
    {
        _process ??= Start();
        try
        {
            _process.StandardInput.WriteLine(request);
            _process.StandardInput.Flush();
            var answer = _process.StandardOutput.ReadLineAsync();
            if (!answer.Wait(Patience))
            {
                End();
                return new Verdict(Outcome.Hang, $"no answer within {Patience.TotalSeconds} s", "", Patience.TotalMilliseconds, 0);
            }
            if (answer.Result is { } line)
                return JsonSerializer.Deserialize<Verdict>(line)!;
        }
        catch (Exception error) when (error is IOException or AggregateException { InnerException: IOException })
        {
            // It has died.
        }
        _process.WaitForExit();
        var (code, errors) = (_process.ExitCode, _errors!.Result);
        End();
        var frame = errors.Split('\n').FirstOrDefault(line => line.Contains("at Avatars.", StringComparison.Ordinal)
            && !line.Contains("at Avatars.Fuzzing", StringComparison.Ordinal)) ?? "";
        var location = frame.Replace("at ", "", StringComparison.Ordinal).Trim().Split('(')[0];
        return new Verdict(Outcome.Death, ErrorLine.Printable($"exit code {code}: {errors}", 400), location, 0, 0);
    }

    Process Start()
    {
        var assembly = typeof(ChildProcess).Assembly.Location;
        var outside = Directory.CreateDirectory(_folder[Path.GetRandomFileName()]).FullName;
        var start = new ProcessStartInfo("dotnet", [assembly, "child", outside])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = outside,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{HeapLimit:X}";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(outside, "temporary")).FullName;
        start.Environment["AVATAR_CACHE"] = Path.Combine(outside, "cache");
        var process = Process.Start(start)!;
        _errors = process.StandardError.ReadToEndAsync();
        return process;
    }

    void End()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }
}
