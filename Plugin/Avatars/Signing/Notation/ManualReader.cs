using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace Avatars.Signing.Notation;

/// <summary>A <c>sign_manual</c> element of G-SiGML to the model of a sign. Unknown elements and values are reported and left out.</summary>
sealed class ManualReader(SignFindings findings)
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

    static bool IsPosture(string name) => name is "handconfig" or "split_handconfig" or "location_bodyarm" or "location_hand" or "split_location"
        or "handconstellation" or "use_locname";

    /// <summary>Attributes of one posture, accumulated over its elements.</summary>
    sealed class PostureCollector
    {
        public MarkupElement? Dominant, Other;
        public SignPlace? Place, OtherPlace;
        public bool IsPlaceSplit;
        public HandConstellation? Pair;
    }

    static void Accumulate(ref MarkupElement? into, MarkupElement from)
    {
        into ??= new MarkupElement("handconfig", from.Line);
        if (from["handshape"] is not null || from["named"] is not null)
            foreach (var (name, _) in new List<KeyValuePair<string, string>>(into.Attributes))
                if (ShapeSpec.IsShapeAttribute(name))
                    into[name] = null;
        foreach (var (name, value) in from.Attributes)
            into[name] = value;
    }

    void ReadPosture(MarkupElement element, PostureCollector into)
    {
        switch (element.Name)
        {
            case "handconfig":
                Accumulate(ref into.Dominant, element);
                if (into.Other is not null)
                    Accumulate(ref into.Other, element);
                break;
            case "split_handconfig":
                var sides = new List<MarkupElement>();
                foreach (var child in element.Children)
                    if (child.Name == "handconfig")
                        sides.Add(child);
                    else
                        Misplaced(child, "in split_handconfig");
                if (sides.Count < 2)
                    findings.Skipped("split", element.Line, element.Name, "split_handconfig does not hold two handconfig.");
                if (into.Other is null && into.Dominant is not null)
                    Accumulate(ref into.Other, into.Dominant);
                if (sides.Count > 0)
                    Accumulate(ref into.Dominant, sides[0]);
                if (sides.Count > 1)
                    Accumulate(ref into.Other, sides[1]);
                break;
            case "split_location":
                var places = new List<SignPlace?>();
                foreach (var child in element.Children)
                    places.Add(Place(child));
                into.IsPlaceSplit = true;
                into.Place = places.Count > 0 ? places[0] : null;
                into.OtherPlace = places.Count > 1 ? places[1] : null;
                break;
            case "handconstellation":
                into.Pair = Constellation(element);
                break;
            default:
                into.Place = Place(element);
                break;
        }
    }

    void Finish(PostureCollector from, Posture posture)
    {
        posture.Dominant = from.Dominant is null ? null : Setting(from.Dominant);
        posture.Other = from.Other is null ? null : Setting(from.Other);
        (posture.Place, posture.OtherPlace, posture.IsPlaceSplit, posture.Pair) = (from.Place, from.OtherPlace, from.IsPlaceSplit, from.Pair);
    }

    HandSetting Setting(MarkupElement config)
    {
        foreach (var name in new[] { "handshape", "second_handshape" })
            if (config[name] is { } shape && !Shapes.Contains(shape))
            {
                WrongValue(config, name);
                config[name] = null;
            }
        foreach (var name in new[] { "mainbend", "second_mainbend" })
            if (config[name] is { } bend && !Bends.Contains(bend) && !char.IsDigit(bend[0]))
            {
                WrongValue(config, name);
                config[name] = null;
            }
        if (config["named"] is { } library && Solving.HandShapes.TryFind(library) is null)
        {
            WrongValue(config, "named");
            config["named"] = null;
        }
        var setting = new HandSetting { Shape = ShapeSpec.Read(config, null) };
        if (Direction(config, "extfidir") is { } fingers)
            setting.Fingers = SignDirections.Between(fingers, Direction(config, "second_extfidir"));
        if (PalmLetters(config, "palmor") is { } palm)
            setting.Palm = new PalmSpec(palm, PalmLetters(config, "second_palmor"));
        return setting;
    }

    string? PalmLetters(MarkupElement element, string name)
    {
        if (element[name] is not { } value)
            return null;
        if (value is "u" or "ur" or "r" or "dr" or "d" or "dl" or "l" or "ul")
            return value;
        var known = "";
        foreach (var letter in value)
            if (letter is 'u' or 'd' or 'l' or 'r')
                known += letter;
        WrongValue(element, name);
        return SignDirections.Of(value) is not null && known.Length > 0 ? known : null; // 'od', 'il': the part that a palm can have
    }

    Vector3? Direction(MarkupElement element, string name)
    {
        if (element[name] is not { } value)
            return null;
        var direction = SignDirections.Of(value) ?? SignDirections.Of(value switch { "up" => "u", "down" => "d", "left" => "l", "right" => "r", "in" => "i",
            "out" => "o", _ => "?" });
        if (direction is null || !SignDirections.IsName(value))
        {
            if (direction is null)
                WrongValue(element, name);
            else
                findings.Repaired("direction", element.Line, value, $"{name}='{value}' is no name of a direction; its letters are added up.");
        }
        return direction;
    }

    SignPlace? Place(MarkupElement element)
    {
        switch (element.Name)
        {
            case "use_locname":
                if (element["use_locname"] is { } key && _places.TryGetValue(key, out var known))
                    return known;
                findings.Skipped("place-name", element.Line, element["use_locname"] ?? "", "use_locname names a place that was not defined before.");
                return null;
            case "location_hand":
            {
                var place = new SignPlace { Hand = HandPart(element), Contact = One(element, "contact", Contacts) };
                if (element.Child("location_hand") is { } acting)
                    place.Acting = HandPart(acting);
                return Named(element, place);
            }
            case "location_bodyarm":
            {
                var place = new SignPlace
                {
                    Name = One(element, "location", BodyPlaces), Side = One(element, "side", Sides), SecondName = One(element, "second_location", BodyPlaces),
                    SecondSide = One(element, "second_side", Sides), Contact = One(element, "contact", Contacts), Behind = Flag(element, "behind"),
                };
                foreach (var child in element.Children)
                    if (child.Name == "location_hand")
                        place.Acting = HandPart(child);
                    else
                        Misplaced(child, "in location_bodyarm");
                return Named(element, place);
            }
            default:
                Misplaced(element, "as a location");
                return null;
        }
    }

    SignPlace Named(MarkupElement element, SignPlace place)
    {
        if (element["def_locname"] is { } key)
            _places[key] = place;
        return place;
    }

    HandPlace HandPart(MarkupElement element)
    {
        var part = One(element, "location", HandParts);
        var digits = Digits(element, "digits");
        return new HandPlace(part ?? (digits.Length > 0 ? "tip" : "palm"), digits, One(element, "side", Sides), One(element, "second_location", HandParts),
            Digits(element, "second_digits"));
    }

    string Digits(MarkupElement element, string name)
    {
        var digits = "";
        foreach (var letter in element[name] ?? "")
            if (letter is >= '1' and <= '5')
                digits += letter;
            else if (!char.IsWhiteSpace(letter))
                WrongValue(element, name);
        return digits;
    }

    HandConstellation Constellation(MarkupElement element)
    {
        var pair = new HandConstellation { Contact = One(element, "contact", Contacts) };
        foreach (var child in element.Children)
            if (child.Name == "location_hand")
            {
                if (pair.Dominant is null)
                    pair.Dominant = HandPart(child);
                else
                    pair.Other ??= HandPart(child);
            }
            else if (child.Name is "location_bodyarm" or "use_locname")
                pair.At = Place(child);
            else
                Misplaced(child, "in handconstellation");
        return pair;
    }

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

    static MotionManner Manner(MarkupElement element) =>
        Flag(element, "fast") || element["manner"] == "fast" ? MotionManner.Fast
        : Flag(element, "slow") || element["manner"] == "slow" ? MotionManner.Slow
        : Flag(element, "tense") || element["manner"] == "tense" ? MotionManner.Tense
        : Flag(element, "rest") || element["manner"] == "rest" ? MotionManner.Rest
        : Flag(element, "halt") || element["manner"] == "halt" ? MotionManner.Halt
        : MotionManner.Normal;

    string? ClockOf(MarkupElement element, string name) => One(element, name, Clock);

    MotionSize Size(MarkupElement element, string name) => element[name] switch
    {
        null or "normal" => MotionSize.Normal,
        "small" => MotionSize.Small,
        "big" or "large" => MotionSize.Big,
        _ => Unsized(element, name),
    };

    MotionSize Unsized(MarkupElement element, string name)
    {
        WrongValue(element, name);
        return MotionSize.Normal;
    }

    static int Growth(MarkupElement element, string name) => element[name] switch { "increasing" => 1, "decreasing" => -1, _ => 0 };

    string? One(MarkupElement element, string name, HashSet<string> values)
    {
        if (element[name] is not { } value)
            return null;
        if (values.Contains(value))
            return value;
        WrongValue(element, name);
        return null;
    }

    static bool Flag(MarkupElement element, string name) => string.Equals(element[name], "true", StringComparison.OrdinalIgnoreCase);

    float Number(MarkupElement element, string name, float least, float most)
    {
        if (float.TryParse(element[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        WrongValue(element, name);
        return 1;
    }

    void WrongValue(MarkupElement element, string name) => findings.Skipped("wrong-value", element.Line, $"{name}={element[name]}",
        $"{element.Name} has {name}='{element[name]}', which is not one of its values; it counts as absent.");

    void Misplaced(MarkupElement element, string where) =>
        findings.Skipped("unknown-element", element.Line, element.Name, $"The element '{element.Name}' is not known {where} and is left out.");
}
