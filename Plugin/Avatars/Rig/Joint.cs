namespace Avatars.Rig;

/// <param name="Parent">Index of the parent, or -1 for the root.</param>
/// <param name="Rest">Placement in the parent's space when the character is at rest.</param>
public readonly record struct Joint(string Name, int Parent, JointTransform Rest);
