using System.Text;
using System.Text.RegularExpressions;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations of words, lines and brackets of a text.</summary>
static partial class TextMutation
{
    public static byte[] Of(byte[] bytes, byte[] other, Random random)
    {
        var text = Encoding.UTF8.GetString(bytes);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            text = random.Next(3) == 0 ? ChangedLines(text, Encoding.UTF8.GetString(other), random) : ChangedWord(text, random);
        return Encoding.UTF8.GetBytes(text);
    }

    static string ChangedWord(string text, Random random)
    {
        var words = Words().Matches(text);
        if (words.Count == 0)
            return Hostile.Word(random);
        var word = words[random.Next(words.Count)];
        var replacement = random.Next(10) switch
        {
            0 => "",
            1 => word.Value + word.Value,
            2 => words[random.Next(words.Count)].Value,
            3 => Hostile.Word(random),
            4 => word.Value.ToUpperInvariant(),
            5 => Repeated(word.Value + " ", random),
            6 => Hostile.Path(random),
            _ => double.TryParse(word.Value, out _) ? Hostile.Near(word.Value, random) : Hostile.Number(random),
        };
        return text[..word.Index] + replacement + text[(word.Index + word.Length)..];
    }

    static string ChangedLines(string text, string other, Random random)
    {
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        var count = Math.Min(random.Next(1, 6), lines.Count - at);
        switch (random.Next(7))
        {
            case 0: lines.RemoveRange(at, count); break;
            case 1: lines.InsertRange(random.Next(lines.Count), lines.GetRange(at, count)); break;
            case 2:
                // A few lines many times over: nesting without an end, or rows without number.
                var piece = string.Join('\n', lines.GetRange(at, count));
                lines.Insert(at, Repeated(piece + "\n", random));
                break;
            case 3: (lines[at], lines[^1]) = (lines[^1], lines[at]); break;
            case 4: lines[at] = string.Concat(lines[at].Reverse()); break;
            case 5:
                var others = other.Split('\n');
                lines[at] = others[random.Next(others.Length)];
                break;
            default: lines.Insert(at, Hostile.Word(random)); break;
        }
        return string.Join('\n', lines);
    }

    static string Repeated(string piece, Random random) =>
        new StringBuilder().Insert(0, piece, Hostile.Amount(random, Math.Max(1, 800_000 / Math.Max(1, piece.Length)))).ToString();

    [GeneratedRegex(@"[+-]?\d[\d.eE+-]*|\w+|[^\w\s]")]
    private static partial Regex Words();
}
