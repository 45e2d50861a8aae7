namespace Avatars.PoseMaps;

/// <summary>
/// A landmark in double precision. The published drawers cut doubles to whole pixels, so a value a hair below a whole number
/// needs them to come out the same; keypoints of a rig do not need it.
/// </summary>
/// <param name="X">Pixels, origin top-left.</param>
/// <param name="Y">Pixels, down.</param>
/// <param name="IsPresent">False: neither it nor what it belongs to is drawn.</param>
public readonly record struct PreciseKeypoint(double X, double Y, bool IsPresent);
