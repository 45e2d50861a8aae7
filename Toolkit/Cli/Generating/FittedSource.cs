using Avatars.Inference;
using Avatars.Sources;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>Sources for models that generate from the person's textured body.</summary>
static class FittedSource
{
    /// <summary>The source with the body that fits its picture; the source itself for models that do not read one.</summary>
    /// <exception cref="FormatException">The picture shows no person.</exception>
    /// <exception cref="FileNotFoundException">The networks that see people are not set up; the message names the command that brings them.</exception>
    public static PersonSource Of(PersonSource source, IFrameGenerator generator, InferenceOptions inference)
    {
        if (!generator.ReadsBody || source.Person is not null)
            return source;
        using var analyser = new PersonAnalyser(BodyChoice.Open(null), inference);
        var found = analyser.Analyse([("", source.OnlyView("FPDM").Picture)], warn: warning => Console.Error.WriteLine($"avatar: note: {warning}"));
        return new PersonSource([.. source.Views]) { Person = found.Person };
    }
}
