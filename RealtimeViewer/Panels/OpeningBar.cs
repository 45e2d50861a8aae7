using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>How far the opening of a person is, and what the user should know about the one who is shown, over the top of the person's pane.</summary>
static class OpeningBar
{
    const float Height = 44;

    public static void Draw(UiContext ui, Box pane, Session session)
    {
        var box = pane.Inset(10).Top(Height);
        if (session.Person.Opening is { } opening)
            DrawProgress(ui, box, opening);
        else if (session.Notice is { } notice)
            DrawNotice(ui, box, notice, session);
    }

    static void DrawProgress(UiContext ui, Box box, OpeningProgress opening)
    {
        ui.Draw.Rectangle(box, Theme.Panel.WithAlpha(0.92f), Theme.Corner, Theme.Rim, 1);
        var inner = box.Inset(10, 6);
        ui.Draw.PushClip(inner);
        ui.Label(inner.Top(18), opening.Stage, Theme.Text);
        ui.Draw.PopClip();
        ui.Tip(box, opening.Name);
        var bar = inner.BottomPart(6);
        ui.Draw.Rectangle(bar, Theme.Control, 3);
        ui.Draw.Rectangle(bar.Left(bar.Width * (0.05f + 0.95f * opening.Share)), Theme.Accent, 3);
    }

    static void DrawNotice(UiContext ui, Box box, string notice, Session session)
    {
        ui.Draw.Rectangle(box, Theme.Panel.WithAlpha(0.92f), Theme.Corner, Theme.Warning, 1);
        var text = box.Inset(10, 0).WithoutRight(34);
        ui.Draw.PushClip(text);
        ui.Label(text, notice, Theme.Warning, Face.Small);
        ui.Draw.PopClip();
        ui.Tip(box, notice);
        if (ui.Button("×##notice", box.RightPart(38).Inset(6)))
            session.Notice = null;
    }
}
