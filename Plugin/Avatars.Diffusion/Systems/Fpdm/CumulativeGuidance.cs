using System;
using System.Linq;

namespace Avatars.Systems.Fpdm;

/// <summary>One of the conditions that FPDM's guidance compares.</summary>
/// <param name="HasSource">With pose and source tokens; else with zeros in their place.</param>
/// <param name="HasFusion">With the fusion embedding; else with zeros, which still go through the class layers.</param>
/// <param name="Weight">Its share of the guided prediction; all shares add up to 1.</param>
internal readonly record struct GuidanceBranch(bool HasSource, bool HasFusion, float Weight);

/// <summary>
/// FPDM's cumulative classifier-free guidance, <c>u + source * (s - u) + fusion * (g - s)</c>: u has no condition, s pose and source, g the
/// fusion embedding as well.
/// </summary>
/// <remarks>dhlee-work/FPDM, src/diffusion/pipelines/pipeline.py; both scales are 2 there.</remarks>
internal static class CumulativeGuidance
{
    /// <summary>The three branches in the published order: u, s, g.</summary>
    public static GuidanceBranch[] Branches(float source, float fusion) =>
        [new(false, false, 1 - source), new(true, false, source - fusion), new(true, true, fusion)];

    /// <summary>Only the branches that count: one where there is no guidance, two when both scales are the same. As
    /// published, scales of 1 and less are none.</summary>
    public static GuidanceBranch[] BranchesThatCount(float source, float fusion) => source <= 1 && fusion <= 1 ? [new(true, true, 1)]
        : Branches(source, fusion).Where(branch => branch.Weight != 0).ToArray();

    /// <summary>Lays one condition into a batch: a copy for every picture of each branch that has it, zeros for the others.</summary>
    /// <param name="batch">[branches x pictures, ...]: all pictures of the first branch, then of the second.</param>
    public static void Spread(ReadOnlySpan<float> condition, ReadOnlySpan<GuidanceBranch> branches, int pictures, bool isFusion, Span<float> batch)
    {
        if (batch.Length != condition.Length * branches.Length * pictures)
            throw new ArgumentException(
                $"A condition of {condition.Length} values for {branches.Length} branches of {pictures} pictures does not fill a batch of "
                    + $"{batch.Length}.", nameof(batch));
        for (var i = 0; i < branches.Length * pictures; i++)
        {
            var branch = branches[i / pictures];
            var part = batch.Slice(i * condition.Length, condition.Length);
            if (isFusion ? branch.HasFusion : branch.HasSource)
                condition.CopyTo(part);
            else
                part.Clear();
        }
    }

    /// <summary>Adds up the branches' predictions by their weights.</summary>
    /// <param name="predictions">[branches x pictures, ...].</param>
    /// <param name="guided">[pictures, ...].</param>
    public static void Combine(ReadOnlySpan<float> predictions, ReadOnlySpan<GuidanceBranch> branches, Span<float> guided)
    {
        if (predictions.Length != guided.Length * branches.Length)
            throw new ArgumentException(
                $"{branches.Length} branches of {guided.Length} values were expected, but {predictions.Length} values were predicted.", nameof(predictions));
        guided.Clear();
        for (var branch = 0; branch < branches.Length; branch++)
        {
            var weight = branches[branch].Weight;
            var part = predictions.Slice(branch * guided.Length, guided.Length);
            for (var i = 0; i < guided.Length; i++)
                guided[i] += weight * part[i];
        }
    }
}
