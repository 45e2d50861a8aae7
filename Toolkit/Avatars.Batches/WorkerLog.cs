using System.Text;
using System.Text.Json;

namespace Avatars.Batches;

/// <summary>What a worker did and how long it took: a line per item in a file of its own. The results do not depend on it.</summary>
sealed class WorkerLog
{
    readonly string _file;

    public WorkerLog(BatchFolder folder)
    {
        Worker = $"{Environment.MachineName}-{Environment.ProcessId}-{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..4])}";
        _file = Path.Combine(folder.Logs, $"worker-{Worker}.jsonl");
        Directory.CreateDirectory(folder.Logs);
    }

    /// <summary>Machine, process and a random number.</summary>
    public string Worker { get; }

    public void Write(PlannedItem item, double seconds, string? error)
    {
        var line = ItemLine.Write(writer =>
        {
            writer.WriteString("id", item.Item.Id);
            writer.WriteString("key", item.Key);
            writer.WriteString("worker", Worker);
            writer.WriteNumber("seconds", Math.Round(seconds, 3));
            writer.WriteString("at", DateTime.UtcNow);
            if (error is not null)
                writer.WriteString("error", error);
        });
        File.AppendAllText(_file, Encoding.UTF8.GetString(line) + "\n");
    }

    /// <summary>Seconds of each finished item in all logs; lines that were cut off are left out.</summary>
    public static IEnumerable<double> Seconds(BatchFolder folder)
    {
        if (!Directory.Exists(folder.Logs))
            yield break;
        foreach (var line in Directory.EnumerateFiles(folder.Logs, "worker-*.jsonl").SelectMany(File.ReadLines))
        {
            var seconds = double.NaN;
            try
            {
                using var json = JsonDocument.Parse(line);
                if (!json.RootElement.TryGetProperty("error", out _))
                    seconds = json.RootElement.GetProperty("seconds").GetDouble();
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException)
            {
            }
            if (double.IsFinite(seconds))
                yield return seconds;
        }
    }
}
