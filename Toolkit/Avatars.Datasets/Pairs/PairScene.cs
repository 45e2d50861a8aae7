using System.Numerics;
using Avatars.Graphics.Scenes;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.Pairs;

/// <summary>One picture of a pair: a pose and where it is seen from.</summary>
/// <param name="Local">One placement per joint, on its parent.</param>
/// <param name="JointModel">One row-vector matrix per joint, joint space to model space.</param>
/// <param name="Motion">Origin of the pose: a clip's name, "sign a" for the recording of a fingerspelled letter, "stand", "sign" or "move" for a
/// random pose.</param>
/// <param name="Seconds">Within the clip; 0 for made-up poses.</param>
public sealed record Snapshot(JointTransform[] Local, Matrix4x4[] JointModel, Camera Camera, string Motion, float Seconds);

/// <summary>The same person in two poses, with the same clothes, light and background.</summary>
public sealed record PairScene
{
    public required int Index { get; init; }

    public required Person Person { get; init; }

    public required Framing Framing { get; init; }

    public required SceneLighting Lighting { get; init; }

    public required SceneBackground Background { get; init; }

    public required Snapshot Source { get; init; }

    public required Snapshot Target { get; init; }
}

/// <summary>How much of the person a picture shows.</summary>
public enum Framing
{
    /// <summary>Head to foot.</summary>
    Full,

    /// <summary>From the knees up.</summary>
    Knees,

    /// <summary>From the hips up, hands in the picture: signing distance.</summary>
    Waist,

    /// <summary>From the chest up, hands large: where fingers can be read.</summary>
    Chest,
}
