using System.Numerics;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The edited person's name and place in numbers.</summary>
sealed class PersonFields(EditorSession editor)
{
    const float RowHeight = Theme.Row + 4;

    string _name = "", _shown = "";

    /// <returns>What is left below.</returns>
    public Box Draw(UiContext ui, Box box)
    {
        if (editor.EditedPerson is not { } person)
            return box;
        var name = EditorSession.NameOf(person);
        if (_shown != name + person.Person)
            (_shown, _name) = (name + person.Person, name);
        ui.Heading(box.Top(22), "Person");
        var row = box.WithoutTop(28).Top(Theme.Row);
        if (ui.TextField("##personName", row, ref _name, "The person's name in the scene", "Name").HasFlag(FieldEvent.Committed))
            editor.RenamePerson(_name.Trim());
        row = row with { Y = row.Y + RowHeight };
        var place = editor.HipsPosition;
        Move(ui, row, "##personAcross", "Across", place.X, Vector3.UnitX);
        row = row with { Y = row.Y + RowHeight };
        Move(ui, row, "##personForward", "Forward", place.Z, Vector3.UnitZ);
        return box.WithoutTop(row.Bottom - box.Y + 10);
    }

    void Move(UiContext ui, Box row, string id, string label, float at, Vector3 axis)
    {
        var value = at;
        if (ui.Number(id, row, ref value, NumberStyle.Metres,
            "Where the person stands, metres: the whole animation moves along. Drag sideways, or click and type", label))
            editor.MovePerson((value - at) * axis, $"{id}-{ui.Input.Gesture}");
    }
}
