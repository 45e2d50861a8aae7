using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Sources;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>Sources for models that generate from the person's textured body.</summary>
static class FittedSource
{
    /// <summary>The source with the body that fits its pictures, before a background; the source itself for models that do not read a body.</summary>
    /// <param name="files">Where the source was read; a person file beside a single picture, made from that picture, is used in place of an analysis.</param>
    /// <param name="background">Null for the source's own.</param>
    /// <exception cref="ArgumentException">The model cannot show the source or the background.</exception>
    /// <exception cref="FormatException">A picture shows no person.</exception>
    /// <exception cref="FileNotFoundException">The networks that see people are not set up; the message names the command that brings them.</exception>
    public static PersonSource Of(PersonSource source, IReadOnlyList<string> files, IFrameGenerator generator, InferenceOptions inference,
        PersonBackground? background = null)
    {
        BackgroundOption.Require(background, generator);
        if (!generator.ReadsBody)
            return source;
        var beside = source.Person is null && files is [var file]
            ? PersonFile.ReadBeside(file, source.Views[0].Picture, BodyChoice.Open(null), Warn) : null;
        var person = source.Person ?? beside?.Person ?? Analyse([.. source.Views.Select(view => view.Picture)], inference);
        return new PersonSource(source.Views[0])
        {
            Person = background?.Behind(person) ?? person,
            Embeddings = beside?.Embeddings ?? source.Embeddings,
        };
    }

    static TexturedPerson Analyse(RgbImage[] pictures, InferenceOptions inference)
    {
        using var analyser = new PersonAnalyser(BodyChoice.Open(null), inference);
        var named = pictures.Select((picture, index) => (pictures.Length == 1 ? "" : $"source picture {index + 1}", picture)).ToArray();
        return analyser.Analyse(named, warn: Warn).Person;
    }

    static void Warn(string warning) => Console.Error.WriteLine($"avatar: note: {warning}");
}
