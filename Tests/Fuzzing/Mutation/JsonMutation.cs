using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations of a JSON document's tree; a file that is none is changed as text.</summary>
static class JsonMutation
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON out of nothing: FsCheck makes the tree.</summary>
    static readonly Gen<JsonTree> Documents = Gen.Sized(size => Document(Math.Min(size, 12)));

    public static byte[] Of(byte[] bytes, byte[] other, Random random)
    {
        if (JsonTree.TryParse(bytes) is not { } root)
            return TextMutation.Of(bytes, other, random);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            Change(root, other, random);
        return root.ToBytes();
    }

    /// <summary>A token: number, word, text with or without valid escapes.</summary>
    public static string Token(Random random) => random.Next(9) switch
    {
        0 or 1 or 2 => Hostile.Number(random),
        3 => "null",
        4 => random.Next(2) == 0 ? "true" : "false",
        5 => BadTexts[random.Next(BadTexts.Length)],
        6 => Text(Hostile.Path(random)),
        _ => Text(Hostile.Word(random)),
    };

    static readonly string[] BadTexts =
    [
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\x\"", "\"a", "\"\u0001\"", "''", "\"\\u00\"", "\"\\u001b[31m\"",
    ];

    static string Text(string value) => JsonSerializer.Serialize(value, Plain);

    static void Change(JsonTree root, byte[] other, Random random)
    {
        var all = root.All().ToArray();
        var node = all[random.Next(all.Length)];
        switch (random.Next(12))
        {
            case 0 when node.Raw is { } raw && (char.IsDigit(raw[0]) || raw[0] == '-'): node.Raw = Hostile.Near(raw, random); break;
            case 0 or 1: node.Become(JsonTree.OfRaw(Token(random))); break;
            case 2 when node.Members is { Count: > 0 } members: members.RemoveAt(random.Next(members.Count)); break;
            case 3 when node.Members is { Count: > 0 } members:
                var twice = members[random.Next(members.Count)];
                members.Insert(random.Next(members.Count + 1), (twice.Name, random.Next(2) == 0 ? twice.Value.Copy() : JsonTree.OfRaw(Token(random))));
                break;
            case 4 when node.Members is { Count: > 0 } members:
                var at = random.Next(members.Count);
                var names = all.Where(one => one.Members is not null).SelectMany(one => one.Members!).Select(member => member.Name).ToArray();
                members[at] = (random.Next(2) == 0 ? names[random.Next(names.Length)] : Text(Hostile.Word(random)), members[at].Value);
                break;
            case 5 when node.Items is { Count: > 0 } items:
                var item = items[random.Next(items.Count)];
                var most = Math.Max(1, CaseMutation.MostBytes / Math.Max(2, item.ToBytes().Length));
                items.AddRange(Enumerable.Repeat(item, Hostile.Amount(random, most)));
                break;
            case 5 when node.Items is { }: node.Items.Add(JsonTree.OfRaw(Token(random))); break;
            case 6 when node.Items is { Count: > 0 } items: items.RemoveRange(0, random.Next(1, items.Count + 1)); break;
            case 7: node.Become(all[random.Next(all.Length)].Copy()); break;
            case 8: node.Become(Nested(node, random)); break;
            case 9 when JsonTree.TryParse(other) is { } splice:
                var from = splice.All().ToArray();
                node.Become(from[random.Next(from.Length)]);
                break;
            case 10: node.Become(Generated(random)); break;
            case 11 when node.Members is { } members:
                for (var count = Hostile.Amount(random, 20_000); count > 0; count--)
                    members.Add(($"\"{count}\"", JsonTree.OfRaw("0")));
                break;
            default: node.Become(JsonTree.OfRaw(Token(random))); break;
        }
    }

    /// <summary>The node in many arrays.</summary>
    static JsonTree Nested(JsonTree node, Random random)
    {
        var depth = Hostile.Amount(random, 100_000);
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        var text = new StringBuilder().Insert(0, open, depth).Append(Encoding.UTF8.GetString(node.ToBytes())).Insert(0, "");
        return JsonTree.OfRaw(text.Append(new StringBuilder().Insert(0, close, depth)).ToString());
    }

    static JsonTree Generated(Random random) => Documents.Sample(random.Next(1, 12), new Rnd((ulong)random.NextInt64(), 1), 1)[0];

    static Gen<JsonTree> Document(int size)
    {
        var leaf = Gen.Choose(0, int.MaxValue).Select(seed => JsonTree.OfRaw(Token(new Random(seed))));
        return size <= 1 ? leaf : Gen.Frequency(
            (3, leaf), (2, Gen.ListOf(Document(size / 3)).Select(items => JsonTree.OfItems(items))));
    }
}
