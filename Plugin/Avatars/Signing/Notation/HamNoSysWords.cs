using System;
using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>Kinds of HamNoSys symbols.</summary>
static class HamNoSysWords
{
    static readonly HashSet<string> ClassSet = Set("fist flathand finger2 finger23 finger23spread finger2345 pinch12 pinchall pinch12open cee12 ceeall"
        + " ceeopen");

    static readonly HashSet<string> BodySet = Set("head headtop forehead eyebrows eyes nose nostrils ear earlobe cheek lips tongue teeth chin underchin neck "
        + "shouldertop shoulders chest stomach belowstomach");

    static readonly HashSet<string> ArmSet = Set("upperarm elbow elbowinside lowerarm");

    static readonly HashSet<string> HandPartSet = Set("wristback wristpulse thumbball palm handback thumbside pinkyside wristtopulse wristtoback "
        + "wristtothumb wristtopinky");

    static readonly HashSet<string> FingerPartSet = Set("fingertip fingernail fingerpad fingermidjoint fingerbase fingerside");

    static readonly HashSet<string> WristSet = Set("nodding swinging twisting stircw stirccw");

    static readonly HashSet<string> MannerSet = Set("fast slow tense rest halt");

    static readonly Dictionary<string, string> Digits = new(StringComparer.Ordinal)
    {
        ["thumb"] = "1", ["indexfinger"] = "2", ["middlefinger"] = "3", ["ringfinger"] = "4", ["pinky"] = "5",
    };

    static readonly Dictionary<string, string> Bends = new(StringComparer.Ordinal)
    {
        ["fingerstraightmod"] = "bent", ["fingerbendmod"] = "round", ["fingerhookmod"] = "hooked", ["doublebent"] = "dblbent", ["doublehooked"] = "dblhooked",
    };

    public static bool IsClass(string name) => ClassSet.Contains(name);

    public static bool IsBody(string name) => BodySet.Contains(name);

    public static bool IsArm(string name) => ArmSet.Contains(name);

    public static bool IsHandPart(string name) => HandPartSet.Contains(name);

    public static bool IsFingerPart(string name) => FingerPartSet.Contains(name);

    public static bool IsWrist(string name) => WristSet.Contains(name);

    public static bool IsManner(string name) => MannerSet.Contains(name);

    public static bool IsExt(string name) => name.StartsWith("extfinger", StringComparison.Ordinal);

    public static bool IsPalm(string name) => name.Length > 4 && name.StartsWith("palm", StringComparison.Ordinal);

    public static bool IsMove(string name) => name.StartsWith("move", StringComparison.Ordinal) && name is not ("movecross" or "moveX");

    public static bool IsCircle(string name) => name.StartsWith("circle", StringComparison.Ordinal);

    public static bool IsArc(string name) => name.Length == 4 && name.StartsWith("arc", StringComparison.Ordinal);

    public static bool IsClock(string name) => name.StartsWith("clock", StringComparison.Ordinal) && name != "clockfull";

    public static bool IsEllipse(string name) => name.StartsWith("ellipse", StringComparison.Ordinal);

    public static bool IsRepeat(string name) => name.StartsWith("repeat", StringComparison.Ordinal);

    public static bool IsContact(string name) => name is "touch" or "close" or "armextended" or "interlock" or "cross";

    public static bool IsSide(string name) => name is "lrat" or "lrbeside";

    /// <summary>Whether a symbol begins an action.</summary>
    public static bool IsAction(string name) => name is "nomotion" or "replace" or "fingerplay" or "movecross" or "moveX" || IsMove(name) || IsCircle(name)
        || IsWrist(name);

    /// <summary>1 to 5, or null for a symbol that is no finger.</summary>
    public static string? Digit(string name) => Digits.GetValueOrDefault(name);

    public static string? Bend(string name) => Bends.GetValueOrDefault(name);

    public static string? Thumb(string name) => name switch { "thumboutmod" => "out", "thumbacrossmod" => "across", "thumbopenmod" => "opposed", _ => null };

    /// <summary>Letters of two adjacent directions joined in the order of the names: <c>ol</c> and <c>uo</c> give <c>uol</c>.</summary>
    public static string Join(string a, string b)
    {
        bool Has(char letter) => a.Contains(letter, StringComparison.Ordinal) || b.Contains(letter, StringComparison.Ordinal);
        return (Has('u') ? "u" : "") + (Has('d') ? "d" : "") + (Has('i') ? "i" : "") + (Has('o') ? "o" : "") + (Has('l') ? "l" : "") + (Has('r') ? "r" : "");
    }

    static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
