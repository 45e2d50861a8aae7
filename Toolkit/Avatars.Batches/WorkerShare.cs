using System.Globalization;

namespace Avatars.Batches;

/// <summary>Which shards a worker takes: every <see cref="Count"/>th, from <see cref="Index"/> on.</summary>
/// <param name="Index">From 0.</param>
public readonly record struct WorkerShare(int Index, int Count)
{
    /// <summary>Index of a task in a job array of Slurm.</summary>
    public const string SlurmIndex = "SLURM_ARRAY_TASK_ID";

    /// <summary>Index of a pod in an indexed job of Kubernetes.</summary>
    public const string KubernetesIndex = "JOB_COMPLETION_INDEX";

    public static readonly WorkerShare All = new(0, 1);

    /// <param name="given">i/n, or null.</param>
    /// <param name="workers">How many workers there are, for an index from the environment; null lets Slurm's array tell.</param>
    /// <param name="variable">A variable of the environment, or null.</param>
    /// <exception cref="ArgumentException">The share is none, or not known.</exception>
    public static WorkerShare Of(string? given, int? workers, Func<string, string?> variable)
    {
        if (given is not null)
            return given.Split('/') is [var i, var n] && Number(i) is { } index && Number(n) is { } count ? Checked(index, count, "--shard")
                : throw new ArgumentException($"--shard '{given}': give the worker's number, from 0, and how many there are, such as 2/8.");
        if (Number(variable(SlurmIndex)) is { } task)
        {
            if (workers is { } known)
                return Checked(task, known, SlurmIndex);
            return Number(variable("SLURM_ARRAY_TASK_MIN")) is { } least && Number(variable("SLURM_ARRAY_TASK_MAX")) is { } most
                && Number(variable("SLURM_ARRAY_TASK_COUNT")) == most - least + 1 ? new WorkerShare(task - least, most - least + 1)
                : throw new ArgumentException("This job array has gaps, so that it does not tell how many workers there are. Give --workers.");
        }
        if (Number(variable(KubernetesIndex)) is { } pod)
            return workers is { } pods ? Checked(pod, pods, KubernetesIndex)
                : throw new ArgumentException($"{KubernetesIndex} is set, but not how many pods there are. Give --workers, the job's completions.");
        return workers is null or 1 ? All
            : throw new ArgumentException($"--workers {workers}: this worker's number is not known. Give --shard, or run it in a job array.");
    }

    static WorkerShare Checked(int index, int count, string source) => count >= 1 && index >= 0 && index < count ? new WorkerShare(index, count)
        : throw new ArgumentException($"{source}: worker {index} of {count} is not possible. Workers are numbered from 0 to one less than there are.");

    static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
