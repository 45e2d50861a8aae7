using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>What was done, the last at the bottom, and below it dim what was undone. A click goes to that step.</summary>
sealed class HistoryPanel : IPanel
{
    const float RowHeight = 24;

    readonly List<string> _names = [];
    float _scroll;
    int _version = -1;
    int _done;

    public string Title => "History";

    public string Tip => "What was done; click a step to go back or forward to it";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var editor = session.Editor;
        var list = box.Inset(8);
        if (_version != editor.Version)
            Read(session);
        if (editor.Document is null)
        {
            ui.Paragraph(list, "No scene is open.", Theme.Faint);
            return;
        }
        var content = ui.BeginScroll("##history", list, (_names.Count + 1) * RowHeight, ref _scroll);
        var wanted = -1;
        for (var i = 0; i <= _names.Count; i++)
        {
            var row = new Box(content.X, content.Y + i * RowHeight, content.Width, RowHeight);
            if (row.Bottom < list.Y || row.Y > list.Bottom)
                continue;
            var name = i == 0 ? "Start" : _names[i - 1];
            if (ui.TreeRow(2 * i + 1, row, 0, null, name, i == _done, i <= _done ? "Goes back to this step" : "Does this again").HasFlag(RowEvent.Clicked))
                wanted = i;
            if (i > _done)
                ui.Draw.Rectangle(row, Theme.Panel.WithAlpha(0.5f)); // undone
        }
        ui.EndScroll(ref _scroll);
        for (; wanted >= 0 && _done > wanted && editor.CanUndo; _done--)
            editor.Undo();
        for (; wanted >= 0 && _done < wanted && editor.CanRedo; _done++)
            editor.Redo();
    }

    void Read(Session session)
    {
        var editor = session.Editor;
        _names.Clear();
        _names.AddRange(editor.UndoNames);
        _done = _names.Count;
        _names.AddRange(editor.RedoNames.Reverse());
        _version = editor.Version;
        _scroll = float.MaxValue / 4; // to the end
    }
}
