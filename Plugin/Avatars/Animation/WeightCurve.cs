namespace Avatars.Animation;

/// <summary>One named weight over time, for example a facial blend shape.</summary>
/// <param name="Name">As in <see cref="Rig.Pose.WeightNames"/>.</param>
/// <param name="Curve">0 is neutral, 1 the full expression. Borrowed: do not edit it after a clip has it.</param>
public sealed record WeightCurve(string Name, AnimationCurve Curve);
