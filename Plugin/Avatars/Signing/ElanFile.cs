using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using Avatars.Files;
using Avatars.Signing.Notation;

namespace Avatars.Signing;

/// <summary>One annotation of a tier.</summary>
public readonly record struct Annotation(string Tier, float Start, float End, string Value);

/// <summary>ELAN annotation files (.eaf): gloss tiers in, and what was signed when out.</summary>
public sealed class ElanFile
{
    const int MaximumChain = 100_000;
    const float PauseSeconds = 1; // a gap of this length lets the hands down

    /// <summary>Tiers of published corpora: BSL and Auslan, Corpus NGT, DGS-Korpus, NCSLGR, and those that are written here.</summary>
    static readonly string[] GlossTiers =
    [
        "RH-IDgloss", "LH-IDgloss", "GlossR S1", "GlossL S1", "Lexem_Gebärde_r_A", "Lexem_Gebärde_l_A", "main gloss", "Gloss-R", "Gloss-L", "Gloss", "gloss",
            "Glosses",
    ];

    readonly List<Annotation> _annotations = [];
    readonly List<string> _tiers = [];
    readonly List<string> _warnings = [];

    ElanFile() { }

    public IReadOnlyList<string> Tiers => _tiers;

    public IReadOnlyList<Annotation> Annotations => _annotations;

    /// <summary>A line for each annotation that was repaired or left out.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <exception cref="FormatException">The file is no XML or no ELAN file.</exception>
    public static ElanFile Read(string path)
    {
        var root = MarkupFile.Read(path);
        if (root.Name != "ANNOTATION_DOCUMENT")
            throw new FormatException($"{path}: this is no ELAN file: its root is '{root.Name}', not ANNOTATION_DOCUMENT.");
        var file = new ElanFile();
        var slots = file.Slots(root, path);
        var known = new Dictionary<string, Annotation>(StringComparer.Ordinal);
        foreach (var tier in root.Children.Where(child => child.Name == "TIER"))
            file.Aligned(tier, slots, known, path);
        // Referring annotations may stand before the ones they refer to.
        var referring = root.Children.Where(child => child.Name == "TIER").SelectMany(tier => References(tier)).ToList();
        for (var count = -1; referring.Count > 0 && count != referring.Count;)
        {
            count = referring.Count;
            referring = file.Resolve(referring, known);
        }
        foreach (var (_, element) in referring.Take(20))
            file._warnings.Add($"{path}, line {element.Line}: an annotation refers to one that is not there and is left out.");
        file._annotations.Sort((a, b) => a.Start.CompareTo(b.Start));
        return file;
    }

    /// <summary>Seconds of each time slot; those without a value lie evenly between their neighbours.</summary>
    Dictionary<string, float> Slots(MarkupElement root, string path)
    {
        var order = new List<(string Id, float? Value)>();
        foreach (var slot in root.Child("TIME_ORDER")?.Children ?? [])
            if (slot["TIME_SLOT_ID"] is { } id)
            {
                float? value = null;
                if (slot["TIME_VALUE"] is { } text)
                {
                    if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var milliseconds)
                        && milliseconds is >= 0 and < 400_000_000)
                        value = milliseconds / 1000f;
                    else
                        _warnings.Add($"{path}, line {slot.Line}: the time '{ErrorLine.Printable(text, 20)}' is no number of milliseconds; it is "
                            + "found from its "
                            + "neighbours.");
                }
                order.Add((id, value));
            }
        var slots = new Dictionary<string, float>(StringComparer.Ordinal);
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i].Value is { } value)
            {
                slots[order[i].Id] = value;
                continue;
            }
            var (before, after) = (i - 1, i + 1);
            while (before >= 0 && order[before].Value is null)
                before--;
            while (after < order.Count && order[after].Value is null)
                after++;
            var (from, to) = (before >= 0 ? order[before].Value!.Value : 0, after < order.Count ? order[after].Value!.Value : before >= 0
                ? order[before].Value!.Value + 0.5f * (i - before) : 0.5f * (i + 1));
            slots[order[i].Id] = after < order.Count ? from + (to - from) * (i - before) / (after - before) : to;
        }
        return slots;
    }

    void Aligned(MarkupElement tier, Dictionary<string, float> slots, Dictionary<string, Annotation> known, string path)
    {
        var name = tier["TIER_ID"] ?? "";
        _tiers.Add(name);
        foreach (var annotation in tier.Children)
            if (annotation.Child("ALIGNABLE_ANNOTATION") is { } aligned)
            {
                if (!slots.TryGetValue(aligned["TIME_SLOT_REF1"] ?? "", out var start) || !slots.TryGetValue(aligned["TIME_SLOT_REF2"] ?? "", out var end))
                {
                    _warnings.Add($"{path}, line {aligned.Line}: an annotation names a time slot that is not there and is left out.");
                    continue;
                }
                if (end < start)
                {
                    _warnings.Add($"{path}, line {aligned.Line}: an annotation ends before it begins; its ends are exchanged.");
                    (start, end) = (end, start);
                }
                var found = new Annotation(name, start, end, (aligned.Child("ANNOTATION_VALUE")?.Text ?? "").Trim());
                _annotations.Add(found);
                if (aligned["ANNOTATION_ID"] is { } id)
                    known[id] = found;
            }
    }

    static IEnumerable<(string Tier, MarkupElement Element)> References(MarkupElement tier) =>
        from annotation in tier.Children
        let reference = annotation.Child("REF_ANNOTATION")
        where reference is not null
        select (tier["TIER_ID"] ?? "", reference);

    /// <summary>Gives references whose annotation is known a time: all of one annotation in a tier divide it evenly. Returns the rest.</summary>
    List<(string, MarkupElement)> Resolve(List<(string Tier, MarkupElement Element)> references, Dictionary<string, Annotation> known)
    {
        var left = new List<(string, MarkupElement)>();
        foreach (var group in references.GroupBy(reference => (reference.Tier, On: reference.Element["ANNOTATION_REF"] ?? "")))
        {
            if (!known.TryGetValue(group.Key.On, out var on))
            {
                left.AddRange(group);
                continue;
            }
            var chain = InOrder(group.Select(reference => reference.Element).Take(MaximumChain).ToList());
            var step = (on.End - on.Start) / chain.Count;
            for (var i = 0; i < chain.Count; i++)
            {
                var found = new Annotation(group.Key.Tier, on.Start + i * step, on.Start + (i + 1) * step,
                    (chain[i].Child("ANNOTATION_VALUE")?.Text ?? "").Trim());
                _annotations.Add(found);
                if (chain[i]["ANNOTATION_ID"] is { } id)
                    known[id] = found;
            }
        }
        return left;
    }

    /// <summary>By PREVIOUS_ANNOTATION; as they stand where that leads nowhere.</summary>
    static List<MarkupElement> InOrder(List<MarkupElement> chain)
    {
        var next = new Dictionary<string, MarkupElement>(StringComparer.Ordinal);
        foreach (var element in chain)
            if (element["PREVIOUS_ANNOTATION"] is { } previous)
                next[previous] = element;
        var ordered = new List<MarkupElement>();
        for (var at = chain.FirstOrDefault(element => element["PREVIOUS_ANNOTATION"] is null); at is not null && ordered.Count < chain.Count;)
        {
            ordered.Add(at);
            at = at["ANNOTATION_ID"] is { } id && next.TryGetValue(id, out var following) ? following : null;
        }
        return ordered.Count == chain.Count ? ordered : chain;
    }

    /// <summary>The glosses of tiers in the order of their beginnings; the same gloss on both hands' tiers at the same time counts once.</summary>
    /// <param name="tiers">Empty for the usual gloss tiers.</param>
    /// <exception cref="FormatException">There is no such tier, or none with a usual name.</exception>
    public IReadOnlyList<GlossToken> Tokens(IReadOnlyList<string> tiers)
    {
        var names = tiers.Count > 0 ? tiers.ToArray() : GlossTiers.Where(_tiers.Contains).Take(2).ToArray();
        foreach (var name in tiers)
            if (!_tiers.Contains(name))
                throw new FormatException($"There is no tier {ErrorLine.Quote(name, 40)}. The file has: {string.Join(", ", _tiers.Take(20))}.");
        if (names.Length == 0)
            throw new FormatException($"No tier has the name of a gloss tier. Name one: {string.Join(", ", _tiers.Take(20))}.");
        var tokens = new List<GlossToken>();
        Annotation? last = null;
        foreach (var annotation in _annotations.Where(annotation => names.Contains(annotation.Tier) && annotation.Value.Length > 0))
        {
            if (last is { } before)
            {
                if (before.Value == annotation.Value && annotation.Start < before.End - 0.01f && before.Tier != annotation.Tier)
                    continue;
                if (annotation.Start - before.End > PauseSeconds)
                    tokens.Add(new GlossToken("", "", false, true));
            }
            last = annotation;
            foreach (var token in TextToSigns.Tokens(annotation.Value))
                if (!token.IsPause)
                    tokens.Add(token);
        }
        return tokens;
    }

    /// <summary>Writes what is signed when: tiers Gloss-R, Mouthing and Translation.</summary>
    /// <param name="media">The film beside which the file lies.</param>
    public static void Write(string path, IReadOnlyList<TimedSign> signs, string media)
    {
        var cues = Subtitles.Of(signs).Where(cue => cue.End > cue.Start).ToList();
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) }))
            WriteDocument(writer, cues, signs, media);
        WholeFile.Write(path, memory.ToArray());
    }

    static void WriteDocument(XmlWriter writer, List<SubtitleCue> cues, IReadOnlyList<TimedSign> signs, string media)
    {
        var mouthings = signs.Where(sign => sign.Item is NotatedSign).Select(sign => new SubtitleCue(sign.Start, sign.End,
            string.Concat(((NotatedSign)sign.Item).Sign.NonManual.Where(face => face.Channel == "mouth-picture").Select(face => face.Code))))
            .Where(cue => cue.Text.Length > 0).ToList();
        var translation = string.Join(' ', signs.Select(sign => sign.Item.Text).Where(text => text.Length > 0).Aggregate(new List<string>(), (list, word) =>
        {
            if (list.Count == 0 || list[^1] != word)
                list.Add(word);
            return list;
        }));
        var tiers = new List<(string Name, List<SubtitleCue> Cues)> { ("Gloss-R", cues), ("Mouthing", mouthings) };
        tiers.Add(("Translation", signs.Count > 0 && translation.Length > 0 ? [new SubtitleCue(signs[0].Start, signs[^1].End, translation)] : []));
        writer.WriteStartElement("ANNOTATION_DOCUMENT");
        writer.WriteAttributeString("AUTHOR", "Avatar");
        writer.WriteAttributeString("DATE", "2000-01-01T00:00:00+00:00"); // the same input gives the same bytes
        writer.WriteAttributeString("FORMAT", "3.0");
        writer.WriteAttributeString("VERSION", "3.0");
        writer.WriteAttributeString("xsi", "noNamespaceSchemaLocation", "http://www.w3.org/2001/XMLSchema-instance",
            "http://www.mpi.nl/tools/elan/EAFv3.0.xsd");
        writer.WriteStartElement("HEADER");
        writer.WriteAttributeString("MEDIA_FILE", "");
        writer.WriteAttributeString("TIME_UNITS", "milliseconds");
        if (media.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase) || media.EndsWith(".webm", StringComparison.OrdinalIgnoreCase))
        {
            writer.WriteStartElement("MEDIA_DESCRIPTOR");
            writer.WriteAttributeString("MEDIA_URL", "./" + Path.GetFileName(media));
            writer.WriteAttributeString("MIME_TYPE", media.EndsWith(".webm", StringComparison.OrdinalIgnoreCase) ? "video/webm" : "video/mp4");
            writer.WriteAttributeString("RELATIVE_MEDIA_URL", "./" + Path.GetFileName(media));
            writer.WriteEndElement();
        }
        writer.WriteStartElement("PROPERTY");
        writer.WriteAttributeString("NAME", "lastUsedAnnotationId");
        writer.WriteString(tiers.Sum(tier => tier.Cues.Count).ToString(CultureInfo.InvariantCulture));
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteStartElement("TIME_ORDER");
        var slot = 0;
        foreach (var time in tiers.SelectMany(tier => tier.Cues).SelectMany(cue => new[] { cue.Start, cue.End }))
        {
            writer.WriteStartElement("TIME_SLOT");
            writer.WriteAttributeString("TIME_SLOT_ID", FormattableString.Invariant($"ts{++slot}"));
            writer.WriteAttributeString("TIME_VALUE", ((long)MathF.Round(time * 1000)).ToString(CultureInfo.InvariantCulture));
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        var number = 0;
        foreach (var (name, list) in tiers)
        {
            writer.WriteStartElement("TIER");
            writer.WriteAttributeString("LINGUISTIC_TYPE_REF", "default-lt");
            writer.WriteAttributeString("TIER_ID", name);
            foreach (var cue in list)
            {
                writer.WriteStartElement("ANNOTATION");
                writer.WriteStartElement("ALIGNABLE_ANNOTATION");
                writer.WriteAttributeString("ANNOTATION_ID", FormattableString.Invariant($"a{number + 1}"));
                writer.WriteAttributeString("TIME_SLOT_REF1", FormattableString.Invariant($"ts{2 * number + 1}"));
                writer.WriteAttributeString("TIME_SLOT_REF2", FormattableString.Invariant($"ts{2 * number + 2}"));
                writer.WriteElementString("ANNOTATION_VALUE", cue.Text);
                writer.WriteEndElement();
                writer.WriteEndElement();
                number++;
            }
            writer.WriteEndElement();
        }
        writer.WriteStartElement("LINGUISTIC_TYPE");
        writer.WriteAttributeString("GRAPHIC_REFERENCES", "false");
        writer.WriteAttributeString("LINGUISTIC_TYPE_ID", "default-lt");
        writer.WriteAttributeString("TIME_ALIGNABLE", "true");
        writer.WriteEndElement();
        foreach (var (name, what) in new[]
        {
            ("Time_Subdivision", "Time subdivision of parent annotation's time interval, no time gaps allowed within this interval"),
            ("Symbolic_Subdivision", "Symbolic subdivision of a parent annotation. Annotations refering to the same parent are ordered"),
            ("Symbolic_Association", "1-1 association with a parent annotation"),
            ("Included_In", "Time alignable annotations within the parent annotation's time interval, gaps are allowed"),
        })
        {
            writer.WriteStartElement("CONSTRAINT");
            writer.WriteAttributeString("DESCRIPTION", what);
            writer.WriteAttributeString("STEREOTYPE", name);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }
}
