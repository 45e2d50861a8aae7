using System.Numerics;
using Avatars.Rig;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The handles of the rig that is posed: joints, what the pointer is over, rings and arrows around the selected joint.</summary>
static class RigOverlay
{
    static readonly UiColor Selected = UiColor.FromHex(0xFFD166);
    static readonly UiColor[] AxisColors = [UiColor.White, UiColor.FromHex(0xF0616D), UiColor.FromHex(0x7BD88F), UiColor.FromHex(0x5AA9F5),
        UiColor.FromHex(0xC9CED8)];
    static readonly HumanoidMap Map = StandardHumanoid.Map;

    public static void Draw(UiContext ui, Box pane, RigEditor editor, EditorSession session, in PaneProjection lens)
    {
        if (!session.IsEditing)
            return;
        var draw = ui.Draw;
        if (editor.Hover is { Part: RigPart.Limb } limb)
            DrawLimb(draw, editor, limb.Bone, lens);
        DrawHandles(draw, editor, session);
        if (editor.TryGetGizmo(out var gizmo))
            DrawGizmo(draw, editor, gizmo, lens);
        DrawName(ui, pane, editor);
    }

    static void DrawLimb(DrawList draw, RigEditor editor, HumanBodyBones bone, in PaneProjection lens)
    {
        var joint = Map[bone];
        for (var i = joint + 1; i < Map.Skeleton.Count; i++)
            if (Map.Skeleton[i].Parent == joint && !IsFace(Map.BoneOf(i)) && lens.TrySee(editor.Handles.Model.Positions[joint], out var from, out _)
                && lens.TrySee(editor.Handles.Model.Positions[i], out var to, out _))
                draw.Line(from, to, 4, UiColor.White.WithAlpha(0.55f));
    }

    static void DrawHandles(DrawList draw, RigEditor editor, EditorSession session)
    {
        foreach (ref readonly var handle in editor.Handles.All)
        {
            var isHot = editor.Hover.Bone == handle.Bone && editor.Hover.Part == handle.Part;
            var isSelected = session.IsSelected(handle.Bone);
            var size = HumanBones.IsFinger(handle.Bone) || IsFace(handle.Bone) ? 5f : 8;
            if (handle.Part == RigPart.Fingertip)
                size = 4;
            if (session.IsPinned(handle.Bone))
                draw.Rectangle(new Box(handle.At.X - 7.5f, handle.At.Y - 7.5f, 15, 15), UiColor.None, 3, isSelected ? Selected : Theme.Text, 1.5f);
            draw.Disc(handle.At, size + (isHot ? 6 : 3), Theme.Window.WithAlpha(0.75f));
            draw.Disc(handle.At, size + (isHot ? 3 : 0), isHot ? UiColor.White : isSelected ? Selected : Theme.Text.WithAlpha(0.85f));
        }
    }

    static void DrawGizmo(DrawList draw, RigEditor editor, in Gizmo gizmo, in PaneProjection lens)
    {
        for (var part = GizmoPart.X; part <= GizmoPart.View; part++)
        {
            if (editor.IsDragging && editor.HoverGizmo != GizmoPart.None && editor.HoverGizmo != part)
                continue;
            var isHot = editor.HoverGizmo == part;
            if (gizmo.Tool == EditTool.Move)
                DrawArrow(draw, gizmo, part, isHot, lens);
            else if (gizmo.Tool == EditTool.Rotate || part == GizmoPart.View)
                DrawRing(draw, gizmo, part, isHot, lens);
        }
        if (gizmo.Tool == EditTool.Scale && lens.TrySee(gizmo.OnRing(GizmoPart.View, 0.125f, lens, out _), out var knob, out _))
            draw.Rectangle(new Box(knob.X - 4, knob.Y - 4, 8, 8), AxisColors[4], 1);
    }

    static void DrawRing(DrawList draw, in Gizmo gizmo, GizmoPart part, bool isHot, in PaneProjection lens)
    {
        var color = isHot ? Selected : AxisColors[(int)part].WithAlpha(part == GizmoPart.View ? 0.45f : 1);
        var wasSeen = false;
        var before = Vector2.Zero;
        for (var i = 0; i <= Gizmo.Segments; i++)
        {
            var place = gizmo.OnRing(part, (float)i / Gizmo.Segments, lens, out var isFront);
            var isSeen = lens.TrySee(place, out var at, out _);
            if (isSeen && wasSeen)
                draw.Line(before, at, isHot ? 3 : part == GizmoPart.View ? 1.25f : 2, isFront ? color : color.WithAlpha(0.18f));
            (wasSeen, before) = (isSeen, at);
        }
    }

    static void DrawArrow(DrawList draw, in Gizmo gizmo, GizmoPart part, bool isHot, in PaneProjection lens)
    {
        if (part == GizmoPart.View || !lens.TrySee(gizmo.Center, out var from, out _) || !lens.TrySee(gizmo.TipOf(part, lens), out var to, out _))
            return;
        var color = isHot ? Selected : AxisColors[(int)part];
        draw.Line(from, to, isHot ? 3.5f : 2.5f, color);
        var length = Vector2.Distance(from, to);
        if (length < 6)
        {
            draw.Disc(to, 8, color);
            return;
        }
        var along = (to - from) / length;
        for (var i = 0; i < 5; i++)
            draw.Line(to + along * (2 * i - 4), to + along * (2 * i - 2), 10 - 2 * i, color);
    }

    /// <summary>What is under the pointer, and how far a ring was turned.</summary>
    static void DrawName(UiContext ui, Box pane, RigEditor editor)
    {
        var corner = pane.Inset(10).BottomPart(20);
        if (editor.TurnedDegrees is { } degrees)
            ui.Write(corner, Selected, $"{degrees:0.0}°");
        else if (editor.Hover.Bone != HumanBodyBones.LastBone)
            ui.Write(corner, Theme.Text, $"{BoneNames.Of(editor.Hover.Bone)}{(editor.Hover.Part == RigPart.Fingertip ? ", tip" : "")}");
    }

    static bool IsFace(HumanBodyBones bone) => bone is HumanBodyBones.LeftEye or HumanBodyBones.RightEye or HumanBodyBones.Jaw;
}
