using Avatars.Body;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>What models make of a person's picture, added to the person.</summary>
static class PersonEmbeddings
{
    /// <summary>The person with the embeddings of models; what several of them share, once.</summary>
    /// <param name="folders">Of the models' packages; empty for the default one, float and with 8 bits. Such a one that is not there, or cannot show the
    /// picture, adds nothing.</param>
    /// <exception cref="ArgumentException">A named model has no embeddings to keep, or cannot show the picture.</exception>
    public static AnalysedPerson AddTo(AnalysedPerson person, IReadOnlyList<string> folders)
    {
        var source = PersonSource.Of(person);
        var kept = new List<SourceEmbedding>();
        foreach (var folder in folders.Count > 0 ? folders : ModelChoice.DefaultFolders())
        {
            using var generator = FrameGenerators.Load(ModelPackage.Open(folder), new InferenceOptions());
            if (folders.Count == 0 && !source.Views[0].ShowsPerson(generator.Width, generator.Height))
                continue;
            if (generator is not ISourceEmbedder embedder)
                throw new ArgumentException($"--model {folder}: only models of FPDM make embeddings that are kept with the person. Leave --model out.");
            kept.AddRange(embedder.Embed(source).Where(made => !kept.Exists(other => (other.Name, other.Networks) == (made.Name, made.Networks))));
        }
        return person with { Embeddings = kept };
    }
}
