using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Avatars.Cli.Training;

/// <summary>Prints the trainer's events: stages, steps with their loss, figures and paths of pictures.</summary>
sealed class TrainingProgress
{
    const double PlainSeconds = 15; // between two lines of steps where the output is no terminal

    readonly bool _isPlain = Console.IsOutputRedirected;
    readonly Stopwatch _since = new();
    bool _lineIsOpen;

    public void Receive(JsonObject what)
    {
        switch ((string?)what["event"])
        {
            case "began":
                Line($"Stage {what["number"]} of {what["of"]}: {what["stage"]}");
                break;
            case "resumed":
                Line($"{what["stage"]}: continues after step {what["step"]}");
                break;
            case "skipped":
                Line($"{what["stage"]}: done already");
                break;
            case "step":
                Step(what);
                break;
            case "figures":
                var where = what["picture"] is { } picture ? $"; {picture}" : "";
                Line($"{what["stage"]}, step {what["step"]}: {Joined(what["figures"]!.AsObject())}{where}");
                break;
            case "done" when what["steps"] is { } steps:
                Line($"{what["stage"]}: {steps} steps, loss {Short(what["firstLoss"])} to {Short(what["lastLoss"])}");
                break;
        }
    }

    void Step(JsonObject what)
    {
        var left = TimeSpan.FromSeconds((double)what["secondsLeft"]!);
        var text = $"{what["stage"]}: step {what["step"]} of {what["steps"]}, loss {Short(what["loss"])}, {(int)left.TotalHours}:{left:mm\\:ss} left";
        if (!_isPlain)
        {
            Console.Write("\r" + text.PadRight(Math.Max(0, Math.Min(Console.WindowWidth, 120) - 1)));
            _lineIsOpen = true;
        }
        else if (!_since.IsRunning || _since.Elapsed.TotalSeconds > PlainSeconds)
        {
            _since.Restart();
            Console.WriteLine(text);
        }
    }

    void Line(string text)
    {
        if (_lineIsOpen)
            Console.WriteLine();
        _lineIsOpen = false;
        Console.WriteLine(text);
    }

    static string Joined(JsonObject figures) => string.Join(", ", figures.Select(figure => $"{figure.Key} {figure.Value}"));

    static string Short(JsonNode? number) => ((double?)number ?? double.NaN).ToString("G4", CultureInfo.InvariantCulture);
}
