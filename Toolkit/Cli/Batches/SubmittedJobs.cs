using System.Text.Json;
using Avatars.Batches;

namespace Avatars.Cli.Batches;

/// <summary>The jobs of a batch that Slurm was given.</summary>
static class SubmittedJobs
{
    public static void Add(BatchFolder folder, string job) =>
        File.AppendAllText(folder.JobsFile, JsonSerializer.Serialize(new { slurm = job }) + "\n");

    public static string[] Of(BatchFolder folder) => !File.Exists(folder.JobsFile) ? []
        : [.. File.ReadLines(folder.JobsFile).Where(line => line.Length > 0).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("slurm").GetString()!;
        })];
}
