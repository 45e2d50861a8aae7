using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>
/// HamNoSys 4 to G-SiGML: a sequence of symbols becomes a <c>sign_manual</c> element. Symbols that fit nowhere are reported with their index and
/// left out; what stands before and after them counts.
/// </summary>
sealed partial class HamNoSysParser
{
    const int MaximumDepth = 24;

    readonly IReadOnlyList<HamSymbol> _symbols;
    readonly SignFindings _findings;
    int _at;
    int _depth;
    bool _isTwoHanded;
    MarkupElement? _lastShape; // receives marks that follow in an unusual place
    MarkupElement? _lastPlace; // for a contact without a place

    HamNoSysParser(IReadOnlyList<HamSymbol> symbols, SignFindings findings) => (_symbols, _findings) = (symbols, findings);

    /// <returns>Null when the sequence shows nothing.</returns>
    public static MarkupElement? Parse(IReadOnlyList<HamSymbol> symbols, SignFindings findings)
    {
        if (symbols.Count == 0)
        {
            findings.Failed("empty", 0, "", "The sign has no symbol.");
            return null;
        }
        return new HamNoSysParser(symbols, findings).Signs();
    }

    string Now => _at < _symbols.Count ? _symbols[_at].Name : "";

    int Index => _at < _symbols.Count ? _symbols[_at].Index : _symbols[^1].Index;

    string Ahead(int by) => _at + by < _symbols.Count ? _symbols[_at + by].Name : "";

    bool Take(string name)
    {
        if (Now != name)
            return false;
        _at++;
        return true;
    }

    string Next() => _symbols[_at++].Name;

    MarkupElement Element(string name) => new(name, Index);

    MarkupElement Signs()
    {
        var first = Sign();
        if (_at >= _symbols.Count)
            return first;
        var all = new MarkupElement("sign_manual", 1);
        all.Add(first);
        while (_at < _symbols.Count)
            all.Add(Sign());
        return all;
    }

    /// <summary>One sign, up to a plus outside of all brackets.</summary>
    MarkupElement Sign()
    {
        while (Take("plus"))
        {
        }
        var sign = Element("sign_manual");
        _isTwoHanded = false;
        _lastShape = _lastPlace = null;
        var hasMoved = false;
        if (Now == "nomotion" && (Ahead(1) == "nondominant" || HamNoSysWords.IsClass(Ahead(1))))
            _at++;
        while (_at < _symbols.Count)
        {
            if (Take("plus"))
                break;
            if (Now is "symmpar" or "symmlr")
                Symmetry(sign);
            else if (Now == "nondominant" && !hasMoved)
            {
                _at++;
                if (!_isTwoHanded) // in a two-handed sign it stands for a hand that keeps its shape
                    sign["nondominant"] = "true";
            }
            else if (IsActionAhead())
            {
                hasMoved = true;
                if (Act() is { } motion)
                    sign.Add(motion);
            }
            else if (!Posture(sign))
                Misplaced(hasMoved ? "after the movement" : "in the hand's description");
        }
        return sign;
    }

    void Misplaced(string where)
    {
        _findings.Skipped("out-of-place", Index, "ham" + Now, $"Symbol {Index} 'ham{Now}' has no meaning {where} and is left out.");
        _at++;
    }

    void Symmetry(MarkupElement sign)
    {
        _isTwoHanded = true;
        sign["both_hands"] = "true";
        if (Next() == "symmlr")
            sign["lr_symm"] = "true";
        while (true)
            if (Take("fingerstraightmod"))
                sign["oi_symm"] = "true";
            else if (Take("largemod"))
                sign["ud_symm"] = "true";
            else if (Take("alternatingmotion"))
                sign["outofphase"] = "true";
            else if (Take("nonipsi"))
                sign["realspace"] = "true";
            else
                return;
    }

    /// <summary>Whether an action begins here; looks into brackets and past symbols that only group.</summary>
    bool IsActionAhead() => IsActionAt(_at, 0);

    bool IsActionAt(int at, int depth)
    {
        for (; at < _symbols.Count && depth < MaximumDepth; at++)
        {
            var name = _symbols[at].Name;
            if (HamNoSysWords.IsAction(name))
                return true;
            if (name is "parbegin" or "seqbegin" or "fusionbegin")
            {
                depth++;
                continue;
            }
            if (depth == 0)
                return false;
            // seq( digits fingerplay ) and seq( body action )
            var isName = HamNoSysWords.Digit(name) is not null || HamNoSysWords.IsBody(name) || HamNoSysWords.IsArm(name);
            if (!isName || _symbols[at - 1].Name is not ("seqbegin" or "thumb" or "indexfinger" or "middlefinger" or "ringfinger" or "pinky"))
                return false;
        }
        return false;
    }
}
