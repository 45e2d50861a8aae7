using Avatars.Files;
using Avatars.Posing;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>The document's file: new, open, save, and the journal that survives a crash.</summary>
sealed partial class EditorSession
{
    const string FirstPerson = "person-1";
    const float NewSceneSeconds = 4;
    const string Recovered = "Unsaved changes of the last session are restored. Save to keep them.";

    readonly string _untitledFolder;
    SceneFolder? _folder;
    SceneJournal? _journal;
    bool _isDiscarding;

    static string DefaultUntitledFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
        Environment.SpecialFolderOption.DoNotVerify), "avatar", "untitled");

    /// <summary>The scene's file; null while it has none.</summary>
    public string? FilePath { get; private set; }

    /// <summary>Name for the window's title.</summary>
    public string Title => FilePath is null ? "Untitled" : NameOf(FilePath);

    /// <summary>Whether there are changes that the file does not have.</summary>
    public bool IsModified => _document is { IsModified: true };

    /// <summary>Where the scene's files are; null while no document is open.</summary>
    public SceneFolder? Folder => _folder;

    /// <summary>Begins an empty scene, after asking about unsaved changes.</summary>
    public void NewScene() => AfterUnsaved(() => Try(StartUntitled));

    /// <summary>Asks which scene to open, and opens it.</summary>
    public void OpenScene()
    {
        if (Dialogs.ChooseSceneToOpen is { } choose)
            choose(OpenScene);
        else
            Dialogs.Problem?.Invoke("There is no file dialog here: start the viewer with --scene FILE.");
    }

    /// <summary>Opens a scene, after asking about unsaved changes.</summary>
    public void OpenScene(string path) => AfterUnsaved(() => Try(() => Load(path)));

    /// <summary>Saves where the scene was opened or saved last; a new one asks for a name.</summary>
    public void Save() => Save(() => { });

    /// <summary>Asks for a name, and saves.</summary>
    public void SaveAs() => SaveAs(() => { });

    /// <summary>Saves under a name; a missing ending is added. Files of the scene are copied along.</summary>
    public void SaveAs(string path) => Try(() => WriteTo(path));

    /// <summary>Opens a scene, with what a crash left in its journal. The document that was open is closed without being saved.</summary>
    /// <inheritdoc cref="SceneFile.Read"/>
    public void Load(string path)
    {
        var warnings = new List<string>();
        path = Path.GetFullPath(path);
        var document = SceneJournal.Open(path, out var recovered, warnings);
        if (!document.All<PersonItem>().Any())
            throw new FormatException($"{path}: the scene has no person. Add one to its items, for example {{\"kind\":\"person\",\"id\":\"person-1\"}}.");
        var folder = new SceneFolder(path);
        warnings.AddRange(folder.Problems(document));
        Show(document, folder, path);
        foreach (var warning in warnings)
            Dialogs.Problem?.Invoke(warning);
        if (recovered > 0)
            Dialogs.Notice?.Invoke(Recovered);
    }

    /// <summary>Opens a scene; where there is no such file, an empty scene is written there first.</summary>
    /// <inheritdoc cref="Load"/>
    public void LoadOrBegin(string path)
    {
        if (!File.Exists(path) && !File.Exists(path + SceneJournal.Ending))
            SceneFile.Write(path, new PoseDocument(NewItems()));
        Load(path);
    }

    /// <summary>Opens a scene without a file: what a crash left of the last one, else the person at rest.</summary>
    public void StartUntitledOrRecover()
    {
        if (LeftUntitled() is { } path)
            Try(() => Recover(path));
        if (_document is null)
            StartUntitled();
    }

    /// <summary>Opens an empty scene: one person at rest.</summary>
    public void StartUntitled() => StartUntitled(NewUntitledPath(), NewItems());

    /// <summary>Begins a scene that plays a motion file as a clip, after asking about unsaved changes.</summary>
    public void EditMotion(string motionPath) => AfterUnsaved(() => Try(() => StartFromMotion(motionPath)));

    /// <summary>Opens a new scene that plays a motion file as a clip.</summary>
    /// <exception cref="IOException">The file cannot be copied.</exception>
    public void StartFromMotion(string motionPath, string animation = "")
    {
        var path = NewUntitledPath();
        var file = SceneFiles.Bring(new SceneFolder(path), motionPath);
        StartUntitled(path, [new SceneSettings(), NewPerson(),
            new ClipItem(FirstPerson, Path.GetFileNameWithoutExtension(motionPath).Replace('/', '-'), file, Animation: animation)]);
    }

    /// <summary>A reference to a file for the document; one that lies elsewhere is copied into the scene's folder.</summary>
    /// <exception cref="IOException">The file cannot be copied.</exception>
    public FileReference Bring(string path) => SceneFiles.Bring(_folder ?? throw new InvalidOperationException("No scene is open."), path);

    /// <summary>The file's name without folder and ending.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        return SceneFile.IsScene(name) ? name[..^SceneFile.Ending.Length] : name;
    }

    static SceneItem[] NewItems() => [new SceneSettings(Seconds: NewSceneSeconds), NewPerson()];

    static PersonItem NewPerson() => new(FirstPerson, "Person 1", [], default, new Dictionary<string, float>());

    void StartUntitled(string path, SceneItem[] items)
    {
        var document = new PoseDocument(items);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SceneFile.Write(path, document); // what the journal refers to
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Dialogs.Problem?.Invoke($"A crash would lose what is not saved: {ErrorLine.Of(error)}");
        }
        Show(document, new SceneFolder(path), null);
    }

    void Recover(string path)
    {
        var document = SceneJournal.Open(path, out var recovered);
        if (recovered == 0 || !document.All<PersonItem>().Any())
            return;
        Show(document, new SceneFolder(path), null);
        Dialogs.Notice?.Invoke(Recovered);
    }

    void Show(PoseDocument document, SceneFolder folder, string? path)
    {
        if (_document is not null)
            CloseDocument();
        (_document, _folder, FilePath) = (document, folder, path);
        _copies.Clear();
        Person = document.All<PersonItem>().First().Person;
        _journal = new SceneJournal(document, folder.ScenePath);
        document.Changed += NoteEdit;
        Note();
        Update();
        Resume();
    }

    /// <summary>Closes the document; unsaved changes stay in the journal unless they are discarded.</summary>
    void CloseDocument()
    {
        if (_document is null)
            return;
        _document.Changed -= NoteEdit;
        _journal!.Dispose();
        if (_isDiscarding || !_document.IsModified)
            DeleteTraces();
        (_document, _journal, _folder, FilePath) = (null, null, null, null);
        Note();
    }

    /// <summary>Deletes the journal, and the whole folder of a scene without a file.</summary>
    void DeleteTraces()
    {
        try
        {
            var path = _folder!.ScenePath;
            File.Delete(path + SceneJournal.Ending);
            if (FilePath is null && Directory.Exists(_folder.Folder))
                Directory.Delete(_folder.Folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Dialogs.Problem?.Invoke(ErrorLine.Of(error)); // what is left is offered again at the next start
        }
    }

    void WriteTo(string path)
    {
        var document = Require();
        NameShownPeople();
        path = Path.GetFullPath(SceneFile.IsScene(path) ? path : path + SceneFile.Ending);
        var isSame = path == _folder!.ScenePath;
        var folder = isSame ? _folder : new SceneFolder(path);
        SceneFiles.CopyAll(document, _folder, folder);
        SceneFile.Write(path, document);
        document.MarkSaved();
        if (isSame)
            _journal!.Saved(path);
        else
        {
            _journal!.Saved(_folder.ScenePath);
            _journal.Dispose();
            DeleteTraces();
            (_folder, _journal) = (folder, new SceneJournal(document, path));
            _copies.Clear();
        }
        FilePath = path;
        Note();
        Dialogs.Notice?.Invoke($"Saved {Path.GetFileName(path)}.");
    }

    void Save(Action next)
    {
        if (FilePath is not { } path)
            SaveAs(next);
        else if (_document is not null && Try(() => WriteTo(path)))
            next();
    }

    void SaveAs(Action next)
    {
        if (_document is null)
            return;
        if (Dialogs.ChooseSceneToSave is not { } choose)
            Dialogs.Problem?.Invoke($"There is no file dialog here: start the viewer with --scene NAME{SceneFile.Ending}; a new name begins a new scene.");
        else
            choose(FilePath ?? Path.GetFullPath($"untitled{SceneFile.Ending}"), path =>
            {
                if (Try(() => WriteTo(path)))
                    next();
            });
    }

    /// <summary>Asks about unsaved changes, where there are any, then goes on; not if the user cancels.</summary>
    public void AfterUnsaved(Action next)
    {
        if (!IsModified)
            next();
        else if (Dialogs.AskUnsaved is not { } ask)
            Dialogs.Problem?.Invoke($"'{Title}' has unsaved changes. Save it first.");
        else
            ask(Title, choice =>
            {
                if (choice == UnsavedChoice.Save)
                    Save(next);
                _isDiscarding = choice == UnsavedChoice.Discard;
                if (_isDiscarding)
                    next();
                _isDiscarding = false;
            });
    }

    /// <summary>A scene without a file has a folder of its own.</summary>
    string NewUntitledPath()
    {
        for (var i = 1; ; i++)
            if (Path.Combine(_untitledFolder, $"{Environment.ProcessId}-{i}") is var folder && !Directory.Exists(folder))
                return Path.Combine(folder, $"untitled{SceneFile.Ending}");
    }

    /// <summary>The newest scene without a file that a crash or a closed window left, and that no other viewer has open.</summary>
    string? LeftUntitled()
    {
        const string journal = $"untitled{SceneFile.Ending}{SceneJournal.Ending}";
        if (!Directory.Exists(_untitledFolder))
            return null;
        var left = Directory.EnumerateDirectories(_untitledFolder).Select(folder => Path.Combine(folder, journal)).Where(File.Exists);
        return left.OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault(path => !IsInUse(path)) is { } found ? found[..^SceneJournal.Ending.Length]
            : null;
    }

    static bool IsInUse(string path)
    {
        try
        {
            using (File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    void NoteEdit(SceneEdit edit)
    {
        FollowPerson();
        Note();
    }

    /// <summary>What cannot be done is reported; the state is unchanged.</summary>
    bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Dialogs.Problem?.Invoke(ErrorLine.Of(error));
            return false;
        }
    }
}
