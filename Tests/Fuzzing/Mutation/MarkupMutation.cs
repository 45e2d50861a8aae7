using System.Text;
using System.Text.RegularExpressions;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations of XML: tags, attributes, entities, declarations.</summary>
static partial class MarkupMutation
{
    const string Bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">"
        + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\">]>";

    public static byte[] Of(byte[] bytes, byte[] other, Random random)
    {
        var text = Encoding.UTF8.GetString(bytes);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            text = Changed(text, Encoding.UTF8.GetString(other), random);
        return random.Next(40) == 0 ? Encoding.Unicode.GetBytes('\uFEFF' + text) : Encoding.UTF8.GetBytes(text);
    }

    static string Changed(string text, string other, Random random)
    {
        var tags = Tags().Matches(text);
        var values = Values().Matches(text);
        if (tags.Count == 0)
            return Encoding.UTF8.GetString(TextMutation.Of(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(other), random));
        var tag = tags[random.Next(tags.Count)];
        string With(string replacement) => text[..tag.Index] + replacement + text[(tag.Index + tag.Length)..];
        switch (random.Next(10))
        {
            case 0: return With("");
            case 1: return With(Repeated(tag.Value, random));
            case 2: return With(tag.Value.Insert(tag.Length - (tag.Value.EndsWith("/>", StringComparison.Ordinal) ? 2 : 1),
                $" {Hostile.Word(random)}=\"{Hostile.Word(random)}\""));
            case 3: return With(tags[random.Next(tags.Count)].Value);
            case 4: return Entities(text, random);
            case 5: return With(Repeated("<a>", random) + tag.Value);
            case 6 when Tags().Matches(other) is { Count: > 0 } others: return With(others[random.Next(others.Count)].Value);
            case 7: return With(tag.Value + Hostile.Word(random));
            default:
                if (values.Count == 0)
                    return With(Hostile.Word(random));
                var value = values[random.Next(values.Count)];
                var inside = random.Next(3) switch
                {
                    0 => Hostile.Near(value.Value.Trim('"'), random),
                    1 => values[random.Next(values.Count)].Value.Trim('"'),
                    _ => System.Security.SecurityElement.Escape(Hostile.Word(random)),
                };
                return text[..value.Index] + '"' + inside + '"' + text[(value.Index + value.Length)..];
        }
    }

    static string Entities(string text, Random random)
    {
        var start = text.StartsWith("<?", StringComparison.Ordinal) ? text.IndexOf("?>", StringComparison.Ordinal) + 2 : 0;
        var (doctype, use) = random.Next(3) switch
        {
            0 => (Bomb, "&f;"),
            1 => ($"<!DOCTYPE x [<!ENTITY f SYSTEM \"file://{Running.Canary.FullPath}\">]>", "&f;"),
            _ => ($"<!DOCTYPE x SYSTEM \"{Running.Canary.FullPath}\">", ""),
        };
        var body = text[start..];
        return text[..start] + doctype + (body.LastIndexOf('<') is > 0 and var at ? body[..at] + use + body[at..] : body);
    }

    static string Repeated(string piece, Random random) => new StringBuilder().Insert(0, piece, Hostile.Amount(random, 800_000 / piece.Length)).ToString();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Values();
}
