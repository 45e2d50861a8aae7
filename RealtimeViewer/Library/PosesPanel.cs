using Avatars.Body;
using Avatars.Imaging;
using Avatars.Posing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Library;

/// <summary>The user's poses as pictures: save, apply, blend, mirror, for all of the body or a part.</summary>
sealed class PosesPanel(PoseShelf shelf) : IPanel
{
    const float CellWidth = 62, CellHeight = 98, NameHeight = 15;
    const float RowGap = 6;

    static readonly (string Part, string Label)[] Parts =
    [
        ("head", "Head"), ("body", "Body"), ("leftArm", "L arm"), ("rightArm", "R arm"), ("leftHand", "L hand"), ("rightHand", "R hand"), ("legs", "Legs"),
        (BodyParts.Face, "Face"),
    ];
    static readonly NumberStyle WeightStyle = new(0, 1, 0.01f, 2, "", 0.1f, 1);

    readonly Dictionary<string, uint> _textures = new(StringComparer.Ordinal);
    Task<PoseThumbnails?>? _loading;
    Task<(string Name, RgbImage Picture)>? _drawing;
    int _version = -1;
    float _scroll;
    string _name = "";

    public string Title => "Poses";

    public string Tip => "Stored poses: apply, blend, mirror, for all of the body or a part";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        var filter = shelf.Filter;
        ui.TextField("##poseSearch", inner.Top(Theme.Row), ref filter, "A part of a pose's name", "Search");
        shelf.Filter = filter;
        inner = inner.WithoutTop(Theme.Row + RowGap);
        inner = DrawParts(ui, inner);
        DrawSave(ui, inner.BottomPart(Theme.Row), session);
        inner = inner.WithoutBottom(Theme.Row + RowGap);
        DrawApplied(ui, inner.BottomPart(26));
        MakePictures(session);
        DrawGrid(ui, inner.WithoutBottom(26 + RowGap), session);
    }

    Box DrawParts(UiContext ui, Box box)
    {
        for (var i = 0; i < Parts.Length; i++)
        {
            var chip = box.Top(22).Column(i % 4, 4, 3) with { Y = box.Y + i / 4 * 25 };
            var (part, label) = Parts[i];
            if (ui.Click(UiContext.IdOf(part), chip))
                shelf.Toggle(part);
            var isOn = shelf.Parts.Contains(part);
            ui.Draw.Rectangle(chip, isOn ? Theme.Accent.WithAlpha(0.35f) : Theme.Control, 4, isOn ? Theme.Accent : Theme.Rim, 1);
            ui.Centered(chip, label, isOn ? Theme.Text : Theme.Dim, Face.Small);
            ui.Tip(chip, "A pose changes these parts only; none is the whole body");
        }
        return box.WithoutTop(50 + 2);
    }

    void DrawApplied(UiContext ui, Box box)
    {
        var isMirrored = shelf.IsMirrored;
        var mirror = box.RightPart(26);
        if (ui.ToolButton("##mirrorPose", Icon.Mirror, mirror, "Swaps left and right when a pose is applied", isMirrored))
            shelf.IsMirrored = !isMirrored;
        var weight = shelf.Weight;
        var label = shelf.Applied.Length > 0 ? $"Blend {shelf.Applied}" : "Blend";
        if (ui.Number("##poseWeight", box.WithoutRight(30), ref weight, WeightStyle, "How far the pose that was applied last counts: 0 is what was before",
            label))
            shelf.Blend(weight, $"blend-pose-{ui.Input.Gesture}");
    }

    void DrawSave(UiContext ui, Box box, Session session)
    {
        if (_name.Length == 0)
            _name = shelf.FreeName();
        var entered = ui.TextField("##poseName", box.WithoutRight(62), ref _name, "Name of the pose to store").HasFlag(FieldEvent.Entered);
        var button = box.RightPart(58);
        if ((ui.Button("Store", button) || entered) && session.Editor.Document is not null && shelf.Save(_name.Trim()))
            _name = "";
        ui.Tip(button, "Stores what the person does now under this name");
    }

    void DrawGrid(UiContext ui, Box box, Session session)
    {
        ui.Draw.Rectangle(box, Theme.Pane, Theme.Corner);
        var columns = Math.Max(1, (int)((box.Width - UiContext.ScrollBar) / CellWidth));
        var width = (box.Width - UiContext.ScrollBar) / columns;
        var content = ui.BeginScroll("##poseGrid", box, (shelf.Shown.Count + columns - 1) / columns * CellHeight, ref _scroll);
        for (var i = 0; i < shelf.Shown.Count; i++)
        {
            var cell = new Box(content.X + i % columns * width, content.Y + i / columns * CellHeight, width, CellHeight);
            if (cell.Bottom >= box.Y && cell.Y <= box.Bottom)
                DrawPose(ui, cell, shelf.Shown[i]);
        }
        ui.EndScroll(ref _scroll);
    }

    void DrawPose(UiContext ui, Box cell, string name)
    {
        var id = HashCode.Combine(UiContext.IdOf("##pose"), UiContext.IdOf(name)) | 1;
        if (ui.Click(id, cell))
            shelf.Apply(name);
        var isApplied = shelf.Applied == name;
        if (_textures.TryGetValue(name, out var texture) && texture != 0)
            ui.Draw.Picture(texture, cell.WithoutBottom(NameHeight).Fit((float)PoseThumbnails.Width / PoseThumbnails.Height), Theme.Corner);
        if (isApplied || ui.IsHot(id, cell))
            ui.Draw.Rectangle(cell.Inset(1), isApplied ? Theme.Accent.WithAlpha(0.12f) : UiColor.None, Theme.Corner, isApplied ? Theme.Accent : Theme.Faint,
                1.5f);
        var caption = cell.BottomPart(NameHeight + 2).Inset(3, 0);
        ui.Draw.PushClip(caption);
        ui.Centered(caption, name, isApplied ? Theme.Text : Theme.Dim, Face.Small);
        ui.Draw.PopClip();
        ui.Tip(cell, name);
        if (ui.Input.WentDown(Silk.NET.Input.MouseButton.Right) && ui.IsOver(cell) && !PoseShelf.IsBuiltIn(name))
            ui.OpenMenu(MenuOf(name), ui.Input.Pointer);
    }

    List<UiCommand> MenuOf(string name) =>
    [
        new("", "Apply", "", "Makes the person take the pose", () => shelf.Apply(name)),
        new("", $"Rename to '{_name}'", "", "Gives it the name in the field below", () => shelf.Rename(name, _name.Trim())),
        new("", "Delete", "", "Deletes the stored pose", () => shelf.Delete(name)) { StartsGroup = true },
    ];

    /// <summary>Draws one missing picture after another on another thread.</summary>
    void MakePictures(Session session)
    {
        if (_version != shelf.Version)
        {
            foreach (var texture in _textures.Values)
                session.RemoveTexture(texture);
            _textures.Clear();
        }
        _version = shelf.Version;
        _loading ??= Task.Run(LoadBody);
        if (!_loading.IsCompleted || _loading.Result is not { } body)
            return;
        if (_drawing is { IsCompleted: true })
        {
            var (name, picture) = _drawing.Result;
            _textures[name] = session.AddTexture(picture);
            _drawing = null;
        }
        if (_drawing is null && NextWithoutPicture() is { } next)
            _drawing = Task.Run(() => (next.Name, body.Draw(next, Theme.Pane)));
    }

    StoredPose? NextWithoutPicture()
    {
        foreach (var name in shelf.Shown)
            if (!_textures.ContainsKey(name))
            {
                if (shelf.Find(name) is { } pose)
                    return pose;
                _textures[name] = 0; // cannot be read, which was reported
            }
        return null;
    }

    static PoseThumbnails? LoadBody()
    {
        try
        {
            return new PoseThumbnails(BodyFile.ReadShipped());
        }
        catch (Exception error) when (error is IOException or FormatException or UnauthorizedAccessException)
        {
            return null; // names without pictures
        }
    }
}
