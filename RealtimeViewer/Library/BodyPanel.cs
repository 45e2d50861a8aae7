using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Library;

/// <summary>Proportions of the person's body.</summary>
sealed class BodyPanel(BodyProportions body) : IPanel
{
    const float RowHeight = 30;

    static readonly NumberStyle Style = new(-1, 1, 0.01f, 2, "", 0.1f, 0);

    readonly string[] _ids = [.. body.Names.Select(name => "##body" + name)];
    readonly string[] _tips = [.. body.Names.Select(name => $"{name}, -1 to 1, 0 is average: drag, or click and type; Alt-click for 0")];
    float _scroll;

    public string Title => "Body";

    public string Tip => "Proportions of the person's body";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        if (body.Names.Count == 0)
        {
            ui.Paragraph(inner, "The body model is missing: copy the folder Models/body from the repository.", Theme.Dim);
            return;
        }
        if (ui.Button("Average body", inner.Top(Theme.Row)))
            body.Reset();
        ui.Tip(inner.Top(Theme.Row), "Sets every slider to 0");
        var list = inner.WithoutTop(Theme.Row + 8);
        var content = ui.BeginScroll("##bodyRows", list, body.Names.Count * RowHeight, ref _scroll);
        for (var i = 0; i < body.Names.Count; i++)
        {
            var row = new Box(content.X, content.Y + i * RowHeight, content.Width, RowHeight - 4);
            var value = body.ValueOf(body.Names[i]);
            if (row.Intersect(list).Height > 0 && ui.Number(_ids[i], row, ref value, Style, _tips[i], body.Names[i]))
                body.Set(body.Names[i], value, $"body-{ui.Input.Gesture}");
        }
        ui.EndScroll(ref _scroll);
    }
}
