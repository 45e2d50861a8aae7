using System.CommandLine;
using Avatars.Video;

namespace Avatars.Cli.Generating;

/// <summary>What a film's file and layout can show, checked before anything is generated.</summary>
static class FilmChoice
{
    /// <param name="layout">--layout; its default gives way to a transparent film, which shows the person alone.</param>
    /// <exception cref="ArgumentException">The format cannot hold the film.</exception>
    public static void Require(ParseResult parsed, string file, Option<string> layout, bool isTransparent)
    {
        VideoWriter.RequireFormat(file, isTransparent);
        if (isTransparent && parsed.GetResult(layout) is { Implicit: false } && parsed.GetValue(layout) != "person")
            throw new ArgumentException("--background transparent: such a film shows the person alone. Leave --layout out.");
    }
}
