using System.Text;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Tests.Files;

public sealed class JsonTextTests
{
    [Test]
    public void Plain_JSON_comes_back_with_and_without_a_byte_order_mark()
    {
        foreach (var text in new[] { """{"name":"gr\u00f6\ud83d\ude00"}""", "\ufeff" + """{"name":"gr\u00f6\ud83d\ude00"}""" })
        {
            using var json = JsonText.Parse(Encoding.UTF8.GetBytes(text), "a.json");
            Assert.That(json.RootElement.GetProperty("name").GetString(), Is.EqualTo("grö😀"));
        }
    }

    [TestCase("{\"a\":\n \"\\ud800\"}", "line 2, byte 2", "surrogate")]
    [TestCase("{\"\\udc00\":1}", "line 1, byte 2", "surrogate")]
    [TestCase("{\n\"a\": tru }", "line 2", "damaged")]
    [TestCase("", "line 1", "damaged")]
    [TestCase("{\"a\":1} x", "line 1, byte 9", "damaged")]
    public void A_fault_is_named_with_file_line_and_byte(string text, string place, string what) =>
        Assert.That(() => JsonText.Parse(Encoding.UTF8.GetBytes(text), "a.json", "Do this."),
            Throws.TypeOf<FormatException>().With.Message.StartsWith($"a.json, {place}").And.Message.Contains(what).And.Message.EndsWith("Do this."));

    [Test]
    public void Bytes_that_are_no_UTF8_are_refused_where_they_stand()
    {
        var bytes = Encoding.UTF8.GetBytes("{\n \"aX\": 1}");
        bytes[5] = 0xFF;
        Assert.That(() => JsonText.Parse(bytes, "a.json"), Throws.TypeOf<FormatException>()
            .With.Message.StartsWith("a.json, line 2, byte 4: the text is not UTF-8"));
    }

    [Test]
    public void Nesting_deeper_than_64_is_refused_and_so_are_a_million_levels()
    {
        Assert.That(() => JsonText.Parse(Nested(64), "a.json").Dispose(), Throws.Nothing);
        Assert.That(() => JsonText.Parse(Nested(65), "a.json"), Throws.TypeOf<FormatException>().With.Message.Contains("depth"));
        Assert.That(() => JsonText.Parse(Nested(1_000_000), "a.json"), Throws.TypeOf<FormatException>());
    }

    /// <summary>Whatever mutation does to a valid document, it is refused with a FormatException, or every text and number in it can be read.</summary>
    [Test]
    public void A_mutated_document_is_refused_or_wholly_readable()
    {
        var valid = Encoding.UTF8.GetBytes("""{"na\u006de":"a\ud83d\ude00b","list":[1,-2.5e3,null,true,{"deep":["x","\n"]}]}""");
        var random = new Random(5);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])valid.Clone();
            for (var k = random.Next(1, 4); k > 0; k--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var json = JsonText.Parse(bytes, "a.json");
                Walk(json.RootElement);
                accepted++;
            }
            catch (FormatException)
            {
            }
        }
        Assert.That(accepted, Is.InRange(100, 19_000));
    }

    static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

    static void Walk(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
            foreach (var field in element.EnumerateObject())
            {
                _ = field.Name.Length;
                Walk(field.Value);
            }
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Walk(item);
        else if (element.ValueKind == JsonValueKind.String)
            _ = element.GetString();
    }
}
