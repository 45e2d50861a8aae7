using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Avatars.Files;

namespace Avatars.Signing;

/// <summary>A line of subtitles.</summary>
public readonly record struct SubtitleCue(float Start, float End, string Text);

/// <summary>Writes WebVTT (.vtt) and SubRip (.srt) files.</summary>
public static class Subtitles
{
    /// <summary>One cue per gloss; the letters of a word are one cue.</summary>
    public static IReadOnlyList<SubtitleCue> Of(IReadOnlyList<TimedSign> signs)
    {
        var cues = new List<SubtitleCue>();
        for (var i = 0; i < signs.Count; i++)
        {
            var (item, start, end) = signs[i];
            if (item is SpelledLetter letter)
            {
                // A word ends with its last letter.
                while (item is SpelledLetter { IsLast: false } && i + 1 < signs.Count)
                    (item, _, end) = signs[++i];
                cues.Add(new SubtitleCue(start, end, letter.Text.ToUpperInvariant()));
            }
            else
                cues.Add(new SubtitleCue(start, end, item.Gloss.ToUpperInvariant()));
        }
        return cues;
    }

    /// <summary>Writes the kind that the ending names.</summary>
    /// <exception cref="ArgumentException">The path ends in neither .vtt nor .srt.</exception>
    public static void Write(string path, IReadOnlyList<SubtitleCue> cues) => WholeFile.Write(path, Encoding.UTF8.GetBytes(
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".vtt" => ToWebVtt(cues),
            ".srt" => ToSubRip(cues),
            _ => throw new ArgumentException($"'{path}': subtitles are written as .vtt or .srt. Give the file one of these endings.", nameof(path)),
        }));

    public static string ToWebVtt(IReadOnlyList<SubtitleCue> cues)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var cue in Ordered(cues))
            text.Append('\n').Append(Time(cue.Start, '.')).Append(" --> ").Append(Time(cue.End, '.')).Append('\n')
                .Append(OneLine(cue.Text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace(">", "&gt;", StringComparison.Ordinal)).Append('\n');
        return text.ToString();
    }

    public static string ToSubRip(IReadOnlyList<SubtitleCue> cues)
    {
        var text = new StringBuilder();
        var number = 0;
        foreach (var cue in Ordered(cues))
            text.Append(++number).Append('\n').Append(Time(cue.Start, ',')).Append(" --> ").Append(Time(cue.End, ',')).Append('\n').Append(OneLine(cue.Text))
                .Append("\n\n");
        return text.ToString();
    }

    /// <summary>By their beginnings, none reaching into the next, none without text or length.</summary>
    static IEnumerable<SubtitleCue> Ordered(IReadOnlyList<SubtitleCue> cues)
    {
        var sorted = new List<SubtitleCue>(cues);
        sorted.Sort((a, b) => a.Start.CompareTo(b.Start));
        for (var i = 0; i < sorted.Count; i++)
        {
            var end = i + 1 < sorted.Count ? MathF.Min(sorted[i].End, sorted[i + 1].Start) : sorted[i].End;
            if (end > sorted[i].Start + 0.001f && !string.IsNullOrWhiteSpace(sorted[i].Text))
                yield return sorted[i] with { End = end };
        }
    }

    static string OneLine(string text) => text.Replace("-->", "->", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ').Trim();

    static string Time(float seconds, char point)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(Math.Max(0, seconds) * 1000.0));
        return FormattableString.Invariant($"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{point}{time.Milliseconds:000}");
    }
}
