using System.CommandLine;
using Avatars.Body;
using Avatars.Pictures;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>--background: what is behind the person.</summary>
sealed class BackgroundOption
{
    const string Text = "What is behind the person: a picture, a colour (#RRGGBB, R,G,B or a name), or transparent. For models that draw the person's body.";

    readonly Option<string?> _option = new("--background") { Description = $"{Text} Default: the source's own background." };

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Null for the source's own.</summary>
    /// <exception cref="ArgumentException">It is no background.</exception>
    /// <exception cref="FormatException">It is a file that is no picture.</exception>
    public PersonBackground? Of(ParseResult parsed)
    {
        try
        {
            return parsed.GetValue(_option) is { } text ? PersonBackground.Parse(text, path => PictureFile.ReadRgb(path)) : null;
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"--background: {error.Message}", error);
        }
    }

    /// <summary>Whether the generator can show this background.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void Require(PersonBackground? background, IFrameGenerator generator)
    {
        if (background is not null && !generator.ReadsBody)
            throw new ArgumentException("--background: this model shows the background of the source picture. Choose one that draws the person's body with "
                + "--model, or leave --background out.");
        if (background is { IsTransparent: true } && generator is not ITransparentFrameGenerator { CanBeTransparent: true })
            throw new ArgumentException("--background transparent: this model's frames cannot be transparent. Choose another with --model, or a colour.");
    }
}
