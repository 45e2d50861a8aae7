using System.Globalization;
using System.Numerics;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Dialogs;

enum FilePurpose
{
    Open,
    Save,
    ChooseFolder,
}

/// <summary>
/// Chooses a file or folder, by mouse or keys: the name has the keys from the start; its beginning marks a file, arrows mark another one, Enter opens,
/// Backspace in an empty name goes up. The name takes whole paths. Asks before an existing file is replaced.
/// </summary>
sealed class FileDialog : IDialog
{
    const float RowHeight = 24, PlacesWidth = 150;

    readonly FilePurpose _purpose;
    readonly FileBrowser _browser;
    readonly IReadOnlyList<(string Name, string Path)> _places;
    readonly IReadOnlyList<string> _recent;
    readonly Action<string> _done;
    string _name;
    string _newFolder = "";
    string? _replaced; // waits for the answer whether to replace it
    string? _problem;
    float _scroll, _placesScroll;
    bool _isNamingFolder;
    bool _isNew = true;

    /// <param name="name">Suggested, for a file to save.</param>
    /// <param name="recent">Files to choose at once.</param>
    /// <param name="done">Called with the whole path.</param>
    public FileDialog(string title, FilePurpose purpose, FileBrowser browser, string name, IReadOnlyList<string> recent, Action<string> done)
    {
        (Title, _purpose, _browser, _name, _recent, _done) = (title, purpose, browser, name, recent, done);
        _places = [.. Places()];
    }

    public string Title { get; }

    public Vector2 Size => new(760, 470);

    public FileBrowser Browser => _browser;

    /// <summary>Whether it asks to replace an existing file.</summary>
    public bool IsAsking => _replaced is not null;

    public bool Draw(UiContext ui, Box box)
    {
        if (_isNew && _purpose != FilePurpose.ChooseFolder)
            ui.Focus("##name");
        _isNew = false;
        StepFromName(ui);
        DrawPath(ui, box.Top(Theme.Row));
        var lower = box.BottomPart(2 * Theme.Row + Theme.Gap);
        var middle = box.WithoutTop(Theme.Row + Theme.Gap).WithoutBottom(lower.Height + Theme.Gap);
        if (DrawPlaces(ui, middle.Left(PlacesWidth)))
            return false;
        var isAccepted = DrawEntries(ui, middle.WithoutLeft(PlacesWidth + Theme.Gap));
        isAccepted |= DrawName(ui, lower.Top(Theme.Row), out var isLeft);
        isAccepted |= DrawButtons(ui, lower.BottomPart(Theme.Row), out var isCancelled);
        isAccepted |= HandleKeys(ui);
        if (isLeft || isCancelled || (isAccepted && Accept()))
            return false;
        if (isAccepted && _purpose != FilePurpose.ChooseFolder)
            ui.Focus("##name"); // to go on typing
        return true;
    }

    void DrawPath(UiContext ui, Box row)
    {
        if (ui.ToolButton("##up", Icon.FolderUp, row.Left(row.Height), "The folder above (Backspace)"))
            _browser.GoUp();
        var make = row.RightPart(_isNamingFolder ? 200 : row.Height);
        ui.Label(row.WithoutLeft(row.Height + 6).WithoutRight(make.Width + 6), _browser.Folder, Theme.Dim);
        if (!_isNamingFolder)
        {
            if (!ui.ToolButton("##newFolder", Icon.Plus, make, "Makes a new folder here"))
                return;
            (_isNamingFolder, _newFolder) = (true, "");
            ui.Focus("##folderName");
            return;
        }
        var happened = ui.TextField("##folderName", make, ref _newFolder, "Enter makes the folder, Escape does not", "Name of the new folder");
        if (happened.HasFlag(FieldEvent.Entered))
            _problem = _browser.MakeFolder(_newFolder);
        if (happened.HasFlag(FieldEvent.Committed) || happened.HasFlag(FieldEvent.Cancelled))
            _isNamingFolder = false;
    }

    /// <returns>Whether a recent file was taken.</returns>
    bool DrawPlaces(UiContext ui, Box box)
    {
        ui.Draw.Rectangle(box, Theme.Pane, Theme.Corner);
        var count = _places.Count + (_recent.Count > 0 ? _recent.Count + 1 : 0);
        var content = ui.BeginScroll("##places", box.Inset(4), count * RowHeight, ref _placesScroll);
        var row = content.Top(RowHeight);
        for (var i = 0; i < _places.Count; i++, row = row with { Y = row.Bottom })
            if (ui.TreeRow(2 * i + 100, row, 0, null, _places[i].Name, _places[i].Path == _browser.Folder, _places[i].Path).HasFlag(RowEvent.Clicked))
                _browser.GoTo(_places[i].Path);
        var taken = false;
        if (_recent.Count > 0)
            ui.Label(row.Inset(6, 0), "Recent", Theme.Faint, Face.Small);
        for (var i = 0; i < _recent.Count; i++)
        {
            row = row with { Y = row.Bottom };
            if (!ui.TreeRow(2 * i + 300, row, 0, null, Path.GetFileName(_recent[i]), false, _recent[i]).HasFlag(RowEvent.Clicked))
                continue;
            if (_purpose == FilePurpose.Save)
                (_name, _problem) = (Path.GetFileName(_recent[i]), null);
            _browser.GoTo(Path.GetDirectoryName(_recent[i])!);
            taken = _purpose == FilePurpose.Open && Take(_recent[i]);
        }
        ui.EndScroll(ref _placesScroll);
        return taken;
    }

    /// <returns>Whether a file was opened by a double click.</returns>
    bool DrawEntries(UiContext ui, Box box)
    {
        ui.Draw.Rectangle(box, Theme.Pane, Theme.Corner);
        var list = box.Inset(4);
        if (_browser.Problem is { } problem)
            ui.Paragraph(list.Inset(8), problem, Theme.Error);
        else if (_browser.Entries.Count == 0)
            ui.Paragraph(list.Inset(8), "Nothing of this kind is here.", Theme.Faint);
        var content = ui.BeginScroll("##files", list, _browser.Entries.Count * RowHeight, ref _scroll);
        var isAccepted = false;
        for (var i = Math.Max((int)(_scroll / RowHeight), 0); i < _browser.Entries.Count; i++)
        {
            var row = new Box(content.X, content.Y + i * RowHeight, content.Width, RowHeight);
            if (row.Y > list.Bottom)
                break;
            var entry = _browser.Entries[i];
            var happened = ui.TreeRow(2 * i + 1001, row.WithoutLeft(6), 0, null, entry.Name, i == _browser.Chosen, entry.Name, trailing: 200);
            ui.DrawIcon(entry.IsFolder ? Icon.Folder : Icon.File, row.Left(28), entry.IsFolder ? Theme.Accent : Theme.Dim);
            if (!entry.IsFolder)
                ui.WriteRight(row.RightPart(200).WithoutRight(120), Theme.Faint, $"{SizeOf(entry.Bytes)}", Face.Small);
            ui.WriteRight(row.WithoutRight(8), Theme.Faint, $"{entry.Changed:yyyy-MM-dd HH:mm}", Face.Small);
            if (happened.HasFlag(RowEvent.Clicked))
                Mark(i);
            if (happened.HasFlag(RowEvent.DoubleClicked) && entry.IsFolder)
            {
                _browser.GoTo(entry.Name);
                break;
            }
            isAccepted |= happened.HasFlag(RowEvent.DoubleClicked);
        }
        ui.EndScroll(ref _scroll);
        return isAccepted;
    }

    /// <param name="isLeft">Whether Escape was.</param>
    /// <returns>Whether Enter was pressed in it.</returns>
    bool DrawName(UiContext ui, Box row, out bool isLeft)
    {
        isLeft = false;
        if (_purpose == FilePurpose.ChooseFolder)
            return false;
        ui.Label(row.Left(60), "Name", Theme.Dim);
        var kinds = row.RightPart(220);
        var happened = ui.TextField("##name", row.WithoutLeft(60).WithoutRight(kinds.Width + Theme.Gap), ref _name,
            "A name, or a whole path; ~ is your home folder", "Name or path");
        if (happened.HasFlag(FieldEvent.Changed))
        {
            (_replaced, _problem) = (null, null);
            if (_purpose == FilePurpose.Open)
                _browser.ChooseByPrefix(_name);
        }
        isLeft = happened.HasFlag(FieldEvent.Cancelled);
        if (ui.Button(_browser.Kinds[_browser.Kind].Name, kinds))
            ui.OpenMenu([.. _browser.Kinds.Select((kind, i) => new UiCommand("", kind.Name, "", string.Join(" ", kind.Endings), () => _browser.Kind = i))],
                new(kinds.X, kinds.Bottom));
        ui.Tip(kinds, "Which files are shown; click to choose");
        return happened.HasFlag(FieldEvent.Entered);
    }

    bool DrawButtons(UiContext ui, Box row, out bool isCancelled)
    {
        var (accept, cancel) = (row.RightPart(120), row.WithoutRight(120 + Theme.Gap).RightPart(100));
        var message = row.WithoutRight(240);
        if (_replaced is not null)
            ui.Label(message, $"'{Path.GetFileName(_replaced)}' is there already. Replace it?", Theme.Warning);
        else if (_problem is not null)
            ui.Label(message, _problem, Theme.Error);
        isCancelled = ui.Button("Cancel", cancel);
        ui.Tip(cancel, "Closes without choosing (Escape)");
        var isAccepted = ui.Button(AcceptName, accept, isChosen: true);
        ui.Tip(accept, "Takes the marked or named file (Enter)");
        return isAccepted;
    }

    string AcceptName => _replaced is not null ? "Replace" : _purpose == FilePurpose.Open ? "Open" : _purpose == FilePurpose.Save ? "Save" : "Choose";

    /// <summary>Keys that are the list's while the name is typed.</summary>
    void StepFromName(UiContext ui)
    {
        if (!ui.HasFocus("##name"))
            return;
        foreach (var stroke in ui.Input.Strokes)
        {
            var rows = stroke.Key switch { Key.Down => 1, Key.Up => -1, Key.PageDown => 10, Key.PageUp => -10, _ => 0 };
            if (rows != 0)
                StepTo(rows);
            else if (stroke.Key == Key.Backspace && _name.Length == 0)
                _browser.GoUp();
            else
                continue;
            ui.Focus("##name"); // with what was marked
        }
    }

    bool HandleKeys(UiContext ui)
    {
        if (!ui.IsKeyboardFree)
            return false;
        var isAccepted = false;
        foreach (var stroke in ui.Input.Strokes)
            switch (stroke.Key)
            {
                case Key.Down: StepTo(1); break;
                case Key.Up: StepTo(-1); break;
                case Key.PageDown: StepTo(10); break;
                case Key.PageUp: StepTo(-10); break;
                case Key.Backspace: _browser.GoUp(); break;
                case Key.Enter or Key.KeypadEnter: isAccepted = true; break;
                case Key.Unknown when _browser.ChooseBy(stroke.Character): Mark(_browser.Chosen); break;
            }
        return isAccepted;
    }

    void StepTo(int rows)
    {
        _browser.Step(rows);
        Mark(_browser.Chosen);
        UiContext.Reveal(_browser.Chosen * RowHeight, RowHeight, new Box(0, 0, 0, 10 * RowHeight), ref _scroll);
    }

    void Mark(int row)
    {
        _browser.Choose(row);
        (_replaced, _problem) = (null, null);
        if (row >= 0 && row < _browser.Entries.Count && !_browser.Entries[row].IsFolder)
            _name = _browser.Entries[row].Name;
    }

    /// <returns>Whether the dialog is done.</returns>
    bool Accept()
    {
        var chosen = _browser.Chosen >= 0 ? _browser.Entries[_browser.Chosen] : default;
        if (_purpose == FilePurpose.ChooseFolder)
            return Take(chosen.Name is null ? _browser.Folder : Path.Combine(_browser.Folder, chosen.Name));
        if (_name.Trim().Length == 0 || (chosen.IsFolder && _purpose == FilePurpose.Open))
        {
            if (chosen.IsFolder)
            {
                _browser.GoTo(chosen.Name);
                _name = "";
            }
            else
                _problem = "Mark a file, or type its name.";
            return false;
        }
        var path = _browser.PathOf(_name);
        if (Directory.Exists(path))
        {
            _browser.GoTo(path);
            _name = "";
            return false;
        }
        return _purpose == FilePurpose.Open ? AcceptOpen(path) : AcceptSave(path);
    }

    bool AcceptOpen(string path)
    {
        if (File.Exists(path))
            return Take(path);
        if (_browser.Chosen >= 0 && _browser.Entries[_browser.Chosen] is { IsFolder: false } marked
            && marked.Name.StartsWith(_name, StringComparison.CurrentCultureIgnoreCase))
            return Take(_browser.PathOf(marked.Name));
        _problem = $"There is no '{Path.GetFileName(path)}' here.";
        return false;
    }

    bool AcceptSave(string path)
    {
        var endings = _browser.Kinds[_browser.Kind].Endings;
        if (endings.Length > 0 && !_browser.Kinds[_browser.Kind].Fits(path))
            path += endings[0];
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            _problem = $"There is no folder '{Path.GetDirectoryName(path)}'. Make it first.";
            return false;
        }
        if (!File.Exists(path) || _replaced == path)
            return Take(path);
        _replaced = path;
        return false;
    }

    bool Take(string path)
    {
        _done(path);
        return true;
    }

    static IEnumerable<(string, string)> Places()
    {
        (string, string)[] places = [("Home", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
            ("Desktop", Environment.GetFolderPath(Environment.SpecialFolder.DesktopDirectory)),
            ("Documents", Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments)),
            ("Pictures", Environment.GetFolderPath(Environment.SpecialFolder.MyPictures)), ("Started in", Directory.GetCurrentDirectory()),
            ("Samples", Samples.Find("Samples"))];
        return places.Where(place => place.Item2.Length > 0 && Directory.Exists(place.Item2)).DistinctBy(place => place.Item2);
    }

    static string SizeOf(long bytes) => bytes < 10_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
        : bytes < 10_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000} MB");
}
