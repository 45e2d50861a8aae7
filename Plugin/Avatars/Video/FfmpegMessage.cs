using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Avatars.Files;

namespace Avatars.Video;

/// <summary>What ffmpeg printed about an input, made fit for a message: no addresses in memory, nothing twice, the first two things.</summary>
static class FfmpegMessage
{
    const int Most = 2, Longest = 100;

    static readonly Regex Part = new(@"^\[[^\]]*@ 0x[0-9a-f]+\]\s*|^file:\S+: ", RegexOptions.CultureInvariant);

    public static string Of(IEnumerable<string> lines) => string.Join("; ", lines
        .Select(line => ErrorLine.Printable(Part.Replace(line.Trim(), ""), Longest).TrimEnd('.'))
        .Where(line => line.Length > 0).Distinct(StringComparer.Ordinal).Take(Most));
}
