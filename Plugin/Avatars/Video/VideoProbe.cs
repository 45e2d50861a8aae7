using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Video;

/// <summary>What ffprobe tells about a film's first picture stream.</summary>
/// <param name="Rate">Mean frames a second, as a fraction like "30000/1001".</param>
/// <param name="FramesPerSecond">The same as a number.</param>
/// <param name="Frames">About how many frames there are; 0 where unknown.</param>
sealed record VideoProbe(string Rate, double FramesPerSecond, long Frames)
{
    const double SlowestRate = 0.01, FastestRate = 1000;

    /// <exception cref="FormatException">It is no film that ffmpeg can read.</exception>
    /// <exception cref="InvalidOperationException">ffprobe was not found.</exception>
    public static VideoProbe Of(string path, string program)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "-v", "error", "-protocol_whitelist", "file", "-select_streams", "v:0",
            "-show_entries", "stream=avg_frame_rate,r_frame_rate,nb_frames,duration:format=duration", "-of", "json", "file:" + path,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var (text, said) = Run(start);
        try
        {
            using var json = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            if (!json.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0)
                throw NoFilm(path, said);
            return Of(streams[0], json.RootElement, path);
        }
        catch (JsonException)
        {
            throw NoFilm(path, said);
        }
    }

    static VideoProbe Of(JsonElement stream, JsonElement root, string path)
    {
        var (mean, basic) = (Text(stream, "avg_frame_rate"), Text(stream, "r_frame_rate"));
        var rate = Fraction(mean) is >= SlowestRate and <= FastestRate ? mean : basic;
        if (Fraction(rate) is not (>= SlowestRate and <= FastestRate and var perSecond))
            throw new FormatException($"'{path}' does not tell its frames a second ({ErrorLine.Printable(rate, 20)}). Convert it with ffmpeg to .mp4.");
        var seconds = Number(Text(stream, "duration"));
        if (!(seconds > 0) && root.TryGetProperty("format", out var format))
            seconds = Number(Text(format, "duration"));
        var frames = Number(Text(stream, "nb_frames"));
        return new VideoProbe(rate, perSecond, (long)Math.Clamp(frames > 0 ? frames : Math.Round(seconds * perSecond), 0, 1e9));
    }

    static (string Text, string Said) Run(ProcessStartInfo start)
    {
        using var process = new Process { StartInfo = start };
        var lines = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data) && lines.Count < 3)
                lines.Add(line.Data!);
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"The program '{start.FileName}' could not be started ({error.Message}). Install ffmpeg (Debian: apt-get "
                + "install ffmpeg; Windows: winget install ffmpeg) and see that it is on the PATH.", error);
        }
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (text, FfmpegMessage.Of(lines));
    }

    static FormatException NoFilm(string path, string said) => new($"'{path}' is no film that ffmpeg can read"
        + $"{(said.Length > 0 ? $" (it says: {said})" : "; it has no pictures")}. Give a film or a picture, .png or .jpg.");

    static string Text(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;

    static double Fraction(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && Number(parts[1]) > 0 ? Number(parts[0]) / Number(parts[1]) : Number(text);
    }
}
