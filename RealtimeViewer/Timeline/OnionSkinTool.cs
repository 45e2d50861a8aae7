using System.Numerics;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>Draws the poses of the keys before and after over the rig, below the handles of another tool.</summary>
sealed class OnionSkinTool(IRigTool inner, DopeSheet sheet) : IRigTool
{
    const float LineWidth = 3; // points

    readonly OnionSkin _skin = new();

    public bool Draw(UiContext ui, Box pane, Box picture, Session session)
    {
        if (sheet.HasOnionSkin && session.Editor.IsEditing && !session.Playback.IsPlaying)
        {
            _skin.Update(session.Rig.Source, session.Editor.Version, sheet.KeyBeside(isNext: false), sheet.KeyBeside(isNext: true));
            var lens = new PaneProjection(session.PictureCamera, picture);
            ui.Draw.PushClip(pane);
            DrawBones(ui.Draw, lens, _skin.Before, Theme.Warning);
            DrawBones(ui.Draw, lens, _skin.After, Theme.Good);
            ui.Draw.PopClip();
        }
        return inner.Draw(ui, pane, picture, session);
    }

    static void DrawBones(DrawList draw, in PaneProjection lens, List<(Vector3 From, Vector3 To)> bones, UiColor color)
    {
        foreach (var (from, to) in bones)
            if (lens.TrySee(from, out var a, out _) && lens.TrySee(to, out var b, out _))
                draw.Line(a, b, LineWidth, color.WithAlpha(0.4f));
    }
}
