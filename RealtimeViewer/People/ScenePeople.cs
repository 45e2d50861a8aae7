using Avatars.Files;
using Avatars.Imaging;
using Avatars.Posing;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer;

/// <summary>
/// The people of the open scene, each with a stream of its own: the edited one, and the others beside it. Their frames are laid over each other in the
/// scene's order, as films do it. The window's thread only.
/// </summary>
sealed class ScenePeople : IDisposable
{
    readonly Session _session;
    readonly ScenePerson _scenePerson;
    readonly Func<IReadOnlyList<string>, int> _add;
    readonly List<PersonStream> _made = [];
    readonly Stack<PersonDisplay> _spare = [];
    readonly Dictionary<string, OtherPerson> _others = new(StringComparer.Ordinal);
    readonly List<OtherPerson> _shown = [];
    readonly List<PersonDisplay> _order = []; // of the layers
    RgbImage? _together;
    string _edited;
    int _version = -1;
    bool _wasEditing;

    /// <param name="stream">The first person's; borrowed.</param>
    /// <param name="scenePerson">Of the edited person.</param>
    /// <param name="add">Adds pictures of one person, or a person file, to those to choose from, and gives their index.</param>
    public ScenePeople(Session session, PersonStream stream, ScenePerson scenePerson, Func<IReadOnlyList<string>, int> add)
    {
        (_session, _scenePerson, _add, _edited) = (session, scenePerson, add, session.Editor.Person);
        Edited = new PersonDisplay(stream);
        _order.Add(Edited);
    }

    /// <summary>Makes the stream of one more person; owned. Null where only one can be shown.</summary>
    public Func<PersonStream>? MakeStream { get; init; }

    /// <summary>What shows the person that is edited.</summary>
    public PersonDisplay Edited { get; private set; }

    /// <summary>The others who are shown, in the scene's order; none while a motion plays over the scene.</summary>
    public IReadOnlyList<OtherPerson> Others => _shown;

    /// <summary>Every stream, of hidden people too.</summary>
    public IEnumerable<PersonStream> Streams => _others.Values.Select(other => other.Display).Append(Edited).Concat(_spare).Select(display => display.Stream);

    /// <summary>Whether somebody who is shown has no frame yet.</summary>
    public bool IsWaiting => _order.Exists(display => !display.Stream.HasFrame && display.Stream.Failure is null);

    /// <summary>All together; null before the lowest one's first frame.</summary>
    public RgbImage? Picture { get; private set; }

    EditorSession Editor => _session.Editor;

    /// <summary>Takes in who is in the scene, and who of them is edited; once a frame.</summary>
    /// <returns>Whether <see cref="Edited"/> is another one.</returns>
    public bool Follow()
    {
        var isSwitched = false;
        if (Editor.Document is not null && Editor.Person != _edited)
            isSwitched = Switch(Editor.Person);
        if (_version != Editor.Version || _wasEditing != Editor.IsEditing)
            Arrange();
        return isSwitched;
    }

    /// <summary>Poses the others and asks for their frames.</summary>
    /// <param name="opened">What to do with a person whose opening has ended, its index in <see cref="Session.Sources"/> and the problem.</param>
    public void Advance(Action<PersonDisplay, OpenedPerson?, string?> opened)
    {
        var camera = _session.PictureCamera;
        SetLayers();
        for (var i = 0; i < _shown.Count; i++)
        {
            var other = _shown[i];
            other.FollowSources(Editor, Find, (i + 1) % _session.Sources.Count, index => _session.Sources[index].Paths);
            if (other.Display.Stream.TryTakeOpened(out var person, out var failure))
                opened(other.Display, person, failure);
            other.Pose(Editor, camera);
            if (_order.Contains(other.Display))
                other.Display.Stream.Submit(other.Rig, camera);
        }
    }

    /// <summary>Takes the others' newest frames, and lays all together where one is new.</summary>
    /// <param name="isNew">Whether the edited person's is.</param>
    /// <returns>Whether <see cref="Picture"/> is new.</returns>
    public bool TakeFrames(bool isNew)
    {
        foreach (var display in _order)
            isNew |= display != Edited && display.Stream.TryTake();
        if (!isNew || !_order[0].Stream.HasFrame)
            return false;
        var lowest = _order[0].Stream.Frame.Picture;
        if (_order.Count == 1)
        {
            Picture = lowest;
            return true;
        }
        _together ??= new RgbImage(lowest.Width, lowest.Height);
        lowest.Bytes.CopyTo(_together.Bytes, 0);
        for (var i = 1; i < _order.Count; i++)
            if (_order[i].Stream is { HasFrame: true, Frame: { Alpha: { } alpha } frame })
                PictureLayers.Over(frame.Picture, alpha, _together);
        Picture = _together;
        return true;
    }

    /// <summary>The background has changed.</summary>
    public void ShowBackground()
    {
        foreach (var display in _order)
            if (display.Opened is { } person && !display.Stream.IsTransparent)
                display.Show(person, _scenePerson);
    }

    /// <summary>A source was taken out of the session's list.</summary>
    public void ForgetSource(int index)
    {
        foreach (var display in _others.Values.Select(other => other.Display).Append(Edited).Concat(_spare))
            display.ForgetSource(index);
    }

    /// <summary>Pictures that a person is shown with though the scene names none.</summary>
    public IReadOnlyList<string> ShownSources(string person)
    {
        var display = person == _edited ? Edited : _others.TryGetValue(person, out var other) ? other.Display : null;
        return display is { Shown: >= 0 and var shown } ? _session.Sources[shown].Paths : [];
    }

    public void Dispose()
    {
        foreach (var stream in _made)
            stream.Dispose();
    }

    bool Switch(string person)
    {
        var isThere = Editor.Document!.TryFind($"person/{_edited}") is PersonItem;
        if (isThere && !_others.ContainsKey(person) && MakeDisplay() is null)
            return false; // only one can be shown
        var before = Edited;
        Edited = _others.Remove(person, out var other) ? other.Display : isThere ? MakeDisplay()! : before;
        if (isThere)
            _others[_edited] = new OtherPerson(_edited, before, _session.Rig.Layout);
        else if (!ReferenceEquals(before, Edited))
            _spare.Push(before);
        (_edited, _version) = (person, -1);
        return true;
    }

    PersonDisplay? MakeDisplay()
    {
        if (_spare.TryPop(out var spare))
            return spare;
        if (MakeStream?.Invoke() is not { } stream)
            return null;
        _made.Add(stream);
        return new PersonDisplay(stream);
    }

    /// <summary>Gives each person of the scene a stream; those of people who are gone are kept for the next.</summary>
    void Arrange()
    {
        (_version, _wasEditing) = (Editor.Version, Editor.IsEditing);
        var people = Editor.People;
        foreach (var gone in _others.Keys.Where(id => !people.Any(person => person.Person == id)).ToArray())
        {
            _others.Remove(gone, out var other);
            _spare.Push(other!.Display);
        }
        _shown.Clear();
        foreach (var person in Editor.IsEditing ? people : [])
        {
            if (person.Person == _edited)
                continue;
            if (!_others.TryGetValue(person.Person, out var other) && MakeDisplay() is { } display)
                _others[person.Person] = other = new OtherPerson(person.Person, display, _session.Rig.Layout);
            if (other is not null)
                _shown.Add(other);
        }
        _session.Others = _shown;
    }

    /// <summary>The lowest layer has the background, those over it are transparent; a model that cannot make such frames shows the edited person
    /// alone.</summary>
    void SetLayers()
    {
        _order.Clear();
        if (_shown.Count > 0 && Edited.Stream.CanBeTransparent)
            foreach (var person in Editor.People)
                if (person.Person == _edited)
                    _order.Add(Edited);
                else if (_others.TryGetValue(person.Person, out var other) && other.Display.Stream.IsLoaded)
                    _order.Add(other.Display);
        if (!_order.Contains(Edited))
        {
            _order.Clear();
            _order.Add(Edited);
        }
        for (var i = 0; i < _order.Count; i++)
            _order[i].SetTransparent(i > 0, _scenePerson);
    }

    int Find(IReadOnlyList<FileReference> files)
    {
        try
        {
            return _add(Editor.Find(files));
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            _session.Problem = ErrorLine.Of(error);
            return -1;
        }
    }
}
