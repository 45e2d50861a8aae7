using System.Numerics;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>Chooses format, place, size and rate, and starts the export.</summary>
sealed class ExportDialog : IDialog
{
    const float RowHeight = 24, NameWidth = 110;

    readonly Action<string, string, FileKind?, Action<string>> _choose;
    readonly Action<ExportSettings> _start;
    readonly bool _canBeTransparent;
    readonly bool _canSound;
    readonly string? _whose;
    string _folder;
    string _name;
    string? _problem;
    int _kind;
    float _width, _height, _rate, _scroll;
    bool _isTransparent;
    bool _hasSound;

    /// <param name="name">Of the scene.</param>
    /// <param name="choose">Asks for a place: title, suggestion, the kind (null for a folder), and what to do with the answer.</param>
    /// <param name="canBeTransparent">Whether the model's frames can.</param>
    /// <param name="canSound">Whether the scene has recordings.</param>
    /// <param name="whose">Name of the person whose motion is written, in a scene of several; null in one of one.</param>
    public ExportDialog(string folder, string name, int width, int height, float framesPerSecond, bool canBeTransparent,
        Action<string, string, FileKind?, Action<string>> choose, Action<ExportSettings> start, bool canSound = false,
        string? whose = null)
    {
        (_folder, _name, _width, _height, _rate) = (folder, name, width, height, framesPerSecond);
        (_canBeTransparent, _choose, _start) = (canBeTransparent, choose, start);
        (_canSound, _hasSound, _whose) = (canSound, canSound, whose);
    }

    public string Title => "Export";

    public Vector2 Size => new(640, 400);

    /// <summary>Where it goes.</summary>
    public string Target => Path.Combine(_folder, _name + Kind.Ending);

    bool IsFilm => Kind.Format is "mp4" or "webm";

    ExportKind Kind => ExportKind.All[_kind];

    public bool Draw(UiContext ui, Box box)
    {
        DrawKinds(ui, box.Left(230));
        var right = box.WithoutLeft(230 + Theme.Padding);
        var height = ui.Paragraph(right, _whose is null ? $"{Kind.Tip}." : Kind.IsGenerated ? $"{Kind.Tip}, with everybody of the scene."
            : $"{Kind.Tip}. Of {_whose}, who is edited.", Theme.Dim);
        var row = right.WithoutTop(height + 10).Top(Theme.Row);
        row = DrawPlace(ui, row);
        if (!Kind.IsGenerated)
            row = DrawSize(ui, row);
        ui.Number("##rate", row.WithoutLeft(NameWidth), ref _rate, new NumberStyle(1, 240, 0.2f, 0, " fps", 5), "Frames a second");
        ui.Label(row.Left(NameWidth), "Rate", Theme.Dim);
        row = row with { Y = row.Bottom + Theme.Gap };
        if (Kind.Format is "webm" or "png" && _canBeTransparent)
        {
            ui.Checkbox("Transparent background", row, ref _isTransparent);
            ui.Tip(row, "The person alone, with alpha");
            row = row with { Y = row.Bottom + 2 };
        }
        if (IsFilm && _canSound)
        {
            ui.Checkbox("Sound", row, ref _hasSound);
            ui.Tip(row, "The recordings of the timeline");
        }
        var lower = box.BottomPart(Theme.Row);
        if (_problem is not null)
            ui.Paragraph(new Box(right.X, lower.Y - 50, right.Width, 40), _problem, Theme.Error);
        var export = lower.RightPart(120);
        var isStarted = ui.Button("Export", export, isChosen: true);
        ui.Tip(export, "Writes it beside the window, which goes on (Enter)");
        isStarted |= ui.IsKeyboardFree && ui.Input.Pressed.Contains(Silk.NET.Input.Key.Enter);
        return !(isStarted && Start());
    }

    void DrawKinds(UiContext ui, Box box)
    {
        ui.Draw.Rectangle(box, Theme.Pane, Theme.Corner);
        var list = box.Inset(4);
        var content = ui.BeginScroll("##kinds", list, ExportKind.All.Length * RowHeight, ref _scroll);
        for (var i = 0; i < ExportKind.All.Length; i++)
        {
            var row = new Box(content.X, content.Y + i * RowHeight, content.Width, RowHeight);
            var kind = ExportKind.All[i];
            if (ui.TreeRow(2 * i + 4001, row, 0, null, kind.Name, i == _kind, kind.Tip).HasFlag(RowEvent.Clicked))
                (_kind, _problem) = (i, null);
        }
        ui.EndScroll(ref _scroll);
        if (ui.IsKeyboardFree)
            foreach (var stroke in ui.Input.Strokes)
                _kind = Math.Clamp(_kind + (stroke.Key == Silk.NET.Input.Key.Down ? 1 : stroke.Key == Silk.NET.Input.Key.Up ? -1 : 0), 0,
                    ExportKind.All.Length - 1);
    }

    Box DrawPlace(UiContext ui, Box row)
    {
        ui.Label(row.Left(NameWidth), Kind.IsFolder ? "New folder" : "File", Theme.Dim);
        ui.TextField("##exportName", row.WithoutLeft(NameWidth).WithoutRight(34), ref _name, "Name of the file, without its ending");
        if (ui.ToolButton("##exportPlace", Icon.Folder, row.RightPart(28), "Chooses another place"))
            _choose(Kind.IsFolder ? "Where should the folder be?" : "Export as", Target, Kind.IsFolder ? null : new FileKind(Kind.Name, Kind.Ending), path =>
            {
                if (Kind.IsFolder)
                    _folder = path;
                else
                    (_folder, _name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path)[..^Kind.Ending.Length]);
            });
        row = row with { Y = row.Bottom + 2 };
        ui.Label(row.WithoutLeft(NameWidth), $"in {_folder}", Theme.Faint, Face.Small);
        return row with { Y = row.Bottom + 2 };
    }

    Box DrawSize(UiContext ui, Box row)
    {
        ui.Label(row.Left(NameWidth), "Size", Theme.Dim);
        var pixels = new NumberStyle(64, 4096, 1, 0, " px", 64);
        var fields = row.WithoutLeft(NameWidth);
        ui.Number("##exportWidth", fields.Column(0, 2, Theme.Gap), ref _width, pixels, "Width of the pictures, or of the picture that keypoints lie in");
        ui.Number("##exportHeight", fields.Column(1, 2, Theme.Gap), ref _height, pixels, "Height of the pictures");
        return row with { Y = row.Bottom + Theme.Gap };
    }

    bool Start()
    {
        var path = Target;
        if (_name.Trim().Length == 0 || _name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            _problem = "Give the file a name without slashes.";
        else if (Kind.IsFolder && File.Exists(path))
            _problem = $"'{_name}' is a file. Choose another name.";
        else
        {
            _start(new ExportSettings(Kind, path, (int)_width, (int)_height, _rate, _isTransparent && _canBeTransparent && Kind.Format is "webm" or "png",
                _hasSound && IsFilm));
            return true;
        }
        return false;
    }
}
