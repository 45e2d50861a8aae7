using Avatars.Posing;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>Import and export in the file menu.</summary>
/// <param name="making">For films and pictures of the generated people.</param>
/// <param name="canBeTransparent">Whether the shown person's pictures can be.</param>
sealed class ExchangeCommands(Session session, DialogHost host, FileCommands files, ViewerMemory memory, FrameMaking making, Func<bool> canBeTransparent)
{
    readonly ImportActions _imports = new(session.Editor, host, (path, importMotion) => session.ShowCharacter(path, importMotion));

    public void AddTo(CommandTable table)
    {
        table.Add(new("File", "Import ...", "Ctrl+I", "Adds a motion, keypoints, a photograph's pose or a film's motion to the scene", Import)
        {
            IsEnabled = () => session.Editor.Document is not null, StartsGroup = true,
        });
        table.Add(new("File", "Export ...", "Ctrl+E", "Writes films, pictures, skeletons, keypoints or a script of the scene", Export)
        {
            IsEnabled = () => session.Editor.Document is not null,
        });
    }

    /// <inheritdoc cref="ImportActions.Import"/>
    public void Import(string path) => _imports.Import(path);

    void Import() => files.Choose("Import", FilePurpose.Open, "", Import, [], ImportActions.Kinds);

    void Export()
    {
        var (editor, settings) = (session.Editor, session.Editor.Document!.Settings);
        var folder = editor.FilePath is { } path ? Path.GetDirectoryName(path)! : memory.LastFolder ?? Directory.GetCurrentDirectory();
        host.Show(new ExportDialog(folder, editor.Title, settings.Width, settings.Height, settings.FramesPerSecond, canBeTransparent(),
            (title, suggested, kind, done) => files.Choose(title, kind is null ? FilePurpose.ChooseFolder : FilePurpose.Save, suggested, done, [],
                kind ?? new FileKind("Folders", "/")), Start, session.Editor.Document!.All<SoundItem>().Any(),
            editor.People.Count > 1 ? EditorSession.NameOf(editor.EditedPerson!) : null));
    }

    void Start(ExportSettings settings)
    {
        if (!settings.Kind.IsFolder && File.Exists(settings.Path))
            host.Show(new QuestionDialog("Replace?", $"'{Path.GetFileName(settings.Path)}' is there already.",
                ("Replace", "Writes the new file over it", () => Run(settings)), ("Cancel", "Leaves it as it is", () => { })));
        else
            Run(settings);
    }

    void Run(ExportSettings settings)
    {
        var editor = session.Editor;
        var view = session.Orbit.View;
        var job = new ExportJob(settings, editor.Document!, editor.Folder!, editor.Person,
            (width, height) => PoseMaps.Camera.Orbit(view.Target, view.Yaw, view.Pitch, view.Distance, view.FieldOfView, width, height),
            settings.Kind.IsGenerated ? making : null);
        host.Tasks.Add($"Exporting {Path.GetFileName(settings.Path)}", () => job.Share, job.Cancel, job.Work,
            () => host.Toasts.Notice($"Exported {settings.Path}."));
    }
}
