using System;
using System.Collections.Generic;

namespace Avatars.Rig;

/// <summary>
/// An arm or a leg: which joints of a chain are its four bones. Words decide where they are clear, the order along the chain where they
/// are not: of all assignments of bones to a chain, the one with the lowest cost against the words is taken.
/// </summary>
sealed class LimbChain
{
    const int Bones = 4;
    const float SkipCost = 0.3f; // a joint of the limb between two bones that is no bone
    const float OptionalGain = 0.9f; // for a shoulder or toes
    const float EndCost = 3; // for a limb without hand or foot
    const int MaximumChains = 64;

    /// <summary>Joint of each bone in the order of the tables in <see cref="HumanoidWords"/>, or -1.</summary>
    public int[] Joints { get; private set; } = [-1, -1, -1, -1];

    public float Cost { get; private set; } = float.PositiveInfinity;

    public bool IsFound => !float.IsPositiveInfinity(Cost);

    /// <param name="words">The limb's table of costs.</param>
    /// <param name="firstRequired">The bone that must be there together with the next: 1 for arms, 0 for legs.</param>
    /// <param name="isAllowed">Joints that may be used.</param>
    public static LimbChain Find(JointTree tree, JointName[] names, JointSide side, IReadOnlyDictionary<string, float[]> words, int firstRequired,
        Func<int, bool> isAllowed)
    {
        var labelled = new bool[tree.Skeleton.Count];
        for (var i = 0; i < labelled.Length; i++)
            labelled[i] = names[i].Side == side && words.ContainsKey(names[i].Word) && isAllowed(i);
        var best = new LimbChain();
        var chains = 0;
        for (var leaf = 0; leaf < labelled.Length && chains < MaximumChains; leaf++)
        {
            if (!labelled[leaf] || HasLabelledBelow(tree, labelled, leaf))
                continue;
            chains++;
            var chain = new List<int>();
            for (var joint = leaf; joint >= 0; joint = tree.Parent(joint))
                if (labelled[joint])
                    chain.Insert(0, joint);
            best.Take(chain, names, words, firstRequired);
        }
        return best;
    }

    static bool HasLabelledBelow(JointTree tree, bool[] labelled, int joint) => tree.FirstBelow(joint, below => below != joint && labelled[below]) >= 0;

    /// <summary>Dynamic programme over chain and bones; keeps the result if its cost is the lowest so far.</summary>
    void Take(List<int> chain, JointName[] names, IReadOnlyDictionary<string, float[]> words, int firstRequired)
    {
        // cost[i, b]: the first i joints of the chain are dealt with, and bones before b are settled.
        var cost = new float[chain.Count + 1, Bones + 1];
        var from = new (int Bone, bool IsTaken)[chain.Count + 1, Bones + 1];
        for (var i = 0; i <= chain.Count; i++)
            for (var bone = 0; bone <= Bones; bone++)
                cost[i, bone] = i == 0 && bone == 0 ? 0 : float.PositiveInfinity;
        for (var i = 0; i <= chain.Count; i++)
        {
            for (var bone = 0; bone < Bones; bone++) // leave a bone out
                if (bone != firstRequired && bone != firstRequired + 1)
                {
                    var missing = cost[i, bone] + (IsEnd(bone, firstRequired) ? EndCost : 0);
                    if (missing < cost[i, bone + 1])
                        (cost[i, bone + 1], from[i, bone + 1]) = (missing, (bone, false));
                }
            if (i == chain.Count)
                break;
            var costs = words[names[chain[i]].Word];
            for (var bone = 0; bone <= Bones; bone++)
            {
                // Leave a joint out: free behind the last bone, and cheaper early than late, so that the first of equal joints is taken.
                var skipped = cost[i, bone] + (bone == Bones ? 0 : SkipCost);
                if (skipped < cost[i + 1, bone])
                    (cost[i + 1, bone], from[i + 1, bone]) = (skipped, (-1, false));
                if (bone == Bones)
                    continue;
                var gain = bone == firstRequired || bone == firstRequired + 1 || IsEnd(bone, firstRequired) ? 0 : OptionalGain;
                var taken = cost[i, bone] + costs[bone] - gain + 0.001f * i;
                if (taken < cost[i + 1, bone + 1])
                    (cost[i + 1, bone + 1], from[i + 1, bone + 1]) = (taken, (bone, true));
            }
        }
        if (!(cost[chain.Count, Bones] < Cost))
            return;
        Cost = cost[chain.Count, Bones];
        Joints = [-1, -1, -1, -1];
        for (int i = chain.Count, bone = Bones; i > 0 || bone > 0;)
        {
            var (before, isTaken) = from[i, bone];
            if (isTaken)
                Joints[before] = chain[i - 1];
            if (before < 0 || isTaken)
                i--;
            if (before >= 0)
                bone = before;
        }
    }

    /// <summary>Hand or foot.</summary>
    static bool IsEnd(int bone, int firstRequired) => bone == firstRequired + 2;
}
