using System.CommandLine;
using Avatars.Body;
using Avatars.Files;
using Avatars.Pictures;
using Avatars.Posing;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>--background: what is behind the person.</summary>
/// <param name="standard">What is shown where the option is not given, for its description.</param>
sealed class BackgroundOption(string standard = "the scene's, else the source's own")
{
    const string Source = "source";

    readonly Option<string?> _option = new("--background")
    {
        Description = "What is behind the person: a picture, a colour (#RRGGBB, R,G,B or a name), transparent, or source (the source picture's own). For "
            + $"models that draw the person's body. Default: {standard}.",
    };

    public void AddTo(Command command) => command.Add(_option);

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_option) is not null;

    /// <param name="scene">What the scene shows, where the option is not given; null for the source's own.</param>
    /// <returns>Null for the source's own.</returns>
    /// <exception cref="ArgumentException">It is no background.</exception>
    /// <exception cref="FormatException">It is a file that is no picture.</exception>
    public PersonBackground? Of(ParseResult parsed, SceneArgument? scene = null)
    {
        try
        {
            return parsed.GetValue(_option) switch
            {
                null => scene?.Background,
                Source => null,
                var text => PersonBackground.Parse(text, path => PictureFile.ReadRgb(path)),
            };
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"--background: {ErrorLine.Of(error)}", error);
        }
    }

    /// <summary>The same as a scene keeps it.</summary>
    /// <param name="folder">Of the scene, where a picture must lie.</param>
    /// <returns>An empty reference for the source's own; null where the option is not given.</returns>
    /// <exception cref="ArgumentException">It is no background, or a picture elsewhere.</exception>
    public FileReference? Of(ParseResult parsed, SceneFolder folder) => parsed.GetValue(_option) switch
    {
        null => null,
        Source => new FileReference(""),
        var text when Of(parsed) is { IsTransparent: true } => new FileReference(text.ToLowerInvariant()),
        var text when PersonBackground.ParseColour(text) is { } colour => new FileReference($"#{colour.R:x2}{colour.G:x2}{colour.B:x2}"),
        var text => folder.Refer(text),
    };

    /// <summary>Whether the generator can show this background.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void Require(PersonBackground? background, IFrameGenerator generator)
    {
        if (background is not null && !generator.ReadsBody)
            throw new ArgumentException("Another background was asked for, by --background or by the scene; this model shows that of the source picture. "
                + "Choose one that draws the person's body with --model, or leave the background out.");
        if (background is { IsTransparent: true } && generator is not ITransparentFrameGenerator { CanBeTransparent: true })
            throw new ArgumentException("A transparent background was asked for: this model's frames cannot be transparent. Choose another with --model, "
                + "or a colour.");
    }
}
