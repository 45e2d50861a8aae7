using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Avatars.Signing.Notation;

namespace Avatars.Signing;

/// <summary>Reads SiGML: G-SiGML (<c>hamgestural_sign</c>) and H-SiGML (<c>hns_sign</c>, HamNoSys), in any root element.</summary>
/// <remarks>The structure that is understood, with sources, is described in Documentation/signing.md.</remarks>
public static class SigmlFile
{
    /// <summary>Most signs of one file.</summary>
    public const int MaximumSigns = 200_000;

    const int MaximumSymbols = 4000; // of one sign; the longest known has 133
    const int MaximumLetters = 16 * MaximumSymbols; // where they are written by names

    /// <exception cref="FormatException">The file is no XML, has a DTD or entities, or holds something else than signs.</exception>
    public static SignDocument Read(string path) => Read(MarkupFile.Read(path), path);

    /// <param name="source">For messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static SignDocument Parse(string text, string source) => Read(MarkupFile.ParseText(text, source), source);

    /// <summary>A sign typed as HamNoSys: its characters (U+E000 to U+E0F1), or symbol names such as <c>hamflathand hamextfingeru hampalmd</c>.</summary>
    public static Sign FromHamNoSys(string gloss, string hamNoSys)
    {
        var findings = new SignFindings();
        var sign = new Sign(GlossOf(gloss)) { Source = new MarkupElement("hns_sign").With("gloss", gloss) };
        if (IsOfText(hamNoSys, 0, findings))
        {
            sign.Source.Add("hamnosys_manual").Text = hamNoSys;
            FromSymbols(sign, HamNoSysSymbols.OfText(hamNoSys, findings), findings);
        }
        sign.Diagnostics = findings.List;
        return sign;
    }

    /// <summary>Signs as the text of a SiGML file; those that were not read from notation are left out.</summary>
    public static string ToText(IEnumerable<Sign> signs) => MarkupText.Of("sigml", signs.Select(sign => sign.Source).OfType<MarkupElement>());

    static SignDocument Read(MarkupElement root, string source)
    {
        var (signs, findings) = (new List<Sign>(), new SignFindings());
        var ignored = new Dictionary<string, int>(StringComparer.Ordinal);
        Collect(root, source, signs, findings, ignored, 0);
        if (signs.Count == 0 && ignored.Count > 0)
            throw new FormatException($"{source}: no sign is in it. Its root '{root.Name}' holds {string.Join(", ", ignored.Keys.Take(4))}; SiGML has "
                + "hamgestural_sign or hns_sign there.");
        if (signs.Count == 0 && root.Name is not ("sigml" or "sigml_collection"))
            throw new FormatException($"{source}: no sign is in it: '{root.Name}' is not SiGML.");
        return new SignDocument(signs, findings.List, root["signed_language"] ?? root["sign_language"] ?? "");
    }

    static void Collect(MarkupElement element, string source, List<Sign> signs, SignFindings findings, Dictionary<string, int> ignored, int depth)
    {
        switch (element.Name)
        {
            case "hamgestural_sign" or "hns_sign":
                if (signs.Count == MaximumSigns)
                    throw new FormatException($"{source}, line {element.Line}: more than {MaximumSigns:N0} signs. Split the file.");
                signs.Add(ReadSign(element, source));
                break;
            case "player_settings" or "avatar" or "hamgestural_segment" or "signing_ref":
                findings.Skipped("element", element.Line, element.Name, $"Line {element.Line}: '{element.Name}' is not carried out.");
                break;
            default:
                if (depth >= 3)
                    break;
                if (depth > 0)
                    ignored[element.Name] = ignored.GetValueOrDefault(element.Name) + 1;
                foreach (var child in element.Children)
                    Collect(child, source, signs, findings, ignored, depth + 1);
                break;
        }
    }

    static Sign ReadSign(MarkupElement element, string source)
    {
        foreach (var child in element.Children)
            if (child.Name is "frame" or "pose" or "left_hand" or "right_hand" or "point" or "landmark")
                throw new FormatException($"{source}, line {child.Line}: this is not SiGML: the sign holds '{child.Name}' elements, detected points "
                    + "of a person. "
                    + "Convert the recording to a .pose file, which is read.");
        var findings = new SignFindings();
        var sign = new Sign(GlossOf(element["gloss"] ?? "")) { Line = element.Line, Source = element };
        sign.Speed = NumberOf(element, "speed", 0.05f, 20, findings) ?? 1;
        sign.DurationSeconds = NumberOf(element, "duration", 0.02f, 600, findings);
        if (NumberOf(element, "timescale", 0.05f, 20, findings) is { } scale)
            sign.Speed /= scale;
        if (element.Name == "hns_sign")
            ReadHamNoSys(element, sign, findings);
        else
            ReadGestural(element, sign, findings);
        if (!sign.IsPlayable && findings.List.All(finding => finding.Severity != SignSeverity.Failed))
            findings.Failed("empty", element.Line, "", "The sign says nothing that hands, face or body could show.");
        sign.Diagnostics = findings.List;
        return sign;
    }

    static void ReadGestural(MarkupElement element, Sign sign, SignFindings findings)
    {
        foreach (var child in element.Children)
            if (child.Name == "sign_manual")
                new ManualReader(findings).Read(child, sign.Parts);
            else if (child.Name == "sign_nonmanual")
                new NonManualReader(findings).Read(child, sign.NonManual);
            else
                findings.Skipped("unknown-element", child.Line, child.Name, $"The element '{child.Name}' is not known in a sign and is left out.");
    }

    static void ReadHamNoSys(MarkupElement element, Sign sign, SignFindings findings)
    {
        foreach (var child in element.Children)
            if (child.Name == "hamnosys_nonmanual")
                new NonManualReader(findings).Read(child, sign.NonManual);
            else if (child.Name is "hamnosys_manual" or "hamnosys_sign")
            {
                var names = new List<string>();
                Names(child, names, 0);
                if (names.Count > MaximumSymbols)
                    findings.Failed("too-long", child.Line, "", $"The sign has more than {MaximumSymbols} symbols.");
                if (names.Count > MaximumSymbols || names.Count == 0 && !IsOfText(child.Text, child.Line, findings))
                    return;
                var symbols = names.Count > 0 ? HamNoSysSymbols.OfNames(names, findings) : HamNoSysSymbols.OfText(child.Text, findings);
                FromSymbols(sign, symbols, findings);
            }
            else
                findings.Skipped("unknown-element", child.Line, child.Name, $"The element '{child.Name}' is not known in a sign and is left out.");
    }

    /// <summary>Whether a text can be one sign's: each symbol that is not known is a finding of its own.</summary>
    static bool IsOfText(string text, int line, SignFindings findings)
    {
        if (text.Length <= MaximumLetters)
            return true;
        findings.Failed("too-long", line, "", $"The sign has {text.Length:N0} characters; {MaximumLetters:N0} are the most.");
        return false;
    }

    /// <summary>Names of all elements, depth first.</summary>
    static void Names(MarkupElement element, List<string> names, int depth)
    {
        foreach (var child in element.Children)
        {
            if (names.Count > MaximumSymbols)
                return;
            names.Add(child.Name);
            Names(child, names, depth + 1);
        }
    }

    static void FromSymbols(Sign sign, List<HamSymbol> symbols, SignFindings findings)
    {
        if (HamNoSysParser.Parse(symbols, findings) is { } manual)
            new ManualReader(findings).Read(manual, sign.Parts);
    }

    static string GlossOf(string written) => LatinLetters.Compose(written);

    static float? NumberOf(MarkupElement element, string name, float least, float most, SignFindings findings)
    {
        if (element[name] is not { } text)
            return null;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        findings.Skipped("wrong-value", element.Line, $"{name}={text}", $"{name}='{text}' is no number from {least} to {most} and counts as absent.");
        return null;
    }
}
