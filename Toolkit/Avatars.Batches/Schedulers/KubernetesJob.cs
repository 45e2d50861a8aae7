using System.Globalization;
using System.Text;

namespace Avatars.Batches.Schedulers;

/// <summary>An indexed job of Kubernetes: each pod is one worker and takes its number from JOB_COMPLETION_INDEX.</summary>
/// <param name="Name">Of the job; letters, digits and '-'.</param>
/// <param name="Workers">Number of pods.</param>
/// <param name="Parallel">How many run at a time.</param>
/// <param name="Image">Container with the avatar command in it.</param>
/// <param name="Claim">The persistent volume claim with manifest, inputs and results; every pod writes to it.</param>
/// <param name="Mount">Where the volume is in the container.</param>
/// <param name="Command">Program and arguments of a worker.</param>
public sealed record KubernetesJob(string Name, int Workers, int Parallel, string Image, string Claim, string Mount, IReadOnlyList<string> Command)
{
    const int RetriesPerWorker = 20;
    const int SecondsToStop = 60;

    public string? Memory { get; init; }

    public int? Processors { get; init; }

    public long? DeadlineSeconds { get; init; }

    /// <summary>The manifest. A pod that is evicted or whose node is drained does not count as a failure.</summary>
    public string Yaml()
    {
        var yaml = new StringBuilder();
        void Line(string text) => yaml.Append(text).Append('\n');
        Line("apiVersion: batch/v1");
        Line("kind: Job");
        Line("metadata:");
        Line($"  name: {Text(Name)}");
        Line("spec:");
        Line("  completionMode: Indexed");
        Line(string.Create(CultureInfo.InvariantCulture, $"  completions: {Workers}"));
        Line(string.Create(CultureInfo.InvariantCulture, $"  parallelism: {Math.Min(Workers, Parallel)}"));
        Line($"  backoffLimitPerIndex: {RetriesPerWorker}");
        if (DeadlineSeconds is { } seconds)
            Line(string.Create(CultureInfo.InvariantCulture, $"  activeDeadlineSeconds: {seconds}"));
        Line("  podFailurePolicy:");
        Line("    rules:");
        Line("      - action: Ignore");
        Line("        onPodConditions:");
        Line("          - type: DisruptionTarget");
        Line("            status: \"True\"");
        Line("  template:");
        Line("    spec:");
        Line("      restartPolicy: Never");
        Line($"      terminationGracePeriodSeconds: {SecondsToStop}");
        Line("      containers:");
        Line("        - name: worker");
        Line($"          image: {Text(Image)}");
        Line("          command:");
        foreach (var word in Command)
            Line($"            - {Text(word)}");
        if (Memory is not null || Processors is not null)
        {
            Line("          resources:");
            foreach (var part in new[] { "requests", "limits" })
            {
                Line($"            {part}:");
                if (Processors is { } processors)
                    Line(string.Create(CultureInfo.InvariantCulture, $"              cpu: \"{processors}\""));
                if (Memory is not null)
                    Line($"              memory: {Text(Memory)}");
            }
        }
        Line("          volumeMounts:");
        Line("            - name: batch");
        Line($"              mountPath: {Text(Mount)}");
        Line("      volumes:");
        Line("        - name: batch");
        Line("          persistentVolumeClaim:");
        Line($"            claimName: {Text(Claim)}");
        return yaml.ToString();
    }

    /// <summary>A double-quoted scalar, whose escapes are JSON's.</summary>
    static string Text(string value) => System.Text.Json.JsonSerializer.Serialize(value);
}
