using System.Text;
using System.Text.Json;

namespace Avatars.Fuzzing.Mutation;

/// <summary>JSON as a tree that may hold what JSON forbids: names twice, numbers and texts of any spelling.</summary>
sealed class JsonTree
{
    JsonTree(string? raw, List<(string Name, JsonTree Value)>? members, List<JsonTree>? items) => (Raw, Members, Items) = (raw, members, items);

    /// <summary>The token of a plain value, as it is written.</summary>
    public string? Raw { get; set; }

    /// <summary>Names are tokens too, with their quotes.</summary>
    public List<(string Name, JsonTree Value)>? Members { get; private set; }

    public List<JsonTree>? Items { get; private set; }

    public static JsonTree OfRaw(string token) => new(token, null, null);

    public static JsonTree OfItems(params IEnumerable<JsonTree> items) => new(null, null, [.. items]);

    public static JsonTree? TryParse(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory(utf8.AsSpan().StartsWith(Encoding.UTF8.GetPreamble()) ? 3 : 0),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 256 });
            return Of(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        Write(text, 0);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Takes over what another node is.</summary>
    public void Become(JsonTree other) => (Raw, Members, Items) = (other.Raw, other.Members, other.Items);

    public JsonTree Copy() => new(Raw, Members?.ConvertAll(member => (member.Name, member.Value.Copy())), Items?.ConvertAll(item => item.Copy()));

    /// <summary>This node and all below it.</summary>
    public IEnumerable<JsonTree> All() =>
        new[] { this }.Concat((Members?.Select(member => member.Value) ?? Items ?? []).SelectMany(child => child.All()));

    static JsonTree Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new(null, [.. element.EnumerateObject().Select(member => (JsonSerializer.Serialize(member.Name), Of(member.Value)))], null),
        JsonValueKind.Array => new(null, null, [.. element.EnumerateArray().Select(Of)]),
        _ => new(element.GetRawText(), null, null),
    };

    void Write(StringBuilder text, int depth)
    {
        if (text.Length > 2 * CaseMutation.MostBytes || depth > 5000)
            return;
        if (Raw is not null)
            text.Append(Raw);
        else if (Members is not null)
        {
            text.Append('{');
            for (var i = 0; i < Members.Count; i++)
            {
                text.Append(i > 0 ? "," : "").Append(Members[i].Name).Append(':');
                Members[i].Value.Write(text, depth + 1);
            }
            text.Append('}');
        }
        else
        {
            text.Append('[');
            for (var i = 0; i < Items!.Count; i++)
            {
                text.Append(i > 0 ? "," : "");
                Items[i].Write(text, depth + 1);
            }
            text.Append(']');
        }
    }
}
