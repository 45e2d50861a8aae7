using Avatars.Posing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>The scene's cameras, the lens of the view, the size of the output, and guides.</summary>
sealed class CamerasPanel : IPanel
{
    const float NameWidth = 70;

    static readonly (string Name, int Width, int Height)[] Sizes =
    [
        ("Square, 512 x 512", 512, 512), ("Small square, 256 x 256", 256, 256), ("Portrait, 384 x 512", 384, 512), ("HD, 1280 x 720", 1280, 720),
        ("Full HD, 1920 x 1080", 1920, 1080), ("Phone, 1080 x 1920", 1080, 1920),
    ];

    string? _chosen;
    float _scroll;

    public string Title => "Cameras";

    public string Tip => "Cameras of the scene, lens, size of the output, guides";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        var row = DrawLens(ui, inner.Top(Theme.Row), session);
        if (session.Editor.Document is not { } document)
        {
            ui.Paragraph(row, "No scene is open.", Theme.Faint);
            return;
        }
        row = DrawSize(ui, row, document);
        var isOn = session.Panels.HasGuides;
        if (ui.Checkbox("Framing guides", row, ref isOn))
            session.Panels.HasGuides = isOn;
        ui.Tip(row, "Thirds and the safe area over the pictures");
        row = row with { Y = row.Bottom + Theme.Gap };
        ui.Heading(row, "Cameras");
        row = row with { Y = row.Bottom };
        DrawButtons(ui, row, session, document);
        row = row with { Y = row.Bottom + Theme.Gap };
        DrawList(ui, inner.WithoutTop(row.Y - inner.Y), session, document);
    }

    static Box DrawLens(UiContext ui, Box row, Session session)
    {
        var orbit = session.Orbit;
        ui.Label(row.Left(NameWidth), "Lens", Theme.Dim);
        var degrees = CameraMoves.DegreesOf(orbit.View);
        if (ui.Number("##lens", row.WithoutLeft(NameWidth), ref degrees, new NumberStyle(5, 120, 0.2f, 1, "°", 5, 34.4f),
            "Vertical field of view: small is a long lens; the person stays as large as it is"))
        {
            // The same height of the picture at the target.
            var scale = MathF.Tan(orbit.View.FieldOfView / 2) / MathF.Tan(degrees * MathF.PI / 360);
            orbit.View = orbit.View with { FieldOfView = degrees * MathF.PI / 180, Distance = Math.Clamp(orbit.View.Distance * scale, 0.3f, 60) };
        }
        row = row with { Y = row.Bottom + Theme.Gap };
        if (ui.Button("Frame selection", row))
            EditCommands.Frame(session);
        ui.Tip(row, "The selected joints, or the whole person, fill the picture (F)");
        return row with { Y = row.Bottom + Theme.Gap };
    }

    static Box DrawSize(UiContext ui, Box row, PoseDocument document)
    {
        var settings = document.Settings;
        ui.Label(row.Left(NameWidth), "Output", Theme.Dim);
        var fields = row.WithoutLeft(NameWidth).WithoutRight(30);
        var (width, height) = ((float)settings.Width, (float)settings.Height);
        var style = new NumberStyle(64, 4096, 1, 0, "", 64);
        if (ui.Number("##outputWidth", fields.Column(0, 2, 4), ref width, style, "Width of exported pictures, pixels"))
            document.Set("Output size", $"size{ui.Input.Gesture}", settings with { Width = (int)width });
        if (ui.Number("##outputHeight", fields.Column(1, 2, 4), ref height, style, "Height of exported pictures, pixels"))
            document.Set("Output size", $"size{ui.Input.Gesture}", settings with { Height = (int)height });
        var more = row.RightPart(28);
        if (ui.ToolButton("##sizes", Icon.More, more, "Usual sizes"))
            ui.OpenMenu([.. Sizes.Select(size => new UiCommand("", size.Name, "", "Size of exported pictures",
                () => document.Set("Output size", document.Settings with { Width = size.Width, Height = size.Height })))], new(more.X, more.Bottom));
        return row with { Y = row.Bottom + Theme.Gap };
    }

    void DrawButtons(UiContext ui, Box row, Session session, PoseDocument document)
    {
        var view = session.Orbit.View;
        var chosen = document.All<CameraItem>().FirstOrDefault(camera => camera.Camera == _chosen);
        var (add, update, turn) = (row.Column(0, 3, 4), row.Column(1, 3, 4), row.Column(2, 3, 4));
        if (ui.Button("Add", add))
        {
            var item = CameraMoves.ItemOf(CameraMoves.NewName(document), view);
            document.Set("Add a camera", item);
            _chosen = item.Camera;
        }
        ui.Tip(add, "A new camera that sees what the window sees; the first one makes films and pictures");
        if (ui.Button("Update", update) && chosen is not null)
            Update(document, chosen, session);
        ui.Tip(update, "The marked camera sees what the window sees; where it has keys, it gets one at this time");
        if (ui.Button("Turntable", turn))
        {
            var item = chosen ?? CameraMoves.ItemOf(CameraMoves.NewName(document), view);
            CameraMoves.Turntable(document, item, view, MathF.Max(session.Playback.Length, 1));
            _chosen = item.Camera;
        }
        ui.Tip(turn, "The marked camera, or a new one, goes once around the person during the scene");
    }

    static void Update(PoseDocument document, CameraItem camera, Session session)
    {
        var view = session.Orbit.View;
        var item = CameraMoves.ItemOf(camera.Camera, view);
        if (document.Track(camera.Camera, TrackTarget.Camera) is { Keys.Count: > 0 })
            document.SetKey("Key the camera", camera.Camera, TrackTarget.Camera, new TrackKey(session.Editor.Time, [item.Position.X, item.Position.Y,
                item.Position.Z, item.Target.X, item.Target.Y, item.Target.Z, item.VerticalFieldOfView]));
        else
            document.Set("Move the camera", item);
    }

    void DrawList(UiContext ui, Box box, Session session, PoseDocument document)
    {
        var cameras = document.All<CameraItem>().ToArray();
        if (cameras.Length == 0)
            ui.Paragraph(box, "None: exports see what the window sees.", Theme.Faint);
        var content = ui.BeginScroll("##cameras", box, cameras.Length * Theme.Row, ref _scroll);
        for (var i = 0; i < cameras.Length; i++)
        {
            var row = new Box(content.X, content.Y + i * Theme.Row, content.Width, Theme.Row);
            var camera = cameras[i];
            if (ui.ToolButton($"##deleteCamera{i}", Icon.Trash, row.RightPart(26), "Deletes the camera"))
            {
                document.Remove("Delete a camera", camera.Id);
                break;
            }
            if (ui.TreeRow(2 * i + 6001, row, 0, null, camera.Camera, camera.Camera == _chosen, "Looks through this camera", trailing: 28)
                .HasFlag(RowEvent.Clicked))
            {
                _chosen = camera.Camera;
                session.Orbit.View = CameraMoves.ViewOf(document, camera, session.Editor.Time);
            }
        }
        ui.EndScroll(ref _scroll);
    }
}
