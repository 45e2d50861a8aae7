using System.Numerics;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>All commands with their keys, and what the mouse does; typing in the field searches.</summary>
sealed class KeysDialog : IDialog
{
    const float RowHeight = 22;

    static readonly (string Group, string Name, string Keys)[] Gestures =
    [
        ("Mouse", "Turn the camera", "Drag in a pane"), ("Mouse", "Move the camera", "Right button or Shift and drag"), ("Mouse", "Zoom", "Wheel"),
        ("Mouse", "Change a number", "Drag sideways; Shift: finer, Ctrl: round"), ("Mouse", "Type a number", "Click it"),
        ("Mouse", "Number to its rest value", "Alt and click"), ("Mouse", "Add a picture or motion", "Drop a file on the window"),
    ];

    readonly (string Group, string Name, string Keys)[] _rows;
    string _search = "";
    float _scroll;
    bool _isNew = true;

    public KeysDialog(CommandTable commands) => _rows = [.. commands.All.Where(command => command.Keys.Length > 0)
        .Select(command => (command.Menu.Length > 0 ? command.Menu : "Other", command.Name, command.Keys.Replace(" ", "  or  ")))
        .Concat(Gestures).OrderBy(row => Order(row.Item1))];

    public string Title => "Keys";

    public Vector2 Size => new(620, 480);

    public bool Draw(UiContext ui, Box box)
    {
        if (_isNew)
            ui.Focus("##searchKeys");
        _isNew = false;
        ui.TextField("##searchKeys", box.Top(Theme.Row), ref _search, "Shows what has this in its name or keys", "Search");
        var list = box.WithoutTop(Theme.Row + Theme.Gap);
        var shown = _rows.Where(row => row.Name.Contains(_search, StringComparison.OrdinalIgnoreCase)
            || row.Keys.Contains(_search, StringComparison.OrdinalIgnoreCase)).ToArray();
        var content = ui.BeginScroll("##keys", list, (shown.Length + shown.DistinctBy(row => row.Group).Count()) * RowHeight, ref _scroll);
        var (row, group) = (content.Top(RowHeight), "");
        foreach (var (each, name, keys) in shown)
        {
            if (each != group)
            {
                ui.Heading(row, group = each);
                row = row with { Y = row.Bottom };
            }
            ui.Label(row.Inset(14, 0), name, Theme.Text);
            ui.Label(row.WithoutLeft(300), keys, Theme.Accent);
            row = row with { Y = row.Bottom };
        }
        ui.EndScroll(ref _scroll);
        return true;
    }

    static int Order(string group) => Array.IndexOf(["File", "Edit", "View", "Play", "Help"], group) is var index and >= 0 ? index
        : group == "Mouse" ? 99 : 50;
}
