using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Avatars.Files;

namespace Avatars.Batches.Schedulers;

/// <summary>Slurm's own programs: sbatch, squeue, sacct and scontrol.</summary>
public static class Slurm
{
    const int UsualArrayLimit = 1001; // Slurm's default of MaxArraySize

    /// <summary>Submits a script.</summary>
    /// <returns>The job's number.</returns>
    /// <exception cref="InvalidOperationException">Slurm is not here, or it refuses the job; the message has its words.</exception>
    public static string Submit(string script)
    {
        var (code, output, errors) = Ask("sbatch", "--parsable", script);
        return code == 0 && output.Trim().Split(';')[0] is { Length: > 0 } job ? job
            : throw new InvalidOperationException($"sbatch refused the job: {ErrorLine.Printable(errors.Length > 0 ? errors : output, 400).TrimEnd('.')}. "
                + $"The script is {script}; change it, or the options, and submit again.");
    }

    /// <summary>How many tasks an array may have here: one above the greatest index.</summary>
    public static int MostTasks()
    {
        var line = Ask("scontrol", "show", "config").Output.Split('\n').FirstOrDefault(line => line.StartsWith("MaxArraySize", StringComparison.Ordinal));
        return line is not null && int.TryParse(line.Split('=')[^1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0
            ? most : UsualArrayLimit;
    }

    /// <summary>Tasks of a job by state, for example RUNNING 4, PENDING 12: from the accounting where the site has one, else from the queue, which
    /// forgets finished tasks after some minutes.</summary>
    public static (IReadOnlyList<(string State, int Tasks)> States, string Source) StatesOf(string job)
    {
        var (code, output, _) = Ask("sacct", "-X", "-n", "-P", "-j", job, "-o", "State");
        var source = "sacct";
        if (code != 0)
        {
            (_, output, _) = Ask("squeue", "-h", "-r", "-t", "all", "-j", job, "-o", "%T");
            source = "squeue; this cluster keeps no accounting";
        }
        return ([.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).GroupBy(line => line.Split(' ')[0])
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))], source);
    }

    static (int Code, string Output, string Errors) Ask(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"'{program}' cannot be started: Slurm is not installed here. Run this on a login node of the cluster.",
                error);
        }
    }
}
