using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace Avatars.Signing.Notation;

/// <summary>A <c>sign_manual</c> element of G-SiGML to the model of a sign. Unknown elements and values are reported and left out.</summary>
sealed partial class ManualReader(SignFindings findings)
{
    const int MaximumDepth = 40;

    static readonly HashSet<string> Shapes = [.. ("fist flat finger2 finger23 finger23spread finger2345 pinch12 pinchall pinch12open cee12 ceeall cee12open")
        .Split(' ')];

    static readonly HashSet<string> BodyPlaces = [.. ("head headtop forehead eyebrows eyes uppereyelid lowereyelid nose nostrils ear earlobe cheek lips "
        + "upperlip lowerlip tongue teeth upperteeth lowerteeth chin underchin neck shouldertop shoulders chest stomach belowstomach neutralspace "
        + "upperarm elbow elbowinside lowerarm").Split(' ')];

    static readonly HashSet<string> HandParts = [.. ("wristback thumbball palm handback thumbside pinkyside tip nail pad midjoint base side upperarm elbow "
        + "elbowinside lowerarm").Split(' ')];

    static readonly HashSet<string> Sides = [.. "left_beside left_at right_at right_beside front back dorsal palmar radial ulnar".Split(' ')];

    static readonly HashSet<string> Contacts = [.. "touch close armextended interlock cross".Split(' ')];

    static readonly HashSet<string> Bends = [.. "bent round hooked dblbent dblhooked halfbent".Split(' ')];

    static readonly HashSet<string> Repetitions = [.. ("fromstart fromstart_several continue continue_several reverse tofroto manyrandom swap").Split(' ')];

    static readonly HashSet<string> ZigzagStyles = ["zigzag", "wavy"];
    static readonly HashSet<string> Planes = ["h", "v", "ur", "ul"];
    static readonly HashSet<string> WristKinds = ["nodding", "swinging", "twisting", "stircw", "stirccw"];
    static readonly HashSet<string> Clock = ["u", "ur", "r", "dr", "d", "dl", "l", "ul"];

    readonly Dictionary<string, SignPlace> _places = new(StringComparer.Ordinal);

    /// <summary>Adds the parts of a compound, or the one part.</summary>
    public void Read(MarkupElement manual, List<ManualPart> parts, int depth = 0)
    {
        var isCompound = manual.Child("sign_manual") is not null;
        if (isCompound && depth < MaximumDepth)
        {
            foreach (var child in manual.Children)
                if (child.Name == "sign_manual")
                    Read(child, parts, depth + 1);
                else
                    Misplaced(child, "beside the parts of a compound");
            return;
        }
        var part = new ManualPart
        {
            BothHands = Flag(manual, "both_hands"), Mirrored = Flag(manual, "lr_symm"), UpDownSymmetry = Flag(manual, "ud_symm"),
            InOutSymmetry = Flag(manual, "oi_symm"), OutOfPhase = Flag(manual, "outofphase"), RealSpace = Flag(manual, "realspace"),
            NonDominant = Flag(manual, "nondominant"), Holdover = Flag(manual, "holdover"),
        };
        part.BothHands |= part.Mirrored;
        ShapeSpec? last = null;
        var collector = new PostureCollector();
        foreach (var child in manual.Children)
        {
            if (IsPosture(child.Name))
            {
                if (part.Motions.Count == 0)
                    ReadPosture(child, collector);
                else
                    findings.Skipped("posture-after-motion", child.Line, child.Name,
                        $"'{child.Name}' stands after the first motion, outside of tgt_motion: it is "
                        + "left out.");
            }
            else if (Motion(child, ref last, depth) is { } motion)
                part.Motions.Add(motion);
        }
        Finish(collector, part.Initial);
        if (part.Initial.IsEmpty && part.Motions.Count == 0)
            return;
        parts.Add(part);
    }
}
