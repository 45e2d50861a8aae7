using Avatars.Body;
using Avatars.Posing;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>The file menu: scenes are opened and saved through dialogs; what is open, saved and recent is the editor's and the memory's.</summary>
sealed class FileCommands
{
    static readonly FileKind Scenes = new("Scenes", SceneFile.Ending);
    static readonly FileKind Pictures = new("Pictures and people", ".png", ".jpg", ".jpeg", PersonFile.Ending);
    static readonly FileKind Lexicons = new("Lexicons", ".csv", ".sigml", ".xml", ".pose", SceneFile.Ending);
    static readonly FileKind AllFiles = new("All files");

    readonly EditorSession _editor;
    readonly DialogHost _host;
    readonly ViewerMemory _memory;
    readonly Action _quit;
    string? _noted;

    /// <param name="quit">Closes the window; unsaved changes have been asked about.</param>
    public FileCommands(EditorSession editor, DialogHost host, ViewerMemory memory, Action quit)
    {
        (_editor, _host, _memory, _quit) = (editor, host, memory, quit);
        var dialogs = editor.Dialogs;
        dialogs.ChooseSceneToOpen = done => Choose("Open a scene", FilePurpose.Open, "", done, _memory.Recent, Scenes, AllFiles);
        dialogs.ChooseSceneToSave = (path, done) => Choose("Save the scene", FilePurpose.Save, path, done, _memory.Recent, Scenes);
        dialogs.ChoosePicture = (title, done) => Choose(title, FilePurpose.Open, "", done, [], Pictures, AllFiles);
        dialogs.ChooseLexicon = done => Choose("Open a lexicon: its index, SiGML or a recording", FilePurpose.Open, "", done, [], Lexicons, AllFiles);
        dialogs.AskUnsaved = AskUnsaved;
        dialogs.Notice = host.Toasts.Notice;
        dialogs.Problem = host.Toasts.Problem;
        editor.Changed += NoteFile;
    }

    public void AddTo(CommandTable table)
    {
        table.Add(new("File", "New scene", "Ctrl+N", "An empty scene: one person at rest", _editor.NewScene));
        table.Add(new("File", "Open ...", "Ctrl+O", "Opens a scene from a file", _editor.OpenScene));
        table.Add(new("File", "Open recent", "", "Scenes that were open before", () => { }) { Submenu = Recent, IsEnabled = () => _memory.Recent.Count > 0 });
        table.Add(new("File", "Save", "Ctrl+S", "Writes the scene to its file", _editor.Save) { IsEnabled = IsOpen, StartsGroup = true });
        table.Add(new("File", "Save as ...", "Ctrl+Shift+S", "Writes the scene under another name", _editor.SaveAs) { IsEnabled = IsOpen });
    }

    /// <summary>The last command of the menu.</summary>
    public void AddQuitTo(CommandTable table) =>
        table.Add(new("File", "Quit", "Ctrl+Q", "Closes the window; asks about unsaved changes", Quit) { StartsGroup = true });

    /// <summary>Asks about unsaved changes, then closes.</summary>
    public void Quit() => _editor.AfterUnsaved(() =>
    {
        _editor.Dispose(); // now, while it is known whether changes are discarded
        _quit();
    });

    /// <summary>Asks for a file.</summary>
    /// <param name="suggested">Name or path; empty for none.</param>
    public void Choose(string title, FilePurpose purpose, string suggested, Action<string> done, IReadOnlyList<string> recent, params FileKind[] kinds)
    {
        var folder = suggested.Contains(Path.DirectorySeparatorChar) ? Path.GetDirectoryName(Path.GetFullPath(suggested))! : Folder;
        var browser = new FileBrowser(Directory.Exists(folder) ? folder : Folder, kinds);
        _host.Show(new FileDialog(title, purpose, browser, Path.GetFileName(suggested), recent, path =>
        {
            _memory.LastFolder = Path.GetDirectoryName(path);
            done(path);
        }));
    }

    string Folder => _memory.LastFolder is { } folder && Directory.Exists(folder) ? folder : Directory.GetCurrentDirectory();

    bool IsOpen() => _editor.Document is not null;

    List<UiCommand> Recent() => [.. _memory.Recent.Select(path => new UiCommand("", EditorSession.NameOf(path), "", path, () => OpenRecent(path)))];

    void OpenRecent(string path)
    {
        if (File.Exists(path))
            _editor.OpenScene(path);
        else
        {
            _memory.Forget(path);
            _host.Toasts.Problem($"'{path}' is no longer there. It was taken off the list; open the scene from where it is now.");
        }
    }

    void AskUnsaved(string title, Action<UnsavedChoice> answer) => _host.Show(new QuestionDialog("Unsaved changes", $"Save the changes of '{title}'?",
        ("Save", "Writes the scene, then goes on (Enter)", () => answer(UnsavedChoice.Save)),
        ("Discard", "The changes are lost", () => answer(UnsavedChoice.Discard)),
        ("Cancel", "Stays here (Escape)", () => answer(UnsavedChoice.Cancel))));

    void NoteFile()
    {
        if (_editor.FilePath is not { } path || path == _noted)
            return;
        _noted = path;
        _memory.NoteRecent(path);
    }
}
