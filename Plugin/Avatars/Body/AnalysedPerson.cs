using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>All that is worked out once about a person from pictures: body, texture and background, and the first picture with its pose
/// and matte. Immutable: the arrays and pictures are shared, do not write to them.</summary>
public sealed record AnalysedPerson
{
    /// <summary>Body, texture and background.</summary>
    public required TexturedPerson Person { get; init; }

    public required RgbImage Picture { get; init; }

    /// <summary>[height, width] of the picture, 255 = person; empty where it is unknown.</summary>
    public required byte[] Matte { get; init; }

    /// <summary>The camera of the picture.</summary>
    public required Camera Camera { get; init; }

    /// <summary>The pose in the picture, one placement per joint of the body's skeleton.</summary>
    public required JointTransform[] Pose { get; init; }

    /// <summary>One weight per expression of the body.</summary>
    public required float[] Expression { get; init; }

    /// <summary>0..1: how much of the body the pictures show.</summary>
    public required float Coverage { get; init; }

    /// <summary>Root mean square distance of the fitted landmarks, as a share of the body's height.</summary>
    public required float FitError { get; init; }

    /// <summary>What networks of one or more models made of <see cref="Picture"/>; empty where none were kept.</summary>
    public IReadOnlyList<SourceEmbedding> Embeddings { get; init; } = [];

    /// <exception cref="ArgumentException">A part does not fit the others.</exception>
    internal void Require()
    {
        var model = Person.Body.Model;
        if (Pose.Length != model.Joints.Count || Expression.Length != model.Expressions.Count)
            throw new ArgumentException($"{Pose.Length} joints and {Expression.Length} expressions for a body of {model.Joints.Count} and "
                + $"{model.Expressions.Count}.");
        if (Matte.Length != 0 && Matte.Length != Picture.Width * Picture.Height || Camera.Width != Picture.Width || Camera.Height != Picture.Height)
            throw new ArgumentException("Picture, matte and camera differ in size.");
        foreach (var embedding in Embeddings)
            embedding.Require();
    }
}
