using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Posing;

/// <summary>People of a scene as a whole: added, copied, moved, removed. Each change is one edit of the document.</summary>
public static class PersonEdits
{
    const float Spacing = 0.8f; // metres from one person to the next

    static readonly Vector3 RestingHips = StandardHumanoid.Skeleton[StandardHumanoid.Map[HumanBodyBones.Hips]].Rest.Translation;

    /// <summary>Adds a person at rest, beside those who are there.</summary>
    /// <param name="sources">Its pictures; empty for none yet.</param>
    /// <returns>Its id.</returns>
    public static string Add(PoseDocument document, IReadOnlyList<FileReference> sources)
    {
        var (id, name) = NewName(document);
        var person = new PersonItem(id, name, sources, default, new Dictionary<string, float>());
        if (!document.All<PersonItem>().Any())
            document.Set("Add person", person);
        else
            document.Set("Add person", person, KeyAt(id, TrackTarget.HipsPosition, RestingHips with { X = FreePlace(document) }));
        return id;
    }

    /// <summary>Adds a copy of a person with all its keys, clips and signs, beside those who are there.</summary>
    /// <returns>The copy's id.</returns>
    /// <exception cref="ArgumentException">There is no such person.</exception>
    public static string Duplicate(PoseDocument document, string person)
    {
        var original = Find(document, person);
        var (id, name) = NewName(document);
        var copies = new List<SceneItem>();
        foreach (var item in document.Items())
            if (item.Owner == person)
                copies.Add(item is PersonItem ? original with { Person = id, Name = name, Id = $"person/{id}" } : OwnedBy(item, id));
        var across = FreePlace(document) - HipsOf(document, person).X;
        document.Set("Duplicate person", [.. Moved(copies, id, new Vector3(across, 0, 0))]);
        return id;
    }

    /// <summary>Removes a person with all that belongs to it.</summary>
    /// <exception cref="ArgumentException">There is no such person.</exception>
    /// <exception cref="InvalidOperationException">It is the only one.</exception>
    public static void Remove(PoseDocument document, string person)
    {
        Find(document, person);
        if (document.All<PersonItem>().Count() == 1)
            throw new InvalidOperationException("A scene shows at least one person. Add another one first.");
        document.Remove("Remove person", $"person/{person}"); // with what it owns
    }

    /// <summary>Gives a person another name; its id stays.</summary>
    /// <exception cref="ArgumentException">There is no such person.</exception>
    public static void Rename(PoseDocument document, string person, string name)
    {
        if (Find(document, person) is var item && item.Name != name)
            document.Set("Rename person", item with { Name = name });
    }

    /// <summary>Moves a person at all times alike: keys of the hips' position and the gaze, else what is on top of its clips.</summary>
    /// <param name="metres">Model space.</param>
    /// <param name="drag">Edits in succession with the same drag merge; empty for none.</param>
    /// <exception cref="ArgumentException">There is no such person.</exception>
    public static void Move(PoseDocument document, string person, Vector3 metres, string drag = "")
    {
        Find(document, person);
        var items = document.Items().Where(item => item.Owner == person).ToList();
        var moved = Moved(items, person, metres).Where(item => !ReferenceEquals(item, document.TryFind(item.Id))).ToArray();
        document.Set("Move person", drag, moved);
    }

    static PersonItem Find(PoseDocument document, string person) => document.TryFind($"person/{person}") as PersonItem
        ?? throw new ArgumentException($"The scene has no person '{person}'.", nameof(person));

    static (string Id, string Name) NewName(PoseDocument document)
    {
        for (var number = document.All<PersonItem>().Count() + 1; ; number++)
            if (document.TryFind($"person/person-{number}") is null)
                return ($"person-{number}", $"Person {number}");
    }

    /// <summary>Across, metres: right of the last one in the picture of a camera in front, as far as keys tell.</summary>
    static float FreePlace(PoseDocument document) => document.All<PersonItem>().Max(person => HipsOf(document, person.Person).X) + Spacing;

    static Vector3 HipsOf(PoseDocument document, string person) => document.Track(person, TrackTarget.HipsPosition) is { Keys.Count: > 0 } placed
        ? PlaceOf(placed.Keys[0]) : RestingHips + (document.Track(person, TrackTarget.HipsOffset) is { Keys.Count: > 0 } offset ? PlaceOf(offset.Keys[0])
        : Vector3.Zero);

    static Vector3 PlaceOf(TrackKey key) => new(key.Values[0], key.Values[1], key.Values[2]);

    static SceneItem OwnedBy(SceneItem item, string person) => item switch
    {
        TrackItem track => new TrackItem(person, track.Target, track.Keys),
        ClipItem clip => clip with { Person = person, Id = $"clip/{person}/{clip.Clip}" },
        SignItem sign => sign with { Person = person, Id = $"sign/{person}/{sign.Sign}" },
        SignSettings signing => signing with { Person = person, Id = SignSettings.IdOf(person) },
        _ => throw new NotSupportedException($"'{item.Id}' cannot be copied to another person."),
    };

    /// <summary>The items of a person, moved: what places it in the model is replaced or added, the rest stays.</summary>
    static IEnumerable<SceneItem> Moved(List<SceneItem> items, string person, Vector3 metres)
    {
        var place = items.Any(item => item is TrackItem { Target.Kind: TrackKind.HipsPosition, Keys.Count: > 0 }) || !items.Any(item => item is ClipItem)
            ? TrackTarget.HipsPosition : TrackTarget.HipsOffset;
        var isPlaced = false;
        foreach (var item in items)
        {
            var isPlace = item is TrackItem { Keys.Count: > 0 } track && track.Target == place;
            isPlaced |= isPlace;
            yield return isPlace || item is TrackItem { Target.Kind: TrackKind.Gaze } ? Moved((TrackItem)item, metres) : item;
        }
        if (!isPlaced)
            yield return KeyAt(person, place, place == TrackTarget.HipsPosition ? RestingHips + metres : metres);
    }

    static TrackItem Moved(TrackItem track, Vector3 metres) => new(track.OwnerId, track.Target, [.. track.Keys.Select(key =>
    {
        float[] values = [.. key.Values];
        (values[0], values[1], values[2]) = (values[0] + metres.X, values[1] + metres.Y, values[2] + metres.Z);
        return new TrackKey(key.Time, values, key.Shape, key.Tangents, key.Text);
    })]);

    static TrackItem KeyAt(string person, TrackTarget target, Vector3 place) => new(person, target, [new TrackKey(0, [place.X, place.Y, place.Z])]);
}
