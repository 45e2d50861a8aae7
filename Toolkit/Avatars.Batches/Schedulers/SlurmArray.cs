using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Avatars.Batches.Schedulers;

/// <summary>What a job asks of Slurm.</summary>
/// <param name="Name">Of the job.</param>
/// <param name="Workers">Number of workers, those that have nothing to do included.</param>
/// <param name="Indices">Those that have something to do, from 0, in ascending order.</param>
/// <param name="Throttle">How many run at a time; 0 for no limit.</param>
/// <param name="Command">Program and arguments of a worker.</param>
public sealed record SlurmArray(string Name, int Workers, IReadOnlyList<int> Indices, int Throttle, IReadOnlyList<string> Command)
{
    /// <summary>Requeues by the script itself, so that a fault that kills every worker comes to an end.</summary>
    const int MostRequeues = 20;

    const int SecondsBeforeEnd = 60; // from the signal to the end of the job's time

    public string? Time { get; init; }

    public string? Memory { get; init; }

    public int? Processors { get; init; }

    public string? Partition { get; init; }

    public string? Account { get; init; }

    /// <summary>Folder of the tasks' output.</summary>
    public required string Logs { get; init; }

    /// <summary>The batch script: one worker, which is queued again when it is killed or its time ends.</summary>
    public string Script()
    {
        var script = new StringBuilder("#!/bin/sh\n");
        void Option(string name, object? value)
        {
            if (value is not null)
                script.Append(CultureInfo.InvariantCulture, $"#SBATCH --{name}={value}\n");
        }
        Option("job-name", Name);
        Option("array", Ranges(Indices) + (Throttle > 0 ? $"%{Throttle}" : ""));
        Option("output", Path.Combine(Logs, "slurm-%A_%a.txt"));
        Option("open-mode", "append");
        Option("time", Time);
        Option("mem", Memory);
        Option("cpus-per-task", Processors);
        Option("partition", Partition);
        Option("account", Account);
        Option("signal", $"B:USR1@{SecondsBeforeEnd}");
        script.Append("#SBATCH --requeue\n\n")
            .Append("# One worker of a batch. It stops cleanly before the job's time ends; stopped so, or killed, it is queued again and goes on.\n")
            .Append("trap 'again=1; kill -TERM \"$worker\"' USR1\n")
            .Append("trap 'cancelled=1; kill -TERM \"$worker\"' TERM\n")
            .Append(string.Join(' ', Command.Select(Quoted))).Append(" &\nworker=$!\n")
            .Append("while :; do\n    wait \"$worker\"\n    code=$?\n    kill -0 \"$worker\" 2>/dev/null || break\ndone\n")
            .Append("if [ -z \"${cancelled:-}\" ] && { [ -n \"${again:-}\" ] || [ \"$code\" -ge 128 ]; } ")
            .Append(CultureInfo.InvariantCulture, $"&& [ \"${{SLURM_RESTART_COUNT:-0}}\" -lt {MostRequeues} ]; then\n")
            .Append("    scontrol requeue \"$SLURM_JOB_ID\" && sleep 60\nfi\nexit \"$code\"\n");
        return script.ToString();
    }

    /// <summary>Numbers as Slurm's arrays take them: 0-3,7.</summary>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        var ranges = new List<string>();
        for (var i = 0; i < numbers.Count; i++)
        {
            var first = numbers[i];
            while (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1)
                i++;
            ranges.Add(numbers[i] == first ? $"{first}" : $"{first}-{numbers[i]}");
        }
        return string.Join(',', ranges);
    }

    /// <summary>A word of a shell command.</summary>
    static string Quoted(string word) => Regex.IsMatch(word, "^[A-Za-z0-9_./:=,@%+-]+$") ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
