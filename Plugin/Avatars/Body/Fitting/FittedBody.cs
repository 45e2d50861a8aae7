using System.Collections.Generic;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>A person's body as it was in a picture.</summary>
public sealed record FittedBody
{
    /// <summary>The person's shape, with displacements for clothes and hair.</summary>
    public required ShapedBody Body { get; init; }

    /// <summary>The pose in the picture: one placement per joint of the body's skeleton; model space is the camera's.</summary>
    public required JointTransform[] Pose { get; init; }

    /// <summary>One weight per expression of the model.</summary>
    public required float[] Expression { get; init; }

    /// <summary>The camera of the picture: at the origin, level, looking along -Z.</summary>
    public required Camera Camera { get; init; }

    /// <summary>0..1: how much of the body the picture shows, as a share of its joints, each weighted by how well it is seen.</summary>
    public required float Coverage { get; init; }

    /// <summary>Root mean square distance between the landmarks that are seen and the body's, as a share of the body's height.</summary>
    public required float FitError { get; init; }

    /// <summary>Overlap of the body's outline with the matte (intersection over union); null without a matte.</summary>
    public required float? OutlineOverlap { get; init; }

    /// <summary>What a user should know: one sentence each; empty where all is well.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The joints' matrices in the picture's pose.</summary>
    public Matrix4x4[] JointModel()
    {
        var model = new Matrix4x4[Pose.Length];
        LocalToModel.Run(Body.Skeleton, Pose, model);
        return model;
    }
}
