using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Avatars.Rig;

enum JointSide
{
    None,
    Left,
    Right,
}

/// <summary>
/// The parts of a joint's name, for names of any tool: side, word and numbers. Name spaces, separators, capitals, what all joints of the
/// skeleton share (<c>mixamorig_</c>, <c>Bip01 </c>, <c>_joint</c>) and numbers that only count joints (<c>_01</c>, <c>_02</c> ...) are left out.
/// </summary>
sealed class JointName
{
    const float SharedFirst = 0.25f; // a prefix shared by at least this share of the joints carries no information; files may hold two people
    const float SharedLast = 0.6f; // the same of a suffix
    const float Counted = 0.7f;
    const int MaximumCharacters = 128;

    /// <summary>The name does not identify a bone.</summary>
    static readonly HashSet<string> Noise = new(StringComparer.Ordinal)
    {
        "bip", "joint", "jnt", "jt", "bind", "bone", "bn", "def", "deform", "org", "j", "b", "p", "c", "m", "x", "sk", "skel", "skeleton", "bend",
            "stretch", "rig", "armature",
        "mixamorig", "valvebiped", "cc", "character", "main", "pitch", "yaw", "center", "centre", "adj", "jiontbind", "human", "smplhf", "body", "mvn",
            "actor", "avatar",
    };

    static readonly string[] LeftWords = ["left", "lft", "lf", "l", "左", "links", "gauche", "izquierda", "sinistra", "esquerda"];
    static readonly string[] RightWords = ["right", "rgt", "rt", "r", "右", "rechts", "droite", "derecha", "destra", "direita"];

    JointName(JointSide side, string word, IReadOnlyList<string> numbers, IReadOnlyList<string> tokens) =>
        (Side, Word, Numbers, Tokens) = (side, word, numbers, tokens);

    public JointSide Side { get; }

    /// <summary>Lower case letters without separators, side, noise and numbers: <c>upperarm</c>, <c>hand</c>, <c>spine</c>.</summary>
    public string Word { get; }

    /// <summary>As written: <c>01</c> differs from <c>1</c>.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>All parts except numbers, unchanged: <c>ik</c>, <c>hand</c>, <c>l</c>.</summary>
    public IReadOnlyList<string> Tokens { get; }

    public static JointName[] Of(Skeleton skeleton)
    {
        var tokens = new List<string>[skeleton.Count];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = Split(skeleton[i].Name);
        RemoveCount(tokens);
        while (RemoveShared(tokens, first: true) || RemoveShared(tokens, first: false))
        {
        }
        return Array.ConvertAll(tokens, Of);
    }

    static JointName Of(List<string> tokens)
    {
        var side = JointSide.None;
        var numbers = new List<string>();
        var words = new List<string>();
        foreach (var token in tokens)
            if (char.IsDigit(token[0]))
                numbers.Add(token);
            else if (Array.IndexOf(LeftWords, token) >= 0)
                side = JointSide.Left;
            else if (Array.IndexOf(RightWords, token) >= 0)
                side = JointSide.Right;
            else if (!Noise.Contains(token))
                words.Add(token);
        var word = string.Concat(words);
        if (side == JointSide.None)
            (side, word) = UnseparatedSide(word);
        return new JointName(side, word, numbers, tokens.Where(token => !char.IsDigit(token[0])).ToArray());
    }

    /// <summary>A side without a separator: <c>leftforearm</c>, <c>lfemur</c>, <c>左腕</c>, <c>handr</c>.</summary>
    static (JointSide Side, string Word) UnseparatedSide(string word)
    {
        if (HumanoidWords.IsKnown(word))
            return (JointSide.None, word);
        foreach (var (words, side) in new[] { (LeftWords, JointSide.Left), (RightWords, JointSide.Right) })
            foreach (var mark in words)
            {
                if (word.Length > mark.Length && word.StartsWith(mark, StringComparison.Ordinal)
                    && (mark.Length > 3 || mark[0] > 127 || HumanoidWords.IsKnown(word[mark.Length..])))
                    return (side, word[mark.Length..]);
                if (word.Length > mark.Length && word.EndsWith(mark, StringComparison.Ordinal) && HumanoidWords.IsKnown(word[..^mark.Length]))
                    return (side, word[..^mark.Length]);
            }
        return (JointSide.None, word);
    }

    /// <summary>Parts in lower case: at separators, before a capital, between letters and digits.</summary>
    static List<string> Split(string name)
    {
        name = Narrow(name);
        name = name[(name.LastIndexOfAny([':', '|']) + 1)..];
        name = name[..Math.Min(name.Length, MaximumCharacters)];
        var tokens = new List<string>();
        var token = new StringBuilder();
        void End()
        {
            if (token.Length > 0)
                tokens.Add(token.ToString().ToLowerInvariant());
            token.Clear();
        }
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            if (!char.IsLetterOrDigit(letter))
            {
                End();
                continue;
            }
            if (i > 0 && token.Length > 0)
            {
                var before = name[i - 1];
                var isNext = char.IsDigit(letter) != char.IsDigit(before) || (char.IsUpper(letter) && char.IsLower(before))
                    || (char.IsUpper(before) && char.IsUpper(letter) && i + 1 < name.Length && char.IsLower(name[i + 1]));
                if (isNext)
                    End();
            }
            token.Append(letter);
        }
        End();
        return tokens;
    }

    /// <summary>Replaces full-width letters and digits, used in Japanese files, by ASCII.</summary>
    static string Narrow(string name)
    {
        var narrow = name.ToCharArray();
        for (var i = 0; i < narrow.Length; i++)
            if (narrow[i] is >= '\uFF01' and <= '\uFF5E')
                narrow[i] = (char)(narrow[i] - 0xFEE0);
        return new string(narrow);
    }

    /// <summary>A last number that differs from joint to joint counts them, as Sketchfab's exporter does.</summary>
    static void RemoveCount(List<string>[] tokens)
    {
        var numbered = tokens.Where(parts => parts.Count > 1 && char.IsDigit(parts[^1][0])).ToArray();
        if (numbered.Length < Counted * tokens.Length || numbered.Select(parts => parts[^1]).Distinct().Count() < 0.95f * numbered.Length)
            return;
        foreach (var parts in numbered)
            parts.RemoveAt(parts.Count - 1);
    }

    /// <summary>Takes away the first or last part that most joints have and that is no word for a bone.</summary>
    static bool RemoveShared(List<string>[] tokens, bool first)
    {
        if (tokens.Length < 6)
            return false;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var parts in tokens)
            if (parts.Count > 1)
            {
                var part = parts[first ? 0 : ^1];
                counts[part] = counts.TryGetValue(part, out var known) ? known + 1 : 1;
            }
        var shared = counts.FirstOrDefault(pair => pair.Value >= (first ? SharedFirst : SharedLast) * tokens.Length && !HumanoidWords.IsPart(pair.Key)
            && Array.IndexOf(LeftWords, pair.Key) < 0 && Array.IndexOf(RightWords, pair.Key) < 0).Key;
        if (shared is null)
            return false;
        foreach (var parts in tokens)
            if (parts.Count > 1 && parts[first ? 0 : ^1] == shared)
                parts.RemoveAt(first ? 0 : parts.Count - 1);
        return true;
    }
}
