using System.CommandLine;
using Avatars.Body;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>The people of a scene behind its first, as sequences of frames that are laid over those of the first, in the scene's order.</summary>
sealed class FurtherPeople : IDisposable
{
    readonly List<(FramesInFlight Generators, ScenePoseSource Motion, Func<float, PersonSource>? SourceAt)> _people = [];

    /// <summary>Loads a generator for each.</summary>
    /// <param name="scene">Null for a film of one person.</param>
    /// <exception cref="FormatException">A person has no source picture, or its pictures show no person.</exception>
    /// <exception cref="ArgumentException">The model's frames cannot be transparent.</exception>
    public static FurtherPeople Of(SceneArgument? scene, ParseResult parsed, ModelChoice model, WorkerChoice worker, ModelPackage package,
        GenerationSettings settings)
    {
        var people = new FurtherPeople();
        if (scene is null)
            return people;
        try
        {
            foreach (var person in scene.Document.All<PersonItem>().Skip(1))
                people.Add(person, scene, model.Load(parsed, package, worker), model, parsed, settings);
            return people;
        }
        catch
        {
            people.Dispose();
            throw;
        }
    }

    /// <summary>Frames of each, for <see cref="FrameSequence.Others"/>.</summary>
    public IReadOnlyList<FrameSequence> Sequences(Func<float, Camera> cameraAt) => [.. _people.Select(person =>
        new FrameSequence(person.Generators, person.Motion, StandardHumanoid.Map, cameraAt) { SourceAt = person.SourceAt })];

    public void Dispose()
    {
        foreach (var (generators, _, _) in _people)
            generators.Dispose();
    }

    void Add(PersonItem person, SceneArgument scene, FramesInFlight generators, ModelChoice model, ParseResult parsed, GenerationSettings settings)
    {
        var motion = new ScenePoseSource(scene.Document, person.Person, scene.Folder);
        var added = (generators, motion, default(Func<float, PersonSource>));
        _people.Add(added); // from here on disposed with the others
        if (generators[0] is not ITransparentFrameGenerator { CanBeTransparent: true })
            throw new ArgumentException($"{scene.Path} shows several people; that takes a model whose frames can be "
                + "transparent. Choose another with --model.");
        generators.Configure(settings);
        var sources = new SourcesOverTime(scene, person.Person, (read, files) =>
            FittedSource.Of(read, files, generators[0], model.Inference(parsed), PersonBackground.Transparent));
        generators.SetSource(sources.First);
        _people[^1] = (generators, motion, sources.At);
    }
}
