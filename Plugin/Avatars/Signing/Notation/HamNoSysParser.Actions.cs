using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>Movements, their targets and their repetitions.</summary>
sealed partial class HamNoSysParser
{
    /// <summary>An action with its target and repetitions; null when nothing remains of it.</summary>
    MarkupElement? Act()
    {
        if (++_depth > MaximumDepth)
        {
            _findings.Skipped("too-deep", Index, "ham" + Now, $"Symbol {Index}: brackets are nested more than {MaximumDepth} deep; the rest is left out.");
            _at = _symbols.Count;
            _depth--;
            return null;
        }
        var motion = Now switch
        {
            "parbegin" => Parallel(),
            "seqbegin" => Sequence(),
            "fusionbegin" => Several("seq_motion", "fusionend")?.With("fused", "true"),
            _ => Simple(),
        };
        _depth--;
        return motion is null ? null : Repeats(Target(motion));
    }

    /// <summary>par( a b ) is together, par( a + b ) one action a hand.</summary>
    MarkupElement? Parallel()
    {
        _at++;
        var sides = new List<MarkupElement>[] { [], [] };
        var (side, isSplit) = (0, false);
        var together = Element("par_motion");
        while (_at < _symbols.Count && Now != "parend")
        {
            if (Take("plus"))
                (side, isSplit) = (1, true);
            else if (IsActionAhead())
            {
                if (Act() is { } motion)
                    sides[side].Add(motion);
            }
            else
            {
                var posture = new MarkupElement("tgt_motion", Index);
                posture.Add("changeposture");
                if (Posture(posture))
                    sides[side].Add(posture);
                else
                    Misplaced("within these brackets");
            }
        }
        if (!Take("parend"))
            _findings.Repaired("unclosed", Index, "hamparbegin", "A bracket is not closed; it is closed at the end.");
        if (isSplit)
        {
            var split = new MarkupElement("split_motion", together.Line);
            split.Add(Together(sides[0]));
            split.Add(Together(sides[1]));
            return split;
        }
        if (sides[0].Count <= 1)
            return sides[0].Count == 0 ? null : sides[0][0];
        foreach (var motion in sides[0])
            together.Add(motion);
        return together;
    }

    MarkupElement? Sequence()
    {
        // seq( digits fingerplay )
        if (HamNoSysWords.Digit(Ahead(1)) is not null)
        {
            _at++;
            var digits = "";
            while (HamNoSysWords.Digit(Now) is { } digit)
            {
                digits += digit;
                _at++;
            }
            var play = Simple();
            Close("seqend", "hamseqbegin");
            return play?.Name == "fingerplay" ? play.With("digits", digits) : play;
        }
        // seq( body action ): another part of the body moves
        if (HamNoSysWords.IsBody(Ahead(1)) || HamNoSysWords.IsArm(Ahead(1)))
        {
            _at++;
            var element = Element("nonman_motion");
            var place = Place();
            element.Add(new MarkupElement("handconfig", place.Line).With("bodypart", place["location"]).With("side", place["side"]));
            while (_at < _symbols.Count && Now != "seqend")
                if (IsActionAhead() && Act() is { } motion)
                    element.Add(motion);
                else if (Now != "seqend")
                    Misplaced("within a body movement");
            Close("seqend", "hamseqbegin");
            return element;
        }
        return Several("seq_motion", "seqend");
    }

    MarkupElement? Several(string name, string end)
    {
        var group = Element(name);
        _at++;
        while (_at < _symbols.Count && Now != end)
        {
            if (IsActionAhead())
            {
                if (Act() is { } motion)
                    group.Add(motion);
            }
            else
                Misplaced("within these brackets");
        }
        Close(end, name);
        return group.Children.Count switch { 0 => null, 1 => group.Children[0], _ => group };
    }

    void Close(string end, string what)
    {
        if (!Take(end))
            _findings.Repaired("unclosed", Index, what, "A bracket is not closed; it is closed at the end.");
    }
}
