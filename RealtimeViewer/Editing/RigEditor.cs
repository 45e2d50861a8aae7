using System.Numerics;
using Avatars.Rig;

namespace Avatars.Viewer.Editing;

/// <summary>
/// Turns the pointer's events over the rig into edits: a click selects a joint, a drag moves it by inverse kinematics or rotates a limb, rings and arrows
/// around the selected joint rotate and move it. Works without a window.
/// </summary>
sealed class RigEditor
{
    const float ClickReach = 3; // points that a click may move
    const float Fine = 0.2f; // share of the pointer's movement while shift is held
    const float SnapDegrees = 15;
    const float SnapMetres = 0.05f;
    const float PointsPerDoubling = 80; // of the scale tool

    readonly EditorSession _editor;
    readonly PoseDrag _drag;
    RigHit _grabbed = RigHit.Nothing;
    GizmoPart _held;
    Gizmo _gizmo;
    Vector2 _pressedAt, _before;
    Vector2 _moved; // points since the press, finely where shift was held
    float _turned; // radians since the press
    bool _isToggled;

    public RigEditor(EditorSession editor) => (_editor, _drag) = (editor, new PoseDrag(editor));

    public RigHandles Handles { get; } = new();

    /// <summary>What is under the pointer, or held.</summary>
    public RigHit Hover { get; private set; } = RigHit.Nothing;

    /// <summary>The part of the gizmo that is under the pointer, or held.</summary>
    public GizmoPart HoverGizmo { get; private set; }

    public bool IsDragging => _drag.IsOn;

    /// <summary>How far the held ring was turned, degrees; null while none is.</summary>
    public float? TurnedDegrees => _drag.IsOn && _held != GizmoPart.None && _editor.Tool == EditTool.Rotate ? Snapped(_turned) * 180 / MathF.PI : null;

    bool _isSnapping;

    /// <summary>The handles around the selected joint; false where none is selected.</summary>
    public bool TryGetGizmo(out Gizmo gizmo)
    {
        var bone = _editor.ActiveBone;
        gizmo = default;
        if (!_editor.IsEditing || bone == HumanBodyBones.LastBone || StandardHumanoid.Map[bone] < 0)
            return false;
        gizmo = _drag.IsOn && _held != GizmoPart.None ? _gizmo with { Center = Handles.PositionOf(bone) } : new Gizmo(_editor.Tool, Handles.PositionOf(bone),
            _editor.IsLocal ? Handles.Model.Rotations[StandardHumanoid.Map[bone]] : Quaternion.Identity);
        return true;
    }

    /// <summary>One frame.</summary>
    /// <returns>Whether the left button is the editor's, not the camera's.</returns>
    public bool Handle(in RigPointer pointer, in PaneProjection lens)
    {
        if (!_editor.IsEditing)
        {
            (Hover, HoverGizmo, _grabbed, _held) = (RigHit.Nothing, GizmoPart.None, RigHit.Nothing, GizmoPart.None);
            return false;
        }
        _isSnapping = pointer.IsControlDown;
        Handles.Update(_editor, lens);
        var isHeld = _held != GizmoPart.None || _grabbed.Part != RigPart.None;
        if (isHeld && pointer.IsDown && !pointer.IsCancelled)
        {
            Continue(pointer, lens);
            return true;
        }
        if (isHeld)
        {
            if (!pointer.IsCancelled)
                Continue(pointer, lens); // in a slow window the last move and the release come in one frame
            Release(pointer);
            return true;
        }
        Point(pointer, lens);
        return pointer.IsPressed && pointer.IsOver && Press(pointer, lens);
    }

    void Point(in RigPointer pointer, in PaneProjection lens)
    {
        (Hover, HoverGizmo) = (RigHit.Nothing, GizmoPart.None);
        if (!pointer.IsOver)
            return;
        Hover = Handles.Find(pointer.At, _editor, lens);
        if (Hover.Part is RigPart.None or RigPart.Limb && TryGetGizmo(out var gizmo))
            HoverGizmo = gizmo.Find(pointer.At, lens);
        if (HoverGizmo != GizmoPart.None)
            Hover = RigHit.Nothing;
    }

    bool Press(in RigPointer pointer, in PaneProjection lens)
    {
        (_pressedAt, _before, _moved, _turned, _isToggled) = (pointer.At, pointer.At, Vector2.Zero, 0, pointer.IsShiftDown);
        if (HoverGizmo != GizmoPart.None && TryGetGizmo(out _gizmo))
        {
            _held = HoverGizmo;
            return true;
        }
        if (Hover.Part == RigPart.None)
        {
            if (!pointer.IsShiftDown && _editor.SelectedBones.Count > 0)
                _isDeselecting = true;
            return false;
        }
        _grabbed = Hover;
        if (pointer.IsAltDown)
        {
            _editor.ClearRotation(_grabbed.Bone);
            _grabbed = RigHit.Nothing;
        }
        return true;
    }

    bool _isDeselecting;

    /// <summary>To be called when the camera's drag ended: a click beside the rig deselects.</summary>
    public void ReleaseBeside(Vector2 at)
    {
        if (_isDeselecting && Vector2.Distance(at, _pressedAt) <= ClickReach)
            _editor.Select();
        _isDeselecting = false;
    }

    void Continue(in RigPointer pointer, in PaneProjection lens)
    {
        if (!_drag.IsOn)
        {
            if (Vector2.Distance(pointer.At, _pressedAt) <= ClickReach)
                return;
            if (_grabbed.Part != RigPart.None && !_editor.IsSelected(_grabbed.Bone))
                _editor.Select(_grabbed.Bone);
            _drag.Begin();
        }
        if (pointer.At == _before && !_isSnapping)
            return;
        var factor = pointer.IsShiftDown ? Fine : 1;
        _moved += factor * (pointer.At - _before);
        if (_held != GizmoPart.None)
            _turned += factor * _gizmo.AngleBetween(_held, _before, pointer.At, lens);
        _before = pointer.At;
        if (_held == GizmoPart.None)
            DragRig(lens);
        else
            DragGizmo(lens);
        Handles.Update(_editor, lens);
    }

    void DragRig(in PaneProjection lens)
    {
        var bone = Draggable(_grabbed.Bone);
        if (_grabbed.Part == RigPart.Limb && _grabbed.Bone != HumanBodyBones.Hips)
        {
            _drag.Swing(_grabbed.Bone, _grabbed.Place, lens.PlaceAt(_pressedAt + _moved, _grabbed.Place));
            return;
        }
        var offset = lens.PlaceAt(_pressedAt + _moved, _grabbed.Place) - lens.PlaceAt(_pressedAt, _grabbed.Place);
        _drag.MoveTo(bone, OnGrid(_drag.StartOf(bone) + offset));
    }

    void DragGizmo(in PaneProjection lens)
    {
        var bones = _editor.SelectedBones;
        if (_editor.Tool == EditTool.Rotate)
        {
            var isLocal = _editor.IsLocal && _held != GizmoPart.View;
            _drag.Rotate(bones, _held == GizmoPart.View ? _gizmo.Axis(_held, lens) : Gizmo.Unit(_held), isLocal, Snapped(_turned));
        }
        else if (_editor.Tool == EditTool.Scale)
            _drag.Scale(bones, MathF.Pow(2, (_moved.X - _moved.Y) / PointsPerDoubling));
        else
        {
            var bone = Draggable(_editor.ActiveBone);
            var along = _gizmo.DistanceAlong(_held, _pressedAt, _pressedAt + _moved, lens);
            if (_isSnapping)
                along = MathF.Round(along / SnapMetres) * SnapMetres;
            _drag.MoveTo(bone, _drag.StartOf(bone) + along * _gizmo.Axis(_held, lens));
        }
    }

    void Release(in RigPointer pointer)
    {
        if (_drag.IsOn && pointer.IsCancelled)
            _drag.Cancel();
        else if (_drag.IsOn)
            _drag.End();
        else if (_grabbed.Part != RigPart.None && !pointer.IsCancelled)
        {
            if (_isToggled)
                _editor.ToggleSelected(_grabbed.Bone);
            else
                _editor.Select(_grabbed.Bone);
        }
        (_grabbed, _held) = (RigHit.Nothing, GizmoPart.None);
    }

    Vector3 OnGrid(Vector3 place) => !_isSnapping ? place
        : new Vector3(MathF.Round(place.X / SnapMetres), MathF.Round(place.Y / SnapMetres), MathF.Round(place.Z / SnapMetres)) * SnapMetres;

    float Snapped(float radians)
    {
        const float step = SnapDegrees * MathF.PI / 180;
        return _isSnapping ? MathF.Round(radians / step) * step : radians;
    }

    /// <summary>What moves when a joint is dragged: a knuckle takes the hand.</summary>
    static HumanBodyBones Draggable(HumanBodyBones bone) => HumanBones.IsFinger(bone)
        && (bone - HumanBodyBones.LeftThumbProximal) % HumanBones.BonesPerFinger == 0
        ? HumanBones.Side(HumanBones.IsLeft(bone), HumanBodyBones.LeftHand) : bone;
}
