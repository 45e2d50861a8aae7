using System.Numerics;
using Avatars.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>The people of the scene: which one is edited, added, copied, moved, removed.</summary>
sealed partial class EditorSession
{
    readonly List<PersonItem> _people = [];
    int _peopleVersion = -1;

    /// <summary>In the scene's order; empty while none is open.</summary>
    public IReadOnlyList<PersonItem> People
    {
        get
        {
            if (_peopleVersion == Version)
                return _people;
            _peopleVersion = Version;
            _people.Clear();
            _people.AddRange(_document?.All<PersonItem>() ?? []);
            return _people;
        }
    }

    /// <summary>The one that is edited; null while no scene is open.</summary>
    public PersonItem? EditedPerson => _document?.TryFind($"person/{Person}") as PersonItem;

    /// <summary>What to call a person.</summary>
    public static string NameOf(PersonItem person) => person.Name.Length > 0 ? person.Name : person.Person;

    /// <summary>Edits a person from now on: poses, keys, pictures and palettes are those of it.</summary>
    public void SelectPerson(string person) => SelectIds($"person/{person}");

    /// <summary>Adds a person beside the others, and edits it.</summary>
    /// <param name="paths">Its pictures, or a person file.</param>
    public void AddPerson(IReadOnlyList<string> paths) => Try(() => SelectPerson(PersonEdits.Add(Require(), [.. paths.Select(BringCopy)])));

    /// <summary>Adds a copy of the edited person beside the others, and edits it.</summary>
    public void DuplicatePerson() => Try(() =>
    {
        NameShownPeople();
        SelectPerson(PersonEdits.Duplicate(Require(), Person));
    });

    public bool CanRemovePerson => People.Count > 1;

    /// <summary>Removes the edited person; another one is edited.</summary>
    public void RemovePerson() => Try(() => PersonEdits.Remove(Require(), Person));

    public void RenamePerson(string name) => Try(() => PersonEdits.Rename(Require(), Person, name));

    /// <summary>Moves the edited person at all times alike.</summary>
    /// <param name="metres">Model space.</param>
    /// <param name="drag">Edits in succession with the same drag merge; empty for none.</param>
    public void MovePerson(Vector3 metres, string drag = "") => Try(() => PersonEdits.Move(Require(), Person, metres, drag));

    /// <summary>The edited person is the owner of what was selected last, where that is a person; the first one before anything was selected, and where
    /// the edited one was removed.</summary>
    void FollowPerson()
    {
        if (_document is null)
            return;
        var selected = _document.Selection.Select(OwnerOf).LastOrDefault(owner => _document.TryFind($"person/{owner}") is not null);
        var stays = EditedPerson is not null && _document.TryFind(SelectionItem.ItemId) is not null;
        Person = selected ?? (stays ? Person : _document.All<PersonItem>().FirstOrDefault()?.Person ?? Person);
    }

    /// <summary>The second part of an item's id, as in <c>track/person-1/gaze</c>.</summary>
    static string OwnerOf(string id) => id.Split('/') is { Length: > 1 } parts ? parts[1] : "";
}
