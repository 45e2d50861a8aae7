using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>Whom to show and how they move: pictures of people above, motions below.</summary>
sealed class SourcesPanel(EditorSession editor) : IPanel
{
    const int ThumbnailsPerRow = 4;

    readonly BackgroundRow _background = new(editor);
    float _motionScroll;
    float _sourceScroll;

    public string Title => "Sources";

    public string Tip => "Pictures of people, and motions; drop files on the window to add some";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = DrawSources(ui, box.Inset(10), session);
        if (editor.Document is not null)
        {
            _background.Draw(ui, inner.Top(BackgroundRow.Height));
            inner = inner.WithoutTop(BackgroundRow.Height + Theme.Gap);
        }
        ui.Heading(inner.Top(22), "Motion");
        var list = inner.WithoutTop(28);
        ui.Draw.Rectangle(list, Theme.Pane, Theme.Corner);
        var chosen = session.Editor.IsEditing ? -1 : session.ChosenMotion; // while the scene is shown none plays, and each can be played
        if (ui.List("##motions", list.Inset(4), session.Motions, ref chosen, ref _motionScroll))
            (session.ChosenMotion, session.IsMotionWanted) = (chosen, true);
        ui.Tip(list, "A click plays a motion; up and down arrow keys choose another");
    }

    /// <returns>The remaining area below.</returns>
    Box DrawSources(UiContext ui, Box box, Session session)
    {
        ui.Heading(box.Top(22), "Person");
        if (session.Sources.Count > 0)
            ui.WriteRight(box.Top(22).WithoutRight(54), Theme.Faint, $"{session.ChosenSource + 1} / {session.Sources.Count}", Face.Small);
        if (editor.Dialogs.ChoosePicture is { } choose && ui.ToolButton("##addPerson", Icon.Plus, box.Top(22).RightPart(22),
            "Adds a person: a photograph, or a .person file"))
            choose("Choose a picture of a person", path => session.AddPerson(path));
        if (ui.ToolButton("##keyPerson", Icon.Key, box.Top(22).WithoutRight(26).RightPart(22), "Keys whom the scene shows from this time on: then each choice "
            + "counts from its time", editor.HasSourceKeys, editor.IsEditing))
            editor.KeySources();
        var grid = box.WithoutTop(28);
        var side = (grid.Width - UiContext.ScrollBar - Theme.Gap * (ThumbnailsPerRow - 1)) / ThumbnailsPerRow;
        var rows = (session.Sources.Count + ThumbnailsPerRow - 1) / ThumbnailsPerRow;
        var most = Math.Clamp((int)((box.Height * 0.55f - 28) / (side + Theme.Gap)), 1, 4);
        var area = grid.Top(Math.Clamp(rows, 1, most) * (side + Theme.Gap) - Theme.Gap);
        ui.BeginScroll("##sources", area, rows * (side + Theme.Gap) - Theme.Gap, ref _sourceScroll);
        for (var i = 0; i < session.Sources.Count; i++)
        {
            var (column, row) = (i % ThumbnailsPerRow, i / ThumbnailsPerRow);
            var cell = new Box(area.X + column * (side + Theme.Gap), area.Y + row * (side + Theme.Gap) - _sourceScroll, side, side);
            if (cell.Intersect(area).Height > 0)
                DrawSource(ui, cell, session, i);
        }
        ui.EndScroll(ref _sourceScroll);
        return box.WithoutTop(28 + area.Height + Theme.Padding);
    }

    static void DrawSource(UiContext ui, Box cell, Session session, int index)
    {
        var source = session.Sources[index];
        var id = HashCode.Combine(UiContext.IdOf("##source"), index) | 1;
        if (ui.Click(id, cell))
            session.ChosenSource = index;
        var isChosen = session.ChosenSource == index;
        var rim = isChosen ? Theme.Accent : ui.IsHot(id, cell) ? Theme.Dim : Theme.Rim;
        ui.Draw.Rectangle(cell, rim, Theme.Corner);
        ui.Draw.Picture(source.Thumbnail, cell.Inset(isChosen ? 2 : 1), Theme.Corner - 1);
        ui.Tip(cell, source.Name);
    }
}
