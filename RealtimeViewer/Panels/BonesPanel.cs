using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>Assigns joints to bones where a skeleton was not recognised: bones on the left, joints on the right.</summary>
sealed class BonesPanel
{
    float _boneScroll;
    float _jointScroll;

    /// <summary>Bounds of the panel in the area next to the side panel.</summary>
    public static Box BoxIn(Box area) => area.Inset(MathF.Max(area.Width / 2 - 340, Theme.Padding), MathF.Max(area.Height / 2 - 280, Theme.Padding));

    public void Draw(UiContext ui, Box area, Session session)
    {
        if (session.Bones is not { } choice)
            return;
        var box = BoxIn(area);
        ui.Draw.Rectangle(box, Theme.Panel, Theme.Corner, Theme.Rim, 1);
        var inner = box.Inset(Theme.Padding);
        ui.Heading(inner.Top(22), "Which joint is which bone? Choose a bone, then its joint.");
        var lists = inner.WithoutTop(30).WithoutBottom(Theme.Row + Theme.Padding);
        var (bones, joints) = (lists.Column(0, 2, Theme.Padding), lists.Column(1, 2, Theme.Padding));
        ui.Draw.Rectangle(bones, Theme.Pane, Theme.Corner);
        ui.Draw.Rectangle(joints, Theme.Pane, Theme.Corner);
        var row = choice.Chosen;
        if (ui.List("##bones", bones.Inset(4), choice.Rows, ref row, ref _boneScroll))
            choice.Chosen = row;
        var joint = choice.JointOfChosen;
        if (ui.List("##joints", joints.Inset(4), choice.Joints, ref joint, ref _jointScroll))
            choice.Give(joint);
        var buttons = inner.BottomPart(Theme.Row);
        if (choice.IsWhole && ui.Button("Save and play", buttons.Column(0, 2, Theme.Padding), isChosen: true))
            choice.IsAccepted = true;
        else if (!choice.IsWhole)
            ui.Label(buttons.Column(0, 2, Theme.Padding), "Bones with a ? need a joint.", Theme.Dim);
        if (ui.Button("Cancel", buttons.Column(1, 2, Theme.Padding)))
            session.Bones = null;
        ui.Tip(buttons.Column(0, 2, Theme.Padding), "Writes the bones to a file next to the motion, which is then played");
        ui.Tip(buttons.Column(1, 2, Theme.Padding), "Leaves the motion alone");
        ui.Tip(bones, "Bones of a person; those with a ? need a joint");
        ui.Tip(joints, "Joints of the file");
    }
}
