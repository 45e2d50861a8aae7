using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Scripts;

sealed partial class ScriptPanel
{
    const float NameShare = 0.42f;

    static readonly string[] Axes = ["x", "y", "z"], Channels = ["r", "g", "b"];

    void DrawFields(UiContext ui, Box box)
    {
        var fields = script.Fields;
        var length = 0f;
        for (var i = 0; i < fields.Count; i++)
            length += HeightOf(fields, i);
        var content = ui.BeginScroll("##scriptFields", box, length, ref _fieldScroll);
        var row = content.Top(RowHeight);
        for (var i = 0; i < fields.Count; i++)
        {
            if (BeginsScript(fields, i))
                row = Heading(ui, row, fields[i].Owner);
            foreach (var header in fields[i].Field.Headers)
                row = Heading(ui, row, header);
            row = row with { Y = row.Y + fields[i].Field.Space };
            if (row.Bottom >= box.Y && row.Y <= box.Bottom)
                DrawField(ui, row.WithoutBottom(3), fields[i]);
            row = row with { Y = row.Bottom };
        }
        ui.EndScroll(ref _fieldScroll);
    }

    static float HeightOf(IReadOnlyList<ScriptField> fields, int index) =>
        RowHeight * (1 + fields[index].Field.Headers.Count + (BeginsScript(fields, index) ? 1 : 0)) + fields[index].Field.Space;

    /// <summary>Whether a heading with the class's name stands above: only where there are several.</summary>
    static bool BeginsScript(IReadOnlyList<ScriptField> fields, int index) =>
        fields[0].Owner != fields[^1].Owner && (index == 0 || fields[index - 1].Owner != fields[index].Owner);

    static Box Heading(UiContext ui, Box row, string text)
    {
        ui.Heading(row, text);
        return row with { Y = row.Bottom };
    }

    static void DrawField(UiContext ui, Box row, ScriptField field)
    {
        var (name, type) = ($"##script.{field.Owner}.{field.Field.Name}", field.Field.Type);
        var tip = field.Field.Tooltip ?? $"{field.Field.Name}, of {field.Owner}";
        var control = row.WithoutLeft(row.Width * NameShare);
        if (type == typeof(bool))
        {
            var isOn = field.Value is true;
            if (ui.Checkbox(field.Field.Label, row, ref isOn))
                field.Set(isOn);
            ui.Tip(row, tip);
            return;
        }
        ui.Label(row.Left(row.Width * NameShare - 6), field.Field.Label, Theme.Dim);
        if (type == typeof(string))
        {
            var text = field.Value as string ?? "";
            if ((ui.TextField(name, control, ref text, tip) & (FieldEvent.Changed | FieldEvent.Committed)) != 0)
                field.Set(text);
        }
        else if (type.IsEnum)
            DrawChoice(ui, control, name, field);
        else if (field.Components is { } components)
            DrawComponents(ui, control, name, field, components, tip);
        else if (type.IsPrimitive)
            DrawNumber(ui, control, name, field, tip);
        else
            ui.Label(control, field.Value?.ToString() ?? "none", Theme.Faint);
        ui.Tip(row, tip);
    }

    static void DrawNumber(UiContext ui, Box box, string name, ScriptField field, string tip)
    {
        var (isWhole, value) = (field.Field.Type != typeof(float) && field.Field.Type != typeof(double), field.Number);
        if (field.Field.Range is { } range)
        {
            var slider = box.WithoutRight(64);
            var isChanged = ui.Slider(name, slider, ref value, range.Min, range.Max);
            isChanged |= ui.Number(name + "#", box.RightPart(60), ref value,
                new NumberStyle(range.Min, range.Max, (range.Max - range.Min) / 200, isWhole ? 0 : 2), tip);
            if (isChanged)
                field.SetNumber(value);
        }
        else if (ui.Number(name, box, ref value, new NumberStyle(field.Field.Minimum ?? float.NegativeInfinity, float.PositiveInfinity, isWhole ? 0.1f : 0.01f,
            isWhole ? 0 : 3), tip))
            field.SetNumber(value);
    }

    static void DrawComponents(UiContext ui, Box box, string name, ScriptField field, float[] values, string tip)
    {
        var labels = field.Value is Scripting.Color ? Channels : Axes;
        var style = field.Value is Scripting.Color ? new NumberStyle(0, 1, 0.01f)
            : new NumberStyle(float.NegativeInfinity, float.PositiveInfinity, field.Value is Scripting.Quaternion ? 0.5f : 0.01f);
        for (var i = 0; i < values.Length; i++)
            if (ui.Number(name + labels[i], box.Column(i, values.Length, 3), ref values[i], style, tip, labels[i]))
                field.SetComponents(values);
    }

    /// <summary>A button that goes through the names.</summary>
    static void DrawChoice(UiContext ui, Box box, string name, ScriptField field)
    {
        var names = Enum.GetNames(field.Field.Type);
        var now = Math.Max(Array.IndexOf(names, field.Value?.ToString()), 0);
        if (names.Length == 0)
            return;
        if (names.Length <= 3)
        {
            if (ui.Segments(name, box, names, ref now))
                field.Set(Enum.Parse(field.Field.Type, names[now]));
        }
        else
        {
            if (ui.Button(name, box))
                field.Set(Enum.Parse(field.Field.Type, names[(now + 1) % names.Length]));
            ui.Centered(box, names[now], Theme.Text);
        }
    }
}
