using System;
using System.Collections.Generic;
using System.IO;

namespace Avatars.Posing;

/// <summary>
/// The source pictures of a person of a scene over time: its own, and from each key of its track <c>source</c> on those that the key names. Immutable.
/// </summary>
public sealed class SceneSources
{
    readonly List<IReadOnlyList<FileReference>> _all = [];
    readonly List<(float Time, int Index)> _changes = []; // rising in time

    SceneSources(PersonItem person) => _all.Add(person.Sources);

    /// <summary>Every choice of pictures, without repetition; the first one is the person's own, which may be empty.</summary>
    public IReadOnlyList<IReadOnlyList<FileReference>> All => _all;

    /// <summary>Whether keys name other pictures than the person's own.</summary>
    public bool HasChanges => _changes.Count > 0;

    /// <param name="person">Id of a person.</param>
    /// <returns>Of a person that the scene lacks: nothing.</returns>
    public static SceneSources Of(PoseDocument document, string person)
    {
        var item = document.TryFind($"person/{person}") as PersonItem ?? new PersonItem(person, "", [], default, new Dictionary<string, float>());
        var sources = new SceneSources(item);
        foreach (var key in document.Track(person, TrackTarget.Source)?.Keys ?? [])
            sources._changes.Add((key.Time, sources.IndexOf(Named(item, key.Text))));
        return sources;
    }

    /// <summary>Index in <see cref="All"/> of the pictures that count at a time; before the first key the person's own.</summary>
    /// <param name="time">Seconds.</param>
    public int At(float time)
    {
        var index = 0;
        foreach (var change in _changes)
            if (change.Time <= time)
                index = change.Index;
        return index;
    }

    /// <summary>What a key's name stands for: one of the person's pictures, by its file's name with or without ending; else a picture or person file of
    /// the scene's folder. An empty name is the person's own pictures together.</summary>
    static IReadOnlyList<FileReference> Named(PersonItem person, string name)
    {
        if (name.Length == 0)
            return person.Sources;
        foreach (var source in person.Sources)
            if (source.File == name || Path.GetFileName(source.File) == name || Path.GetFileNameWithoutExtension(source.File) == name)
                return person.Sources.Count == 1 ? person.Sources : [source];
        return [new FileReference(name)];
    }

    int IndexOf(IReadOnlyList<FileReference> files)
    {
        for (var i = 0; i < _all.Count; i++)
            if (IsSame(_all[i], files))
                return i;
        _all.Add(files);
        return _all.Count - 1;
    }

    static bool IsSame(IReadOnlyList<FileReference> one, IReadOnlyList<FileReference> other)
    {
        if (one.Count != other.Count)
            return false;
        for (var i = 0; i < one.Count; i++)
            if (one[i] != other[i])
                return false;
        return true;
    }
}
