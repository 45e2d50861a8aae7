using System.Numerics;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>Five hints at the first start; the Help menu shows them again.</summary>
sealed class HintsDialog : IDialog
{
    static readonly (string Title, string Text)[] Hints =
    [
        ("Choose a person", "Click a person under Sources, or drop a photograph of your own on the window. The picture at the right shows that person in the "
            + "pose of the rig, live."),
        ("Pose the rig", "Click a joint of the rig and drag a ring to turn it, or drag a hand, a foot or the head: the rest follows. Alt and a click gives a "
            + "joint its rest back, Ctrl+Z takes back any step."),
        ("Look around", "Drag beside the rig to turn the camera, with the right button to move it; the wheel zooms. C goes back to the first view."),
        ("Animate", "Move the timeline to another time and pose again: each pose becomes keys, and the motion between them is made. Space plays."),
        ("Save and export", "Ctrl+S saves the scene, Ctrl+E writes films, pictures, skeletons and keypoints. ? shows all keys; every control explains "
            + "itself when the pointer rests on it."),
    ];

    int _index;

    public string Title => $"{_index + 1} of {Hints.Length}: {Hints[_index].Title}";

    public Vector2 Size => new(460, 130);

    public bool Draw(UiContext ui, Box box)
    {
        ui.Paragraph(box, Hints[_index].Text, Theme.Text);
        var row = box.BottomPart(Theme.Row);
        var (back, next) = (row.Left(90), row.RightPart(120));
        if (_index > 0 && ui.Button("Back", back))
            _index--;
        ui.Tip(back, "The hint before");
        for (var i = 0; i < Hints.Length; i++)
            ui.Draw.Disc(new(row.Center.X + (i - 2) * 14, row.Center.Y), 7, i == _index ? Theme.Accent : Theme.ControlHeld);
        var isEntered = ui.IsKeyboardFree && ui.Input.Pressed.Contains(Silk.NET.Input.Key.Enter);
        var isNext = ui.Button(_index + 1 < Hints.Length ? "Next" : "Begin", next, isChosen: true) || isEntered;
        ui.Tip(next, "The next hint (Enter); Escape closes them");
        if (isNext)
            _index++;
        if (_index < Hints.Length)
            return true;
        _index = Hints.Length - 1;
        return false;
    }
}
