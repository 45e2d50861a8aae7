using System;
using System.Collections.Generic;
using System.Globalization;

namespace Avatars.Signing.Notation;

/// <summary>Tiers of face, head and body, in G-SiGML (<c>sign_nonmanual</c>) and H-SiGML (<c>hamnosys_nonmanual</c>). Elements count by their names,
/// whichever tier they stand in.</summary>
sealed class NonManualReader(SignFindings findings)
{
    /// <summary>Element, its channel, tier and codes.</summary>
    static readonly Dictionary<string, (string Channel, HashSet<string> Codes)> Elements = new(StringComparer.Ordinal)
    {
        ["shoulder_movement"] = ("shoulder", Set("UL UR UB HL HR HB SL SR SB")),
        ["body_movement"] = ("body", Set("RL RR TL TR TF TB SI HE ST RD")),
        ["head_movement"] = ("head", Set("NO NU ND SH SR SL TR TL NF NB PF PB LI")),
        ["eye_gaze"] = ("gaze", Set("AD FR HD HI HC UP DN LE RI LU LD RU RD NO RO")),
        ["eye_brows"] = ("brows", Set("RB RR RL FU DN")),
        ["eye_lids"] = ("lids", Set("WB WR WL SB SR SL CB CR CL TB TR TL BB")),
        ["nose"] = ("nose", Set("WR TW WI")),
        ["mouth_gesture"] = ("mouth-gesture", MouthGestures()),
        ["mouth_meta"] = ("mouth-meta", Set("holdprevious stretchprevious")),
        ["extra_movement"] = ("extra", Extras()),
    };

    static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["hnm_shoulder"] = "shoulder_movement", ["hnm_body"] = "body_movement", ["hnm_head"] = "head_movement", ["hnm_eyegaze"] = "eye_gaze",
        ["hnm_eyebrows"] = "eye_brows", ["hnm_eyelids"] = "eye_lids", ["hnm_nose"] = "nose", ["hnm_mouthgesture"] = "mouth_gesture",
        ["hnm_extra"] = "extra_movement",
    };

    int _group;

    public void Read(MarkupElement element, List<NonManualEvent> events, string tier = "", string? pre = null, string? post = null, bool isParallel = false)
    {
        foreach (var child in element.Children)
        {
            if (child.Name is "neutral" or "fingerspelling")
                continue;
            if (child.Name.EndsWith("_tier", StringComparison.Ordinal))
            {
                _group++;
                Read(child, events, child.Name, child["presynchronization"], child["postsynchronization"]);
                continue;
            }
            if (child.Name.EndsWith("_par", StringComparison.Ordinal))
            {
                _group++;
                Read(child, events, tier, pre, post, isParallel: true);
                continue;
            }
            if (!isParallel)
                _group++;
            if (Short.TryGetValue(child.Name, out var name))
                foreach (var code in (child["tag"] ?? "").Split('|'))
                    Add(child, name, code, events, name, null, null);
            else if (child.Name == "hnm_mouthpicture")
                Picture(child, events, "hnm_mouthpicture", null, null);
            else if (child.Name == "mouth_picture")
                Picture(child, events, tier, pre, post);
            else if (child.Name == "avatar_morph")
                events.Add(new NonManualEvent("morph", child["name"] ?? "", Number(child, "amount"), Number(child, "speed"), _group, pre,
                    post) { Tier = tier });
            else if (Elements.ContainsKey(child.Name))
                Add(child, child.Name, child["movement"] ?? child["direction"] ?? child["mouthmetatype"] ?? "", events, tier, pre, post);
            else
                findings.Skipped("unknown-element", child.Line, child.Name,
                    $"The element '{child.Name}' is not known among non-manual elements and is left out.");
        }
    }

    void Picture(MarkupElement element, List<NonManualEvent> events, string tier, string? pre, string? post)
    {
        if (element["picture"] is { } picture)
            events.Add(new NonManualEvent("mouth-picture", picture, Number(element, "amount"), Number(element, "speed"), _group, pre, post) { Tier = tier });
    }

    void Add(MarkupElement element, string name, string written, List<NonManualEvent> events, string tier, string? pre, string? post)
    {
        var code = written.Trim();
        if (code.IndexOf('_') is > 0 and var end)
            code = code[..end];
        if (code.Length == 0)
            return;
        var (channel, codes) = Elements[name];
        if (!codes.Contains(code) && name == "shoulder_movement" && Elements["head_movement"].Codes.Contains(code))
        {
            findings.Repaired("element", element.Line, $"{name}={code}", $"'{name}' has the head's code '{code}' and is taken as a head movement.");
            (channel, codes) = Elements["head_movement"];
        }
        if (!codes.Contains(code))
        {
            findings.Skipped("wrong-value", element.Line, $"{name}={code}", $"{name} has the code '{code}', which is not one of its codes; it is left out.");
            return;
        }
        if (tier.Length > 0 && !tier.StartsWith("hnm", StringComparison.Ordinal) && channel is "shoulder" or "gaze" && !tier.StartsWith(channel == "gaze"
            ? "eyegaze"
            : "shoulder", StringComparison.Ordinal) && tier.EndsWith("_tier", StringComparison.Ordinal))
            findings.Repaired("tier", element.Line, name, $"'{name}' stands in {tier}; it is taken all the same.");
        events.Add(new NonManualEvent(channel, code, Number(element, "amount"), Number(element, "speed"), _group, pre, post) { Tier = tier });
    }

    float Number(MarkupElement element, string name)
    {
        if (element[name] is not { } text)
            return 1;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 10)
            return value;
        findings.Skipped("wrong-value", element.Line, $"{name}={text}", $"{element.Name} has {name}='{text}', which is no number from 0 to 10; 1 is taken.");
        return 1;
    }

    static HashSet<string> MouthGestures()
    {
        var codes = new HashSet<string>();
        foreach (var (letter, count) in new[] { ('D', 9), ('J', 4), ('L', 35), ('C', 13), ('T', 17) })
            for (var i = 1; i <= count; i++)
                codes.Add(letter + i.ToString("00", CultureInfo.InvariantCulture));
        return codes;
    }

    static HashSet<string> Extras()
    {
        var codes = Set("OAQ CAQ RHQ PRM ORD SUG EXP");
        for (var i = 1; i <= 65; i++)
            codes.Add("X" + i.ToString("00", CultureInfo.InvariantCulture));
        return codes;
    }

    static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
