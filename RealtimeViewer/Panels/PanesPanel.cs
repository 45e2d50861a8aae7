using Avatars.PoseMaps;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Panels;

/// <summary>Rig, pose map and generated person, side by side. The camera can be rotated in each of them.</summary>
sealed class PanesPanel
{
    const float InsetSide = 84;

    readonly PeoplePane _people = new();

    /// <param name="tool">Null leaves the rig to the camera.</param>
    public void Draw(UiContext ui, in ViewerLayout layout, Session session, IRigTool? tool)
    {
        var aspect = (float)session.PictureWidth / session.PictureHeight;
        Frame(ui, layout.Rig, "Rig", session.Rig.Source.Name);
        ui.Draw.PushClip(layout.Rig);
        var picture = layout.Rig.Fit(aspect);
        session.RigPixels = ((int)MathF.Round(picture.Width * ui.Draw.Scale), (int)MathF.Round(picture.Height * ui.Draw.Scale));
        _people.Draw(ui.Draw, picture, session.PictureCamera, session);
        var hasPointer = tool?.Draw(ui, layout.Rig, layout.Rig.Fit(aspect), session) ?? false;
        ui.Draw.PopClip();
        if (!hasPointer)
            HandleCamera(ui, layout.Rig, session.Orbit);

        if (layout.Map.Width > 0)
        {
            Frame(ui, layout.Map, "Pose map", layout.Map.Width > 150 ? session.Rig.Layout.Name : "");
            if (session.PoseMapTexture != 0)
                ui.Draw.Picture(session.PoseMapTexture, layout.Map.Inset(1).Fit(aspect), Theme.Corner);
            HandleCamera(ui, layout.Map, session.Orbit);
            PerformancePanel.Draw(ui, layout.Performance, session);
        }
        Frame(ui, layout.Person, "Generated person", session.Person.Model);
        DrawPerson(ui, layout.Person, aspect, session);
        if (session.Panels.HasGuides)
        {
            DrawGuides(ui, layout.Rig.Fit(aspect));
            DrawGuides(ui, layout.Person.Inset(1).Fit(aspect));
        }
        HandleCamera(ui, layout.Person, session.Orbit);
    }

    static void Frame(UiContext ui, Box pane, string title, string detail)
    {
        var caption = ViewerLayout.CaptionOf(pane).Inset(2, 0);
        ui.Label(caption, title, Theme.Text, Face.Strong);
        var width = ui.Draw.WidthOf(Face.Small, detail);
        var rest = caption.WithoutLeft(ui.Draw.WidthOf(Face.Strong, title) + Theme.Padding);
        ui.Label(rest.RightPart(MathF.Min(width + 1, rest.Width)), detail, Theme.Faint, Face.Small);
        ui.Draw.Rectangle(pane, Theme.Pane, Theme.Corner, Theme.Rim, 1);
    }

    /// <summary>Thirds, and the area that every screen shows.</summary>
    static void DrawGuides(UiContext ui, Box picture)
    {
        var color = UiColor.White.WithAlpha(0.25f);
        for (var i = 1; i < 3; i++)
        {
            var (x, y) = (picture.X + picture.Width * i / 3, picture.Y + picture.Height * i / 3);
            ui.Draw.Line(new(x, picture.Y), new(x, picture.Bottom), 1, color);
            ui.Draw.Line(new(picture.X, y), new(picture.Right, y), 1, color);
        }
        ui.Draw.Rectangle(picture.Inset(picture.Width * 0.05f, picture.Height * 0.05f), UiColor.None, 0, color, 1);
    }

    static void DrawPerson(UiContext ui, Box pane, float aspect, Session session)
    {
        var person = session.Person;
        if (person.Texture != 0)
            ui.Draw.Picture(person.Texture, pane.Inset(1).Fit(aspect), Theme.Corner);
        if (person.Failure is { } failure)
            DrawFailure(ui, pane, failure, session);
        else if (person.Waiting is { } reason && person.Opening is null)
            DrawWaiting(ui, pane, reason);
        OpeningBar.Draw(ui, pane, session);
        if (session.Sources.Count == 0)
            return;
        var inset = new Box(pane.X + 10, pane.Bottom - InsetSide - 10, InsetSide, InsetSide);
        ui.Draw.Rectangle(inset.Inset(-2), Theme.Window.WithAlpha(0.8f), Theme.Corner + 1);
        ui.Draw.Picture(session.Sources[session.ChosenSource].Thumbnail, inset, Theme.Corner);
        ui.Tip(inset, "The source picture");
    }

    /// <summary>What stopped generation, over the last picture, and a button to start again.</summary>
    static void DrawFailure(UiContext ui, Box pane, string failure, Session session)
    {
        ui.Draw.Rectangle(pane.Inset(1), Theme.Window.WithAlpha(0.75f), Theme.Corner);
        DrawWaiting(ui, pane, "Generation stopped: " + failure);
        if (ui.Button("Start again", new Box(pane.Center.X - 60, pane.Center.Y - 70, 120, 28)))
            session.IsRestartWanted = true;
        ui.Tip(new Box(pane.Center.X - 60, pane.Center.Y - 70, 120, 28), "Loads the model anew and continues");
    }

    /// <summary>A reason in the middle of the pane, broken at spaces where it is too long for a line.</summary>
    static void DrawWaiting(UiContext ui, Box pane, string reason)
    {
        var left = reason.AsSpan();
        var line = new Box(pane.X, pane.Center.Y - 30, pane.Width, 20);
        while (!left.IsEmpty && line.Bottom < pane.Bottom)
        {
            var length = left.Length;
            while (length > 1 && ui.Draw.WidthOf(Face.Body, left[..length]) > pane.Width - 60)
                length = left[..(length - 1)].LastIndexOf(' ') is var space and > 0 ? space : length - 1;
            ui.Centered(line, left[..length], Theme.Dim);
            left = left[length..].TrimStart();
            line = line with { Y = line.Y + 20 };
        }
    }

    static void HandleCamera(UiContext ui, Box pane, OrbitCamera camera)
    {
        var input = ui.Input;
        var id = HashCode.Combine(UiContext.IdOf("##pane"), pane.X) | 1;
        var isTurned = ui.Hold(id, pane);
        var isOver = ui.IsOver(pane);
        var isMoved = isOver && (input.IsDown(MouseButton.Middle) || input.IsDown(MouseButton.Right));
        if (isMoved || (isTurned && input.IsShiftDown))
            camera.Pan(input.Moved, pane.Height);
        else if (isTurned)
            camera.Rotate(input.Moved);
        if (isOver && input.Wheel != 0)
            camera.Zoom(input.TakeWheel());
        ui.Tip(ViewerLayout.CaptionOf(pane), "Drag turns the camera, with Shift or the right button it moves, the wheel zooms");
    }
}
