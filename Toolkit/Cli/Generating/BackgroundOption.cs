using System.CommandLine;
using Avatars.Body;
using Avatars.Files;
using Avatars.Pictures;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>--background: what is behind the person.</summary>
sealed class BackgroundOption
{
    const string Text = "What is behind the person: a picture, a colour (#RRGGBB, R,G,B or a name), or transparent. For models that draw the person's body.";

    readonly Option<string?> _option = new("--background") { Description = $"{Text} Default: the scene's, else the source's own." };

    public void AddTo(Command command) => command.Add(_option);

    /// <param name="scene">What the scene shows, where the option is not given; null for the source's own.</param>
    /// <returns>Null for the source's own.</returns>
    /// <exception cref="ArgumentException">It is no background.</exception>
    /// <exception cref="FormatException">It is a file that is no picture.</exception>
    public PersonBackground? Of(ParseResult parsed, SceneArgument? scene = null)
    {
        try
        {
            return parsed.GetValue(_option) is { } text ? PersonBackground.Parse(text, path => PictureFile.ReadRgb(path)) : scene?.Background;
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"--background: {ErrorLine.Of(error)}", error);
        }
    }

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
