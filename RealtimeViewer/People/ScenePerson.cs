using Avatars.Body;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Posing;
using Avatars.Systems;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer;

/// <summary>
/// Keeps the person who is shown and the one whom the open scene names alike: a scene's pictures are shown when it is opened, edited or undone; whom the
/// user chooses becomes part of the scene.
/// </summary>
/// <param name="add">Adds pictures of one person, or a person file, to those to choose from, and gives their index.</param>
sealed class ScenePerson(Session session, Func<IReadOnlyList<string>, int> add)
{
    PoseDocument? _document;
    int _version = -1;
    IReadOnlyList<FileReference> _named = [];
    (string Name, string Hash) _backgroundName = ("", "");
    PersonBackground? _background, _scripted;
    (string? Picture, RgbColor? Colour) _scriptedName;
    SourcePicture? _wanted; // whom the scene asked for last
    int _unnamed; // whom to show where the scene names nobody

    EditorSession Editor => session.Editor;

    /// <summary>Another person is edited, who is shown with the chosen pictures.</summary>
    public void Switch() => (_named, _unnamed, _wanted, _version) = ([], session.ChosenSource, session.Sources[session.ChosenSource], -1);

    /// <summary>Chooses whom the scene names, where that has changed; once a frame.</summary>
    public void Follow()
    {
        if (Editor.Document is not { } document || (Editor.Version == _version && !Editor.HasSourceKeys))
            return;
        _version = Editor.Version;
        var isOpened = !ReferenceEquals(document, _document);
        _document = document;
        var named = Editor.Sources;
        if (isOpened && named.Count == 0)
        {
            (_named, _unnamed, _wanted) = (named, session.ChosenSource, null); // whoever is shown stays
            return;
        }
        if (named.SequenceEqual(_named) && !isOpened)
            return;
        if (_named.Count == 0)
            _unnamed = session.ChosenSource;
        _named = named;
        if (named.Count == 0)
            Choose(_unnamed);
        else if (Try(() => Editor.Find(Editor.Sources)) is { } paths)
            Choose(add(paths));
    }

    /// <summary>Whether the background has changed since the last call, the scene's or the running script's, which goes before it; once a frame.</summary>
    public bool FollowBackground()
    {
        var scripted = session.Script is { IsRunning: true, Look: { } look } ? (look.Background, look.BackgroundColor) : default;
        if (Editor.Background == _backgroundName && scripted == _scriptedName)
            return false;
        if (Editor.Background != _backgroundName)
            (_backgroundName, _background) = (Editor.Background, Try(Editor.ReadBackground));
        if (scripted != _scriptedName)
        {
            _scriptedName = scripted;
            _scripted = Try(ReadScripted);
        }
        return true;
    }

    PersonBackground? ReadScripted() => _scriptedName switch
    {
        ({ } picture, _) => PersonBackground.Of(PictureFile.ReadRgb(Path.GetFullPath(picture, Path.GetDirectoryName(session.Script.Path!)!))),
        (_, { } colour) => PersonBackground.Of(colour),
        _ => null,
    };

    /// <summary>The person before the background of the script or scene; as it is for models that show the picture's own.</summary>
    public PersonSource Before(PersonSource source)
    {
        if ((_scripted ?? _background) is not { } background)
            return source;
        if (source.Person is { } person)
            return new PersonSource(source.Views[0]) { Person = background.Behind(person), Embeddings = source.Embeddings };
        session.Notice = "This model shows the background of the source picture. Choose one that draws the person's body for another.";
        return source;
    }

    /// <summary>A person is shown now: one whom the user chose becomes that of the scene.</summary>
    /// <param name="isFirst">Whether it is the one that the viewer begins with; that one is put into the scene when it is saved.</param>
    public void Shown(int index, bool isFirst)
    {
        if (Editor.Document is null || session.Sources[index] == _wanted || isFirst || session.Script.IsRunning)
            return;
        Editor.SetSources(session.Sources[index].Paths);
        (_named, _wanted) = (Editor.Sources, session.Sources[index]);
    }

    void Choose(int index)
    {
        session.ChosenSource = index;
        _wanted = index < session.Sources.Count ? session.Sources[index] : null;
    }

    T? Try<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            session.Problem = ErrorLine.Of(error);
            return null;
        }
    }
}
