using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The people of the scene as rows: which one is edited; add, copy, remove.</summary>
sealed class PeopleRows(EditorSession editor)
{
    const float RowHeight = 24, Header = 24;
    const int MostRows = 4;

    float _scroll;

    public float Height => Header + Math.Min(editor.People.Count, MostRows) * RowHeight + Theme.Gap;

    public void Draw(UiContext ui, Box box, Session session)
    {
        var header = box.Top(Header);
        ui.Heading(header, "People");
        var button = header.RightPart(Header).Inset(1);
        if (ui.ToolButton("##removePerson", Icon.Trash, button, "Removes the edited person with all its keys", isEnabled: editor.CanRemovePerson))
            editor.RemovePerson();
        if (ui.ToolButton("##copyPerson", Icon.Copy, button with { X = button.X - Header }, "Adds a copy of the edited person beside it"))
            editor.DuplicatePerson();
        if (ui.ToolButton("##newPerson", Icon.Plus, button with { X = button.X - 2 * Header },
            "Adds a person beside the others; choose its picture under Sources"))
            PeopleCommands.Add(session);
        var people = editor.People;
        var list = box.WithoutTop(Header).Top(Math.Min(people.Count, MostRows) * RowHeight);
        var content = ui.BeginScroll("##people", list, people.Count * RowHeight, ref _scroll);
        for (var i = 0; i < people.Count; i++)
        {
            var row = content with { Y = content.Y + i * RowHeight, Height = RowHeight };
            var happened = ui.TreeRow(HashCode.Combine(UiContext.IdOf("##person"), i), row, 0, null, EditorSession.NameOf(people[i]),
                people[i].Person == editor.Person, "A click edits this person, as one on its rig does; a double click brings the camera there");
            if (happened.HasFlag(RowEvent.Clicked))
                editor.SelectPerson(people[i].Person);
            if (happened.HasFlag(RowEvent.DoubleClicked))
                PeopleCommands.Frame(session);
        }
        ui.EndScroll(ref _scroll);
    }
}
