using System;
using Avatars.Body;
using Avatars.Imaging;

namespace Avatars.Posing;

/// <summary>What a scene shows behind its people.</summary>
public static class DocumentBackground
{
    /// <summary>Whether a scene's background is the name of a picture file, rather than a colour, <c>transparent</c>, or none.</summary>
    public static bool IsFile(string background) => background is { Length: > 0 } && background[0] != '#' && background != "transparent";

    /// <param name="read">Reads a picture file.</param>
    /// <returns>Null for the source picture's own background.</returns>
    /// <exception cref="FormatException">It is no colour, or its file is another one than the scene was made with.</exception>
    /// <exception cref="System.IO.FileNotFoundException">There is no such file.</exception>
    public static PersonBackground? Of(PoseDocument document, SceneFolder folder, Func<string, RgbImage> read)
    {
        var (background, hash) = (document.Settings.Background, document.Settings.BackgroundHash);
        if (background.Length == 0)
            return null;
        if (IsFile(background))
            return PersonBackground.Of(read(folder.FindUnchanged(new FileReference(background, hash))));
        try
        {
            return PersonBackground.Parse(background, read);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"{folder.ScenePath}: field 'background': {error.Message}", error);
        }
    }
}
