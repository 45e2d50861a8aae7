using System.Text;
using Avatars.Applications;
using Avatars.Batches;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Signing;
using Avatars.Workers.Messages;

namespace Avatars.Fuzzing;

/// <summary>What the harness has found, each by the smallest input that shows it.</summary>
public sealed class FoundFaultTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown] public void Remove() => _folder.Dispose();

    [TestCase("1e38", "nodes[1]: 'translation[1]' is 1e38, not a number from -10000000 to 10000000.")]
    [TestCase("-2e7", "nodes[1]: 'translation[1]' is -2e7, not a number from -10000000 to 10000000.")]
    public void A_node_that_is_farther_than_any_person_is_refused(string height, string message) =>
        Assert.That(() => Nodes($"[0,{height},0]", "1"), Throws.TypeOf<FormatException>().With.Message.EndsWith(message));

    [Test]
    public void Factors_of_nodes_that_hang_from_each_other_do_not_overflow() =>
        Assert.That(() => Nodes("[0,1000000,0]", "1000000"), Throws.TypeOf<FormatException>().With.Message.Contains("'arm' is farther than"));

    [Test]
    public void A_person_in_millimetres_is_read() => Assert.That(Nodes("[0,1800,0]", "0.001").Skeleton.Count, Is.EqualTo(2));

    static GltfFile Nodes(string translation, string scale) => GltfFile.Parse(Encoding.UTF8.GetBytes($$"""
        {"asset":{"version":"2.0"},"scenes":[{"nodes":[0]}],"nodes":[{"name":"hips","scale":[{{scale}},{{scale}},{{scale}}],"children":[1]},
        {"name":"arm","translation":{{translation}}}]}
        """), "a.gltf");

    [Test]
    public void A_background_that_is_none_is_quoted_in_short() =>
        Assert.That(() => PersonBackground.Parse(new string('x', 100_000), _ => throw new AssertionException("no file is named")),
            Throws.ArgumentException.With.Property("Message").Length.LessThan(400));

    [TestCase(64_000, false), TestCase(64_001, true)]
    public void A_sign_of_too_many_characters_is_a_finding_and_not_a_hundred_thousand(int letters, bool isTooLong)
    {
        var sign = SigmlFile.FromHamNoSys("long", new string('\uE001', letters));
        Assert.That(sign.Diagnostics.Any(found => found.Message.Contains("64,000 are the most", StringComparison.Ordinal)), Is.EqualTo(isTooLong));
    }

    [Test]
    public void A_command_of_more_words_than_anyone_gives_is_refused()
    {
        Assert.That(() => EntryPoint.RequireFew(new string[50_000]), Throws.Nothing);
        Assert.That(() => EntryPoint.RequireFew(new string[50_001]), Throws.ArgumentException.With.Message.Contains("50,001 words"));
    }

    [TestCase("\"../../two\"", "\"a.png\""), TestCase("\"two\"", "\"../a.png\""), TestCase("\"two\"", "\"/etc/passwd\""), TestCase("null", "\"a.png\"")]
    [TestCase("\"two\"", "null"), TestCase("\"two\"", "\"a//b\""), TestCase("\"two\"", "\"..\\\\a.png\"")]
    public void A_record_of_a_batch_names_files_of_its_own_folder_only(string id, string name)
    {
        var record = Encoding.UTF8.GetBytes($$"""{"id":{{id}},"key":"ab","files":[{"name":{{name}},"bytes":3,"sha256":"00"}]}""");
        Assert.That(() => FinishedItem.Parse(record, "item.json"), Throws.TypeOf<FormatException>().With.Message.StartsWith("item.json, field "));
    }

    [Test]
    public void A_shard_of_a_batch_names_folders_of_the_batch_only()
    {
        File.WriteAllText(_folder["shard.jsonl"], """{"id":"../two","kind":"film","fields":{},"inputs":{}}""");
        Assert.That(() => ItemLine.Read(_folder["shard.jsonl"], "1"), Throws.TypeOf<FormatException>().With.Message.Contains("field id"));
    }

    [Test]
    public void A_message_takes_no_memory_for_a_picture_that_it_does_not_hold()
    {
        var message = new MessageWriter();
        foreach (var number in new[] { 1, 16_000, 16_000 }) // one picture, width, height
            message.Int32(number);
        var bytes = message.Written.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() =>
        {
            var reader = new MessageReader(bytes);
            reader.Source(new Dictionary<int, BodyModel>());
        }, Throws.TypeOf<FormatException>().With.Message.Contains("768000000 values"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }
}
