using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Scenes;

/// <summary>A person that can be posed and drawn: skeleton and the meshes that follow it. Immutable.</summary>
public sealed class Character
{
    public required string Name { get; init; }

    public required Skeleton Skeleton { get; init; }

    /// <summary>Row-vector matrices, one per joint: model space at rest to joint space.</summary>
    public required Matrix4x4[] InverseBind { get; init; }

    /// <summary>Drawn in this order.</summary>
    public required IReadOnlyList<SkinnedMesh> Meshes { get; init; }
}
