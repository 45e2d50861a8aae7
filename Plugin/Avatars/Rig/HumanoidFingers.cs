using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>
/// The fingers below a hand, by their words (<c>index</c>, <c>人指</c>) or numbers (<c>Finger0</c>, <c>Finger01</c>; <c>finger1-1</c>). Bones of
/// the palm and tips are distinguished from the three bones of a finger.
/// </summary>
static class HumanoidFingers
{
    const float InPalm = 0.6f; // a first bone nearer to the wrist than this, in lengths of itself, lies in the palm

    public static IEnumerable<(HumanBodyBones Bone, int Joint)> Find(JointTree tree, JointName[] names, bool left, int hand)
    {
        var below = tree.Below(hand).Where(joint => joint != hand && !HumanoidWords.IsHelper(names[joint])).ToArray();
        var numbered = below.Where(joint => names[joint].Word is "finger" or "fingers" or "handfinger" && names[joint].Numbers.Count > 0).ToArray();
        var hasThumb = below.Any(joint => HumanoidWords.Finger(names[joint].Word) == 0);
        var first = hasThumb || numbered.Any(joint => names[joint].Numbers[0][0] == '0') ? 0 : 1; // the thumb's number, or one before the index finger's
        var positions = tree.Positions;
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
        {
            var chain = new List<int>();
            foreach (var joint in below)
            {
                var found = Array.IndexOf(numbered, joint) >= 0 ? names[joint].Numbers[0][0] - '0' - first : HumanoidWords.Finger(names[joint].Word);
                if (found == finger && (chain.Count == 0 || tree.IsWithin(joint, chain[^1])) && (finger == 0 || !IsPalm(names[joint].Word)))
                    chain.Add(joint);
            }
            if (finger > 0 && chain.Count > HumanBones.BonesPerFinger
                && Vector3.Distance(positions[hand], positions[chain[0]]) < InPalm * Vector3.Distance(positions[chain[0]], positions[chain[1]]))
                chain.RemoveAt(0);
            if (chain.Count < 2)
                continue; // a stub without motion, not a captured finger
            for (var segment = 0; segment < Math.Min(chain.Count, HumanBones.BonesPerFinger); segment++)
                yield return (HumanBones.Finger(left, finger, segment), chain[segment]);
        }
    }

    static bool IsPalm(string word) => word.Contains("carpal", StringComparison.Ordinal) || word.StartsWith("inhand", StringComparison.Ordinal)
        || word.StartsWith("palm", StringComparison.Ordinal) || word.EndsWith("start", StringComparison.Ordinal);
}
