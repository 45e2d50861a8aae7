namespace Avatars.Viewer.Editing;

/// <summary>What the handles of a selected joint do; a drag of the joint itself is inverse kinematics with each of them.</summary>
enum EditTool
{
    /// <summary>Rings about the joint's three axes. Key: E.</summary>
    Rotate,

    /// <summary>Arrows along three axes. Key: W.</summary>
    Move,

    /// <summary>Exaggerates or relaxes the angles of the selected joints. Key: R.</summary>
    Scale,
}
