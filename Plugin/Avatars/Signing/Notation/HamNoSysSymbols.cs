using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Avatars.Signing.Notation;

/// <summary>One HamNoSys symbol.</summary>
/// <param name="Name">Without "ham": <c>flathand</c>.</param>
/// <param name="Index">Position in the sequence, from 1, symbols that were dropped included.</param>
readonly record struct HamSymbol(string Name, int Index);

/// <summary>HamNoSys 4 symbols: names, code points, other spellings, and repairs of known converter faults.</summary>
/// <remarks>Table: hamnosys-symbols.tsv. Spellings and repairs were found in published collections.</remarks>
static class HamNoSysSymbols
{
    static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal);
    static readonly Dictionary<int, string> ByCode = [];
    static readonly Dictionary<string, int> Codes = new(StringComparer.Ordinal);

    static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["hamcee12open"] = "ceeopen", ["hamfingerhookedmod"] = "fingerhookmod", ["hamUpperarm"] = "upperarm", ["hammovex"] = "moveX",
    };

    static readonly Dictionary<string, string> Repairs = new(StringComparer.Ordinal)
    {
        ["hampalmud"] = "palmd", ["hammoveudl"] = "movedl", ["hampinchopen"] = "pinch12open", ["hamindxfinger"] = "indexfinger", ["hampich12open"] =
            "pinch12open",
    };

    static HamNoSysSymbols()
    {
        using var stream = typeof(HamNoSysSymbols).Assembly.GetManifestResourceStream("hamnosys-symbols.tsv")
            ?? throw new InvalidOperationException("The table of HamNoSys symbols is missing in this build of the assembly.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            if (fields.Length < 2 || !fields[0].StartsWith("ham", StringComparison.Ordinal))
                continue;
            var name = string.Intern(fields[0][3..]);
            var code = int.Parse(fields[1][2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Names[fields[0]] = name;
            ByCode[code] = name;
            Codes[name] = code;
        }
    }

    /// <summary>The symbols of a sequence of element names such as <c>hamflathand</c>; unknown ones are reported and left out.</summary>
    public static List<HamSymbol> OfNames(IEnumerable<string> names, SignFindings findings)
    {
        var symbols = new List<HamSymbol>();
        var index = 0;
        foreach (var written in names)
        {
            index++;
            if (Names.TryGetValue(written, out var name) || Spellings.TryGetValue(written, out name))
                AddTo(symbols, name, index);
            else if (Repairs.TryGetValue(written, out name))
            {
                findings.Repaired("symbol-repaired", index, written, $"Symbol {index} '{written}' is read as 'ham{name}'.");
                symbols.Add(new(name, index));
            }
            else if (written is "None" or "space" or "hamNone")
                findings.Repaired("symbol-dropped", index, written, $"Symbol {index} '{written}' means nothing and is dropped.");
            else
                findings.Skipped("unknown-symbol", index, written, $"Symbol {index} '{written}' is not a HamNoSys symbol and is left out.");
        }
        return symbols;
    }

    /// <summary>The symbols of a text: HamNoSys characters (U+E000 to U+E0F1), or names separated by spaces, with or without "ham".</summary>
    public static List<HamSymbol> OfText(string text, SignFindings findings)
    {
        var hasGlyphs = false;
        foreach (var letter in text)
            hasGlyphs |= letter is >= '\ue000' and <= '\ue0ff';
        if (!hasGlyphs)
        {
            var words = text.Split([' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries);
            return OfNames(Array.ConvertAll(words, word => word.StartsWith("ham", StringComparison.Ordinal) ? word : "ham" + word), findings);
        }
        var symbols = new List<HamSymbol>();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
                continue;
            if (ByCode.TryGetValue(text[i], out var name))
                AddTo(symbols, name, i + 1);
            else
                findings.Skipped("unknown-symbol", i + 1, $"U+{(int)text[i]:X4}", $"Character {i + 1} (U+{(int)text[i]:X4}) is not a HamNoSys symbol and is "
                    + "left out.");
        }
        return symbols;
    }

    public static bool IsKnown(string name) => Codes.ContainsKey(name);

    static void AddTo(List<HamSymbol> symbols, string name, int index)
    {
        if (name is not ("space" or "version40" or "mime" or "exclaim" or "comma" or "fullstop" or "query"))
            symbols.Add(new(name, index));
    }
}
