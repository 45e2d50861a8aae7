using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>Brackets with a part for each hand, and hands that touch each other.</summary>
sealed partial class HamNoSysParser
{
    /// <summary>par( a + b ): split shapes, orientations or places; two parts of hands before a contact are a constellation.</summary>
    bool Group(MarkupElement parent)
    {
        if (++_depth > MaximumDepth)
            return false;
        _at++; // parbegin
        var sides = new[] { new MarkupElement("side", Index), new MarkupElement("side", Index) };
        var side = 0;
        while (_at < _symbols.Count && Now != "parend")
        {
            if (Take("plus"))
                side = 1;
            else if (IsActionAhead())
            {
                if (Act() is { } motion)
                    sides[side].Add(motion);
            }
            else if (!Posture(sides[side]))
                Misplaced("within these brackets");
        }
        if (!Take("parend"))
            _findings.Repaired("unclosed", Index, "hamparbegin", "A bracket is not closed; it is closed at the end.");
        _depth--;
        Join(parent, sides[0], sides[1]);
        return true;
    }

    void Join(MarkupElement parent, MarkupElement dominant, MarkupElement other)
    {
        MarkupElement? First(MarkupElement side, string name) => side.Child(name);
        var (a, b) = (Merged(dominant), Merged(other));
        if (a is not null || b is not null)
        {
            var split = parent.Add(new MarkupElement("split_handconfig", dominant.Line));
            split.Add(a ?? new MarkupElement("handconfig", dominant.Line));
            split.Add(b ?? new MarkupElement("handconfig", dominant.Line));
        }
        var (handA, handB) = (First(dominant, "location_hand"), First(other, "location_hand"));
        if (handA is not null && handB is not null && (HamNoSysWords.IsContact(Now) && Now != "armextended"
            || Now == "seqbegin" && HamNoSysWords.IsContact(Ahead(1))))
        {
            Constellation(parent, (handA, handB));
            return;
        }
        var (placeA, placeB) = (First(dominant, "location_bodyarm") ?? handA, First(other, "location_bodyarm") ?? handB);
        if (placeA is not null || placeB is not null)
        {
            var split = parent.Add(new MarkupElement("split_location", dominant.Line));
            split.Add(placeA ?? new MarkupElement("location_bodyarm", dominant.Line));
            split.Add(placeB ?? new MarkupElement("location_bodyarm", dominant.Line));
        }
        foreach (var side in new[] { dominant, other })
            foreach (var child in side.Children)
                if (child.Name is "split_handconfig" or "split_location" or "handconstellation")
                    parent.Add(child);
        var (motionsA, motionsB) = (Motions(dominant), Motions(other));
        if (motionsA.Count + motionsB.Count == 0)
            return;
        var both = parent.Add(new MarkupElement("split_motion", dominant.Line));
        both.Add(Together(motionsA));
        both.Add(Together(motionsB));
    }

    static List<MarkupElement> Motions(MarkupElement side)
    {
        var motions = new List<MarkupElement>();
        foreach (var child in side.Children)
            if (child.Name.Contains("motion"))
                motions.Add(child);
        return motions;
    }

    static MarkupElement Together(List<MarkupElement> motions)
    {
        if (motions.Count == 0)
            return new MarkupElement("nomotion");
        if (motions.Count == 1)
            return motions[0];
        var par = new MarkupElement("par_motion", motions[0].Line);
        foreach (var motion in motions)
            par.Add(motion);
        return par;
    }

    /// <summary>All handconfig elements of one side as one, or null.</summary>
    static MarkupElement? Merged(MarkupElement side)
    {
        MarkupElement? merged = null;
        foreach (var child in side.Children)
            if (child.Name == "handconfig")
            {
                merged ??= new MarkupElement("handconfig", child.Line);
                foreach (var (name, value) in child.Attributes)
                    merged[name] = value;
            }
        return merged;
    }

    /// <summary>Contact of both hands, and where the pair is. In a one-handed sign a lone contact belongs to no place and is neutral space.</summary>
    void Constellation(MarkupElement parent, (MarkupElement A, MarkupElement B)? parts)
    {
        var pair = parent.Add(Element("handconstellation"));
        if (Take("seqbegin"))
        {
            pair["contact"] = Next();
            var part = IsPlace(Now) ? Place() : null; // both hands touch at this part
            if (!Take("seqend"))
                _findings.Repaired("unclosed", Index, "hamseqbegin", "A bracket is not closed; it is closed here.");
            if (parts is null && part is not null)
                parts = (part, part);
        }
        else
            pair["contact"] = Next();
        if (parts is { } hands)
        {
            pair.Add(hands.A);
            pair.Add(hands.B);
        }
        if (HamNoSysWords.IsBody(Now) || HamNoSysWords.IsSide(Now) || Now == "neutralspace")
            pair.Add(Place());
        else if (Take("armextended"))
            pair.Add(Element("location_bodyarm")).With("contact", "armextended");
    }
}
