using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The selected joint in numbers, with its limits, and how the rig is handled.</summary>
sealed class InspectorPanel(EditorSession editor) : IPanel
{
    const float RowHeight = Theme.Row + 4;

    readonly PersonFields _person = new(editor);
    float _length = 600; // of the content, points; as it was in the last frame
    float _scroll;

    static readonly string[] FieldIds = [.. Enumerable.Range(0, 8).Select(i => $"##angle{i}")];
    static readonly (string Name, BodyPins Pin)[] Pins = [("Left hand", BodyPins.LeftHand), ("Right hand", BodyPins.RightHand),
        ("Left foot", BodyPins.LeftFoot), ("Right foot", BodyPins.RightFoot)];
    static readonly string[] Choices = ["Move", "Rotate", "Scale"];
    static readonly EditTool[] Tools = [EditTool.Move, EditTool.Rotate, EditTool.Scale];

    public string Title => "Joint";

    public string Tip => "The selected joint in numbers; tools, limits and pins";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        if (!editor.IsEditing)
        {
            ui.Paragraph(inner, "A motion plays. Edit it to pose its joints.", Theme.Dim);
            var buttons = inner.WithoutTop(50).Top(Theme.Row);
            if (ui.Button("Edit this motion", buttons))
                session.IsEditWanted = true;
            ui.Tip(buttons, "Begins a scene that plays this motion as a clip, and can be posed");
            return;
        }
        var content = ui.BeginScroll("##inspector", inner, _length, ref _scroll);
        _length = DrawTools(ui, DrawJoint(ui, content).WithoutTop(10)) - content.Y;
        ui.EndScroll(ref _scroll);
    }

    /// <returns>What is left below.</returns>
    Box DrawJoint(UiContext ui, Box box)
    {
        var bone = editor.ActiveBone;
        var count = editor.SelectedBones.Count;
        if (bone == HumanBodyBones.LastBone)
        {
            box = _person.Draw(ui, box);
            return box.WithoutTop(ui.Paragraph(box, "No joint is selected. Click one of the rig, or drag it where it shall be.", Theme.Dim));
        }
        ui.Heading(box.Top(22), BoneNames.Of(bone));
        if (count > 1)
            ui.WriteRight(box.Top(22), Theme.Faint, $"and {count - 1} more", Face.Small);
        var row = box.WithoutTop(28).Top(Theme.Row);
        var fields = AngleField.Of(bone);
        for (var i = 0; i < fields.Length; i++, row = row with { Y = row.Y + RowHeight })
            DrawField(ui, row, FieldIds[i], fields[i]);
        if (ui.Button("Clear", row.Column(0, 2, Theme.Gap)))
            editor.ClearRotation(editor.SelectedBones);
        ui.Tip(row.Column(0, 2, Theme.Gap), "Brings the selected joints back to rest (Alt+R, or Alt-click on a joint)");
        if (HumanBones.Mirror(bone) != bone && ui.Button("To other side", row.Column(1, 2, Theme.Gap)))
            editor.MirrorSelected();
        if (HumanBones.Mirror(bone) != bone)
            ui.Tip(row.Column(1, 2, Theme.Gap), "The same on the other side, with what hangs on it (Ctrl+Shift+M)");
        return box.WithoutTop(row.Bottom - box.Y);
    }

    void DrawField(UiContext ui, Box row, string id, AngleField field)
    {
        var (least, most) = field.Limits(editor);
        var value = field.Read(editor);
        var style = field.Kind == FieldKind.Position ? NumberStyle.Metres : NumberStyle.Degrees(least, most);
        var tip = field.Kind == FieldKind.Position ? "Metres: drag sideways, or click and type"
            : "Degrees from the T pose: drag sideways (Shift finer, Ctrl by 5), or click and type; Alt-click for 0";
        if (ui.Number(id, row, ref value, style, tip, field.Label))
            field.Write(editor, value, $"{id}-{ui.Input.Gesture}");
    }

    /// <returns>Where it ends, points of the window.</returns>
    float DrawTools(UiContext ui, Box box)
    {
        ui.Heading(box.Top(22), "Handles");
        var row = box.WithoutTop(28).Top(Theme.Row);
        var tool = Array.IndexOf(Tools, editor.Tool);
        if (ui.Segments("##tools", row, Choices, ref tool))
            editor.Tool = Tools[tool];
        ui.Tip(row, "Handles of the selected joint: W, E, R. Dragging the joint itself always works");
        row = row with { Y = row.Bottom + 8, Height = 24 };
        editor.IsLocal = Check(ui, ref row, "Local axes", editor.IsLocal, "Rings and arrows follow the joint; else the floor (X)");
        editor.IsLimited = Check(ui, ref row, "Joint limits", editor.IsLimited, "Joints keep to what people can do");
        editor.IsSolid = Check(ui, ref row, "Touch the body", editor.IsSolid, "Hands and fingers touch the body instead of sinking in");
        editor.IsAutoKeyOn = Check(ui, ref row, "Auto-key", editor.IsAutoKeyOn,
            "An edit sets a key at the present time; else it changes the whole track alike");
        row = row with { Y = row.Y + 8 };
        ui.Heading(row, "Pinned");
        row = row with { Y = row.Bottom + 2 };
        for (var i = 0; i < Pins.Length; i++)
        {
            var cell = row.Column(i % 2, 2, Theme.Gap);
            var isOn = (editor.Pins & Pins[i].Pin) != 0;
            if (ui.Checkbox(Pins[i].Name, cell, ref isOn))
                editor.Pins ^= Pins[i].Pin;
            ui.Tip(cell, "Stays where it is while the body moves (P)");
            row = i % 2 == 1 ? row with { Y = row.Bottom + 2 } : row;
        }
        return row.Y;
    }

    static bool Check(UiContext ui, ref Box row, string name, bool isOn, string tip)
    {
        ui.Checkbox(name, row, ref isOn);
        ui.Tip(row, tip);
        row = row with { Y = row.Bottom + 2 };
        return isOn;
    }
}
