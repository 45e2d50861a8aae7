using Avatars.Posing;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>The source pictures of a person of a scene, read and ready for a model, with those that the keys of its track <c>source</c> name.</summary>
sealed class SourcesOverTime
{
    readonly SceneSources _sources;
    readonly PersonSource?[] _read;

    /// <param name="person">Id of the person.</param>
    /// <param name="prepare">Makes of read pictures and their paths what the model shows.</param>
    /// <exception cref="FormatException">The person has no source picture, or a picture shows no person.</exception>
    public SourcesOverTime(SceneArgument scene, string person, Func<PersonSource, string[], PersonSource> prepare)
    {
        _sources = SceneSources.Of(scene.Document, person);
        _read = new PersonSource?[_sources.All.Count];
        for (var i = 0; i < _read.Length; i++)
        {
            string[] files = [.. _sources.All[i].Select(scene.Folder.FindUnchanged)];
            if (files.Length > 0)
                _read[i] = prepare(SourceFiles.Read(files), files);
        }
        First = _read[_sources.At(0)]
            ?? throw new FormatException($"{scene.Path}: the person '{person}' has no source picture. Add one, or remove the person.");
    }

    /// <summary>At the scene's begin.</summary>
    public PersonSource First { get; }

    /// <summary>The source at a time, seconds; null where it never changes. A key without pictures leaves the first.</summary>
    public Func<float, PersonSource>? At => _sources.HasChanges ? time => _read[_sources.At(time)] ?? First : null;
}
