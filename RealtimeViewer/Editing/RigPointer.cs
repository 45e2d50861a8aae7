using System.Numerics;

namespace Avatars.Viewer.Editing;

/// <summary>The pointer over the rig in one frame.</summary>
/// <param name="At">Points of the window.</param>
/// <param name="IsOver">Over the pane, and no other control holds it.</param>
/// <param name="IsPressed">The left button went down in this frame.</param>
/// <param name="IsDown">The left button is held.</param>
/// <param name="IsCancelled">Escape, or the right button during a drag.</param>
readonly record struct RigPointer(Vector2 At, bool IsOver, bool IsPressed, bool IsDown, bool IsShiftDown = false, bool IsControlDown = false,
    bool IsAltDown = false, bool IsCancelled = false);
