using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Signing.Notation;

/// <summary>Motions, and the postures that they lead to.</summary>
sealed partial class ManualReader
{
    SignMotion? Motion(MarkupElement element, ref ShapeSpec? last, int depth)
    {
        if (depth > MaximumDepth)
        {
            findings.Skipped("too-deep", element.Line, element.Name, $"Motions are nested more than {MaximumDepth} deep; the rest is left out.");
            return null;
        }
        var motion = Kind(element, ref last, depth);
        if (motion is null)
            return null;
        motion.Manner = Manner(element);
        motion.Bouncing = Flag(element, "bouncing");
        motion.Alternating = Flag(element, "alternating");
        if (element["speed"] is not null)
            motion.Speed = Number(element, "speed", 0.1f, 10);
        return motion;
    }

    SignMotion? Kind(MarkupElement element, ref ShapeSpec? last, int depth)
    {
        switch (element.Name)
        {
            case "directedmotion":
                if (Direction(element, "direction") is not { } direction)
                {
                    findings.Skipped("no-direction", element.Line, element.Name, "A directedmotion without a direction is left out.");
                    return null;
                }
                return new DirectedMotion
                {
                    Direction = SignDirections.Between(direction, Direction(element, "second_direction")), Size = Size(element, "size"),
                    Curve = element["curve"] is null ? null : Direction(element, "curve"), CurveSize = Size(element, "curve_size"),
                    Zigzag = One(element, "zigzag_style", ZigzagStyles), ZigzagSize = Size(element, "zigzag_size"),
                    ZigzagPlane = One(element, "ellipse_direction", Planes), Growth = Growth(element, "zigzag_incrdecr"),
                    Brushed = element.Children.Count > 0 ? Place(element.Children[0]) : null,
                };
            case "circularmotion":
                if (Direction(element, "axis") is not { } axis)
                {
                    findings.Skipped("no-direction", element.Line, element.Name, "A circularmotion without an axis is left out.");
                    return null;
                }
                return new CircularMotion
                {
                    Axis = SignDirections.Between(axis, Direction(element, "second_axis")), Size = Size(element, "size"),
                    Start = ClockOf(element, "start"), End = ClockOf(element, "end"),
                    Turns = 1 + (Flag(element, "clockplus") ? 1 : 0) + (Flag(element, "second_clockplus") ? 1 : 0),
                    EllipsePlane = One(element, "ellipse_direction", Planes),
                    Flatness = element["ellipse_direction"] is null ? 1 : Size(element, "ellipse_size") switch
                    {
                        MotionSize.Small => 0.3f, MotionSize.Big => 0.7f, _ => 0.5f,
                    },
                    Growth = Growth(element, "incrdecr"),
                };
            case "wristmotion":
                return One(element, "motion", WristKinds) is { } kind
                    ? new WristMotion { Kind = kind, Size = Size(element, "size") } : null;
            case "fingerplay":
                return new FingerPlay { Digits = Digits(element, "digits") is { Length: > 0 } digits ? digits : "2345" };
            case "crossmotion":
                findings.Skipped("crossmotion", element.Line, element.Name, "A cross in the air is shown as two strokes.");
                var cross = new SequentialMotion();
                var slanted = element["cross"] == "x";
                cross.Motions.Add(new DirectedMotion { Direction = SignDirections.Of(slanted ? "dr" : "d")!.Value, Size = MotionSize.Small });
                cross.Motions.Add(new DirectedMotion { Direction = SignDirections.Of(slanted ? "u" : "ul")!.Value, Size = MotionSize.Small });
                cross.Motions.Add(new DirectedMotion { Direction = SignDirections.Of(slanted ? "dl" : "r")!.Value, Size = MotionSize.Small });
                return cross;
            case "changeposture":
                return new Still { IsChange = true };
            case "nomotion":
                return new Still();
            case "tgt_motion":
                return Targeted(element, ref last, depth);
            case "par_motion":
                var par = new ParallelMotion();
                foreach (var child in element.Children)
                    if (Motion(child, ref last, depth + 1) is { } each)
                        par.Motions.Add(each);
                return par.Motions.Count switch { 0 => null, 1 => par.Motions[0], _ => par };
            case "seq_motion":
                var seq = new SequentialMotion { Fused = Flag(element, "fused") };
                foreach (var child in element.Children)
                    if (Motion(child, ref last, depth + 1) is { } each)
                        seq.Motions.Add(each);
                return seq.Motions.Count switch { 0 => null, 1 => seq.Motions[0], _ => seq };
            case "split_motion":
                var sides = new List<SignMotion>();
                foreach (var child in element.Children)
                    if (Motion(child, ref last, depth + 1) is { } each)
                        sides.Add(each);
                if (sides.Count > 2)
                    findings.Skipped("split", element.Line, element.Name, $"split_motion holds {sides.Count} motions, not two; the first two are taken.");
                return sides.Count == 0 ? null : new SplitMotion { Dominant = sides[0], Other = sides.Count > 1 ? sides[1] : new Still() };
            case "rpt_motion":
                return Repeated(element, ref last, depth);
            case "nonman_motion":
                var config = element.Child("handconfig");
                SignMotion? inner = null;
                foreach (var child in element.Children)
                    if (child.Name != "handconfig")
                        inner ??= Motion(child, ref last, depth + 1);
                return new BodyMotion { Part = config?["bodypart"] ?? "head", Motion = inner ?? new Still() };
            case "no_motion":
                findings.Repaired("element", element.Line, element.Name, "'no_motion' is read as 'nomotion'.");
                return new Still();
            default:
                Misplaced(element, "in sign_manual");
                return null;
        }
    }

    SignMotion? Targeted(MarkupElement element, ref ShapeSpec? last, int depth)
    {
        SignMotion? motion = null;
        var collector = new PostureCollector();
        foreach (var child in element.Children)
            if (IsPosture(child.Name))
                ReadPosture(child, collector);
            else if (motion is null)
                motion = Motion(child, ref last, depth + 1);
            else
                Misplaced(child, "as a second motion of tgt_motion");
        var target = new TargetedMotion
        {
            Motion = motion ?? new Still { IsChange = true },
            Successive = element["successivefingers"] switch { "towards_pinky" => 1, "towards_thumb" => -1, _ => 0 },
        };
        Finish(collector, target.Posture);
        return target.Posture.IsEmpty && motion is not null ? motion : target;
    }

    const int MostRepetitions = 3;
    int _repetitions; // around the present motion

    SignMotion? Repeated(MarkupElement element, ref ShapeSpec? last, int depth)
    {
        SignMotion? motion = null;
        var kind = One(element, "repetition", Repetitions);
        _repetitions += kind is null ? 0 : 1;
        foreach (var child in element.Children)
            if (motion is null)
                motion = Motion(child, ref last, depth + 1);
            else
                Misplaced(child, "as a second motion of rpt_motion");
        _repetitions -= kind is null ? 0 : 1;
        if (motion is null || kind is null)
            return motion;
        if (_repetitions >= MostRepetitions)
        {
            // Each one multiplies those within it.
            findings.Skipped("repetition", element.Line, kind, $"Repetitions are nested more than {MostRepetitions} deep; this one is left out.");
            return motion;
        }
        if (kind is "manyrandom" or "swap")
            findings.Skipped("repetition", element.Line, kind, $"repetition='{kind}' is not defined; it is shown as fromstart.");
        return new RepeatedMotion
        {
            Motion = motion, Kind = kind, Second = One(element, "second_repetition", Repetitions),
            Shift = element["repetition_baseshift"] is null ? Vector3.Zero : Direction(element, "repetition_baseshift") ?? Vector3.Zero,
            ShiftSize = Size(element, "baseshift_size"), Growth = Growth(element, "repetition_incrdecr"),
        };
    }
}
