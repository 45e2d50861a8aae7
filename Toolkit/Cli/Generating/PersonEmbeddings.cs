using Avatars.Body;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>What models make of a person's picture, added to the person. The models load while the picture is being analysed.</summary>
sealed class PersonEmbeddings : IDisposable
{
    readonly IReadOnlyList<string> _named;
    readonly Task<List<(string Folder, IFrameGenerator Generator)>> _models;

    /// <param name="folders">Of the models' packages; empty for the default one. Where that is not there, or cannot show the picture, it adds
    /// nothing.</param>
    public PersonEmbeddings(IReadOnlyList<string> folders)
    {
        _named = folders;
        _models = Task.Run(() => Load(folders.Count > 0 || ModelChoice.DefaultFolder() is not { } usual ? folders : [usual]));
    }

    /// <summary>The person with the embeddings of the models; what several of them share, once.</summary>
    /// <exception cref="ArgumentException">A named model has no embeddings to keep, or cannot show the picture.</exception>
    public AnalysedPerson AddTo(AnalysedPerson person)
    {
        var source = PersonSource.Of(person);
        var kept = new List<SourceEmbedding>();
        foreach (var (folder, generator) in _models.GetAwaiter().GetResult())
        {
            if (_named.Count == 0 && !source.Views[0].ShowsPerson(generator.Width, generator.Height))
                continue;
            if (generator is not ISourceEmbedder embedder)
                throw new ArgumentException($"--model {folder}: only models of FPDM make embeddings that are kept with the person. Leave --model out.");
            kept.AddRange(embedder.Embed(source).Where(made => !kept.Exists(other => (other.Name, other.Networks) == (made.Name, made.Networks))));
        }
        return person with { Embeddings = kept };
    }

    public void Dispose()
    {
        ((IAsyncResult)_models).AsyncWaitHandle.WaitOne(); // also for a failed one
        if (_models.IsCompletedSuccessfully)
            foreach (var (_, generator) in _models.Result)
                generator.Dispose();
    }

    static List<(string, IFrameGenerator)> Load(IReadOnlyList<string> folders)
    {
        var loaded = new List<(string, IFrameGenerator)>();
        try
        {
            foreach (var folder in folders)
                loaded.Add((folder, FrameGenerators.Load(ModelPackage.Open(folder), new InferenceOptions())));
            return loaded;
        }
        catch
        {
            foreach (var (_, generator) in loaded)
                generator.Dispose();
            throw;
        }
    }
}
