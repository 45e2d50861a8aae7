using System.Numerics;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Library;

/// <summary>Gaze and expressions of the person, at the present time.</summary>
sealed class FacePanel(FaceSliders face) : IPanel
{
    const float PadSide = 92;
    const float RowHeight = 28;
    const float MostYaw = 60, MostPitch = 40; // degrees at the pad's edges

    static readonly NumberStyle WeightStyle = new(0, 1, 0.01f, 2, "", 0.1f, 0);
    static readonly NumberStyle FollowStyle = new(0, 1, 0.01f, 2, "", 0.1f, 1);
    static readonly Dictionary<string, (string Id, string Tip)> Rows = FaceSliders.All.SelectMany(group => group.Names)
        .ToDictionary(name => name, name => ($"##face{name}", $"{name}, 0 to 1: drag, or click and type; Alt-click for 0"));

    float _scroll;

    public string Title => "Face";

    public string Tip => "Expressions, and where the person looks";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        DrawGaze(ui, inner.Top(PadSide));
        inner = inner.WithoutTop(PadSide + 8);
        var filter = face.Filter;
        ui.TextField("##faceSearch", inner.Top(Theme.Row).WithoutRight(78), ref filter, "A part of an expression's name", "Search");
        face.Filter = filter;
        if (ui.Button("Neutral", inner.Top(Theme.Row).RightPart(72)))
            face.Neutral();
        ui.Tip(inner.Top(Theme.Row).RightPart(72), "Sets every expression to 0 here");
        DrawRows(ui, inner.WithoutTop(Theme.Row + 8));
    }

    void DrawRows(UiContext ui, Box box)
    {
        var length = 0f;
        foreach (var group in face.Shown)
            length += (group.Names.Count + 1) * RowHeight;
        var content = ui.BeginScroll("##faceRows", box, length, ref _scroll);
        var row = content.Top(RowHeight);
        foreach (var group in face.Shown)
        {
            ui.Heading(row, group.Title);
            row = row with { Y = row.Y + RowHeight };
            for (var i = 0; i < group.Names.Count; i++, row = row with { Y = row.Y + RowHeight })
                if (row.Bottom >= box.Y && row.Y <= box.Bottom)
                    DrawRow(ui, row.WithoutBottom(3), group.Names[i]);
        }
        ui.EndScroll(ref _scroll);
    }

    void DrawRow(UiContext ui, Box row, string name)
    {
        var (id, tip) = Rows[name];
        var value = face.ValueOf(name);
        if (ui.Number(id, row, ref value, WeightStyle, tip, name))
            face.Set(name, value, $"face-{ui.Input.Gesture}");
    }

    void DrawGaze(UiContext ui, Box box)
    {
        var pad = box.Left(PadSide * 1.3f);
        var gaze = face.Gaze;
        var id = UiContext.IdOf("##gaze");
        var isHeld = ui.Hold(id, pad);
        if (isHeld)
        {
            var share = (ui.Input.Pointer - pad.Center) / new Vector2(pad.Width / 2, pad.Height / 2);
            face.SetGaze(Math.Clamp(share.X, -1, 1) * MostYaw, Math.Clamp(-share.Y, -1, 1) * MostPitch, face.HasGaze ? gaze.Head : 0.5f,
                face.HasGaze ? gaze.Eyes : 1, $"gaze-{ui.Input.Gesture}");
        }
        ui.Tip(pad, "Drag: where the person looks, as you see the person from the front");
        ui.Draw.Rectangle(pad, Theme.Pane, Theme.Corner, Theme.Rim, 1);
        ui.Draw.Line(new(pad.X + 6, pad.Center.Y), new(pad.Right - 6, pad.Center.Y), 1, Theme.Rim);
        ui.Draw.Line(new(pad.Center.X, pad.Y + 6), new(pad.Center.X, pad.Bottom - 6), 1, Theme.Rim);
        var at = pad.Center + new Vector2(Math.Clamp(gaze.Yaw / MostYaw, -1, 1) * pad.Width / 2, -Math.Clamp(gaze.Pitch / MostPitch, -1, 1) * pad.Height / 2);
        ui.Draw.Disc(at, 12, face.HasGaze ? isHeld ? UiColor.White : Theme.Accent : Theme.Faint);
        DrawFollow(ui, box.WithoutLeft(pad.Width + 8), gaze);
    }

    void DrawFollow(UiContext ui, Box box, (float Yaw, float Pitch, float Head, float Eyes) gaze)
    {
        var (head, eyes) = (gaze.Head, gaze.Eyes);
        ui.Heading(box.Top(22), "Gaze");
        var isChanged = ui.Number("##gazeHead", box.WithoutTop(24).Top(24), ref head, FollowStyle, "How far the head follows", "Head");
        isChanged |= ui.Number("##gazeEyes", box.WithoutTop(50).Top(24), ref eyes, FollowStyle, "How far the eyes follow", "Eyes");
        if (isChanged)
            face.SetGaze(gaze.Yaw, gaze.Pitch, head, eyes, $"gaze-{ui.Input.Gesture}");
        if (face.HasGaze && ui.Button("No gaze", box.BottomPart(20).Left(72)))
            face.RemoveGaze();
        if (face.HasGaze)
            ui.Tip(box.BottomPart(20).Left(72), "The eyes look where the pose has them");
    }
}
