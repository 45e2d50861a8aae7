using System;
using System.Globalization;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>Joint angles of a hand shape, and where the thumb's tip goes.</summary>
/// <remarks>Units, factors and thumb places: measured frames of a published player; see Documentation/signing.md.</remarks>
sealed class FingerAngles
{
    const float Degrees = MathF.PI / 180;

    /// <summary>Degrees a unit, fingers 2 to 5: proximal, intermediate, distal.</summary>
    static readonly float[][] Factors = [[22.4f, 26.8f, 18.0f], [23.0f, 26.3f, 19.5f], [22.2f, 24.5f, 23.5f], [22.0f, 22.5f, 22.5f]];

    static readonly float[] Together = [-5, 0, 4, 4];
    static readonly float[] Spread = [18, 0, -13, -31];

    /// <summary>[finger 2 to 5][proximal, intermediate, distal, sideways toward the thumb], radians.</summary>
    public float[,] Fingers { get; } = new float[4, 4];

    /// <summary>Of the thumb's tip from the wrist, in hand lengths along fingers, palm normal and thumb side.</summary>
    public Vector3 Thumb { get; private set; }

    /// <summary>Digits 2 to 5 whose tips meet the thumb's.</summary>
    public string Pinched { get; private set; } = "";

    public static FingerAngles Of(ShapeSpec spec)
    {
        var angles = One(spec, "");
        if (spec["second_handshape"] is null && spec["second_mainbend"] is null && spec["second_thumbpos"] is null)
            return angles;
        var second = One(spec, "second_");
        var middle = new FingerAngles { Thumb = (angles.Thumb + second.Thumb) / 2 };
        for (var finger = 0; finger < 4; finger++)
            for (var joint = 0; joint < 4; joint++)
                middle.Fingers[finger, joint] = (angles.Fingers[finger, joint] + second.Fingers[finger, joint]) / 2;
        return middle;
    }

    static FingerAngles One(ShapeSpec spec, string prefix)
    {
        var shape = spec[prefix + "handshape"] ?? spec.Class;
        var bend = spec[prefix + "mainbend"] ?? (prefix.Length > 0 && spec["second_handshape"] is null ? spec["mainbend"] : null);
        var thumb = spec[prefix + "thumbpos"] ?? (prefix.Length > 0 && spec["second_handshape"] is null ? spec["thumbpos"] : null);
        var kind = KindOf(shape);
        var selected = Selected(spec, shape);
        var exempt = spec["exempteddigits"] ?? "";
        var angles = new FingerAngles();
        for (var digit = 2; digit <= 5; digit++)
        {
            var isSelected = selected.Contains((char)('0' + digit));
            var isBent = isSelected && !exempt.Contains((char)('0' + digit)) && kind != ShapeKind.Fist;
            var own = spec["bend" + (char)('0' + digit)];
            var units = own is not null ? Bend(own, kind)
                : isSelected ? Bend(isBent ? bend : null, kind)
                : shape is "pinch12open" or "cee12open" ? new Units(0, 1, 0.4f)
                : new Units(4, 4, 4);
            if (kind == ShapeKind.Cee && isSelected && own is null)
                units = units with { P = units.P + (spec[prefix + "ceeopening"] switch { "slack" => -0.8f, "tight" => 0.6f, _ => 0 }) };
            if (kind == ShapeKind.Cee && isSelected && own is null && bend is null)
                units = units with { P = units.P + (digit == 2 ? 0 : 0.1f) };
            var isSpread = shape is "finger2345" || shape == "finger23spread" && isSelected || shape == "pinch12open" && !isSelected;
            angles.Set(digit - 2, units, isSpread, shape == "finger23spread");
        }
        angles.Thumb = ThumbOf(shape, kind, thumb, bend);
        if (kind == ShapeKind.Pinch)
            angles.Pinched = selected;
        angles.Contacts(spec, shape);
        return angles;
    }

    enum ShapeKind
    {
        Straight,
        Fist,
        Pinch,
        Cee,
    }

    static ShapeKind KindOf(string shape) => shape.StartsWith("pinch", StringComparison.Ordinal) ? ShapeKind.Pinch
        : shape.StartsWith("cee", StringComparison.Ordinal) ? ShapeKind.Cee
        : shape == "fist" ? ShapeKind.Fist
        : ShapeKind.Straight;

    /// <summary>Bend units: 0 straight, 4 full.</summary>
    readonly record struct Units(float P, float J, float D, float? Side = null);

    static Units Bend(string? bend, ShapeKind kind)
    {
        if (bend is not null && (char.IsDigit(bend[0]) || bend[0] is '-' or '.'))
            return Numbers(bend);
        if (kind == ShapeKind.Fist)
            return bend is null ? new(4, 4, 4) : Bend(bend, ShapeKind.Straight);
        return (kind, bend) switch
        {
            (ShapeKind.Pinch, null) => new(3, 2, 1),
            (ShapeKind.Pinch, "bent") => new(3.7f, 0, 0),
            (ShapeKind.Pinch, "round") => new(3, 3.2f, 3),
            (ShapeKind.Pinch, "hooked") => new(3, 4, 3),
            (ShapeKind.Pinch, "dblbent") => new(4, 3, 2),
            (ShapeKind.Pinch, "dblhooked") => new(4, 3, 3),
            (ShapeKind.Pinch, _) => new(3, 2.5f, 2.5f),
            (ShapeKind.Cee, null) => new(1.4f, 1.8f, 1.8f),
            (ShapeKind.Cee, "bent") => new(3.1f, 0, 0),
            (ShapeKind.Cee, "round") => new(1, 3, 3),
            (ShapeKind.Cee, "hooked") => new(2, 4, 4),
            (ShapeKind.Cee, "dblbent") => new(2, 3, 2),
            (ShapeKind.Cee, "dblhooked") => new(2, 3, 3),
            (ShapeKind.Cee, _) => new(1, 2.5f, 2.5f),
            (_, "bent") => new(4, 0, 0),
            (_, "round") => new(2, 2, 2),
            (_, "hooked") => new(0, 4, 4),
            (_, "dblbent") => new(4, 4, 0),
            (_, "dblhooked") => new(4, 4, 4),
            (_, "halfbent") => new(2, 0, 0),
            _ => new(0, 0, 0),
        };
    }

    /// <summary>"400", or three to four numbers with spaces; the fourth is sideways, 0 together, 1 spread.</summary>
    static Units Numbers(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        float At(int i) => i < words.Length && float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Math.Clamp(value, -1, 4.5f) : 0;
        if (words.Length == 1 && text.Length is 3 or 4)
        {
            float Digit(int i) => i < text.Length && text[i] is >= '0' and <= '4' ? text[i] - '0' : 0;
            return new(Digit(0), Digit(1), Digit(2), text.Length > 3 ? Digit(3) : null);
        }
        return words.Length == 1 ? new(At(0), At(0), At(0)) : new(At(0), At(1), At(2), words.Length > 3 ? At(3) : null);
    }

    static string Selected(ShapeSpec spec, string shape) => shape switch
    {
        "finger2" or "pinch12" or "pinch12open" or "cee12" or "cee12open" => spec["specialfingers"] ?? "2",
        "finger23" or "finger23spread" => spec["specialfingers"] ?? "23",
        _ => spec["specialfingers"] ?? "2345",
    };

    void Set(int finger, Units units, bool isSpread, bool isTwo)
    {
        for (var joint = 0; joint < 3; joint++)
            Fingers[finger, joint] = (joint == 0 ? units.P : joint == 1 ? units.J : units.D) * Factors[finger][joint] * Degrees;
        var shrink = units.P <= 2 ? 1 - 0.3f * MathF.Max(0, units.P) : MathF.Max(0, 0.4f - 0.2f * (units.P - 2));
        var wide = isTwo && finger == 1 ? -14 : Spread[finger];
        var share = units.Side ?? (isSpread ? 1 : 0);
        Fingers[finger, 3] = (Together[finger] + (wide - Together[finger]) * share) * shrink * Degrees;
    }

    static Vector3 ThumbOf(string shape, ShapeKind kind, string? position, string? bend)
    {
        var tip = kind switch
        {
            ShapeKind.Pinch => bend == "bent" ? new Vector3(.49f, .41f, .14f) : new Vector3(.45f, .38f, .15f),
            ShapeKind.Cee => new Vector3(.55f, .34f, .18f),
            _ when shape is "fist" or "finger2" or "finger23" => position switch
            {
                "out" => new(.49f, -.04f, .51f), "across" => new(.49f, .24f, -.03f), "opposed" => new(.40f, .48f, .17f), _ => new(.63f, .03f, .23f),
            },
            _ => position switch
            {
                "out" => new(.41f, -.03f, .57f), "across" => new(.54f, .09f, -.01f), "opposed" => new(.42f, .47f, .16f),
                _ => shape == "flat" ? new(.61f, .06f, .26f) : new(.58f, .03f, .30f),
            },
        };
        if (position is null && bend is "round" or "hooked" && kind is ShapeKind.Straight)
            tip += new Vector3(-.04f, .05f, -.08f);
        return tip;
    }

    /// <summary>Fingers that cross or touch, and a thumb between, inside or at a finger.</summary>
    void Contacts(ShapeSpec spec, string shape)
    {
        if (spec["contactpair"] is { Length: 2 } pair && pair[0] is >= '1' and <= '5' && pair[1] is >= '1' and <= '5' && pair[0] != pair[1])
        {
            var (a, b) = (pair[0] - '2', pair[1] - '2');
            if (a < 0 || b < 0)
                Pinched = a < 0 ? pair[1..] : pair[..1]; // thumb on a finger
            else if (Math.Abs(a - b) == 1)
            {
                // Crossed: the second finger lies in front of the first, each leaning to the other's side.
                var (near, far) = (Math.Min(a, b), Math.Max(a, b)); // near the thumb
                Fingers[near, 3] = -13 * Degrees;
                Fingers[far, 3] = 11 * Degrees;
                Fingers[b, 0] += 4 * Degrees;
                Fingers[a, 0] += 16 * Degrees;
                Fingers[a, 1] += 10 * Degrees;
            }
        }
        if (spec["thumbbetween"] is { Length: 2 } between && between[0] is >= '1' and <= '5' && between[1] is >= '1' and <= '5')
        {
            // The tip looks out between two knuckles: half a finger's breadth past the first of them.
            var near = Math.Clamp(Math.Min(between[0], between[1]) - '2', 0, 3);
            Thumb = new Vector3(.66f - .035f * near, .13f, .075f - .105f * near);
            for (var finger = 0; finger <= near; finger++) // these fingers lie on the thumb
            {
                Fingers[finger, 0] *= 0.86f;
                Fingers[finger, 1] *= 0.92f;
            }
        }
        else if (spec["thumbenclosed"] == "true")
            Thumb = new Vector3(.42f, .13f, -.02f);
        else if (spec["thumbcontact"] is not null || spec["opposedfinger"] is not null && shape is not ("pinch12" or "pinchall" or "pinch12open"))
        {
            if (spec["opposedfinger"] is { Length: 1 } finger && finger[0] is >= '2' and <= '5')
                Pinched = finger;
        }
    }
}
