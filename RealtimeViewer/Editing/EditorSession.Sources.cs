using Avatars.Body;
using Avatars.Files;
using Avatars.Pictures;
using Avatars.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>Who the scene shows: the source pictures of the edited person, and what is behind it. Files from elsewhere are copied to the scene.</summary>
sealed partial class EditorSession
{
    const string ChoosePerson = "Choose person";

    readonly HashSet<string> _copies = new(StringComparer.Ordinal); // whole paths of pictures that were copied since the scene was opened

    SceneSources? _sources;
    (int Version, string Person) _sourcesOf = (-1, "");

    /// <summary>Whole paths of the pictures that a person is shown with though the document names none; a save puts them into it. Null for none.</summary>
    public Func<string, IReadOnlyList<string>>? ShownSources { get; set; }

    /// <summary>The edited person's pictures or person file at the present time, as the document names them; empty for none.</summary>
    public IReadOnlyList<FileReference> Sources => SourcesOverTime is { } sources ? sources.All[sources.At(Time)] : [];

    /// <summary>Whether keys change whom the edited person shows.</summary>
    public bool HasSourceKeys => SourcesOverTime is { HasChanges: true };

    SceneSources? SourcesOverTime
    {
        get
        {
            if (_sourcesOf != (Version, Person))
                (_sourcesOf, _sources) = ((Version, Person), _document is null ? null : SceneSources.Of(_document, Person));
            return _sources;
        }
    }

    /// <summary>The scene's background as the document names it.</summary>
    public (string Name, string Hash) Background => _document is { } document ? (document.Settings.Background, document.Settings.BackgroundHash) : ("", "");

    /// <summary>Whole paths of files of the document, such as <see cref="Sources"/>.</summary>
    /// <exception cref="FormatException">A picture is not the one that the scene was made with.</exception>
    /// <exception cref="FileNotFoundException">A picture is missing.</exception>
    public IReadOnlyList<string> Find(IReadOnlyList<FileReference> files) => [.. files.Select(file => _folder!.FindUnchanged(file))];

    /// <summary>The scene's background; null for that of the person's picture.</summary>
    /// <inheritdoc cref="DocumentBackground.Of"/>
    public PersonBackground? ReadBackground() =>
        _document is null ? null : DocumentBackground.Of(_document, _folder!, path => PictureFile.ReadRgb(path));

    /// <summary>Shows the edited person with other pictures, as an undoable edit: from the present time on where keys change whom it shows, else always.
    /// Choices in succession are one edit.</summary>
    /// <param name="paths">Pictures of one person, or a person file.</param>
    public void SetSources(IReadOnlyList<string> paths) => Try(() =>
    {
        if (EditedPerson is not { } person)
            return;
        if (HasSourceKeys)
            KeySources([.. paths.Select(BringCopy)]);
        else
            SetSources(person, paths);
        DeleteUnusedCopies();
    });

    /// <summary>Sets a key of whom the edited person shows: as now, from the present time on.</summary>
    public void KeySources() => Try(() =>
    {
        NameShownPeople();
        HoldFrame();
        KeySources(Sources);
    });

    void KeySources(IReadOnlyList<FileReference> sources)
    {
        var name = sources.SequenceEqual(EditedPerson?.Sources ?? []) ? "" : sources is [var only] ? only.File
            : throw new ArgumentException("A key shows one picture or one person file. Make a person file of several pictures with 'avatar source'.");
        _document!.SetKey(ChoosePerson, Person, TrackTarget.Source, new TrackKey(KeyTime, [], KeyShape.Step, default, name), $"source-{Person}-{KeyTime}");
    }

    void SetSources(PersonItem person, IReadOnlyList<string> paths)
    {
        FileReference[] sources = [.. paths.Select(BringCopy)];
        if (!sources.SequenceEqual(person.Sources))
            _document!.Set(ChoosePerson, person.Id, person with { Sources = sources });
    }

    /// <summary>Sets what is behind the people, as an undoable edit.</summary>
    /// <param name="background">A colour as #rrggbb, a picture file, or empty for that of the person's picture.</param>
    public void SetBackground(string background) => Try(() =>
    {
        var file = DocumentBackground.IsFile(background) ? BringCopy(background) : new FileReference(background);
        var settings = Require().Settings with { Background = file.File, BackgroundHash = file.Hash };
        if (settings != _document!.Settings)
            _document.Set("Background", "background", settings);
        DeleteUnusedCopies();
    });

    FileReference BringCopy(string path)
    {
        var file = SceneFiles.Bring(_folder!, path, out var isCopied);
        if (isCopied)
            _copies.Add(_folder!.Find(file));
        return file;
    }

    /// <summary>Pictures that were looked at and then left for others do not stay in the scene's folder.</summary>
    void DeleteUnusedCopies()
    {
        var used = SceneFiles.EverNamed(_document!).Select(file => Path.Combine(_folder!.Folder, file.File.Replace('/', Path.DirectorySeparatorChar)))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var copy in _copies.Where(copy => !used.Contains(copy)).ToArray())
        {
            SceneFiles.Delete(copy);
            _copies.Remove(copy);
        }
    }

    /// <summary>A scene that is saved names the people whom it shows.</summary>
    void NameShownPeople()
    {
        foreach (var person in People.Where(person => person.Sources.Count == 0).ToArray())
            if (ShownSources?.Invoke(person.Person) is { Count: > 0 } shown)
                SetSources(person, shown);
    }
}
