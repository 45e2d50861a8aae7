using System.Formats.Tar;
using System.Text;
using Avatars.Batches;
using Avatars.Body;
using Avatars.Cli.Batches;
using Avatars.Cli.Inspecting;
using Avatars.Formats;
using Avatars.Fuzzing.Mutation;
using Avatars.Pictures;
using Avatars.ScriptHost;
using Avatars.Signing;
using Avatars.Workers.Messages;

namespace Avatars.Fuzzing;

static partial class Readers
{
    const string Manifest = """
        {"id":"anna/wave","kind":"film","source":"anna.png","motion":"wave.bvh","seconds":1.5,"background":null}
        # a comment

        {"id":"two","kind":"still","pose":["a.bvh@0.5","b.bvh"],"seed":7}
        """;

    const string Shard = """
        {"id":"anna/wave","kind":"film","fields":{"motion":["wave.bvh"],"seconds":["1.5"]},"inputs":{"wave.bvh":"aa"}}
        {"id":"two","kind":"still","fields":{},"inputs":{}}
        """;

    const string Record = """
        {"id":"two","kind":"still","key":"ab","fields":{},"inputs":{},"provenance":{"version":"1"},
        "files":[{"name":"a.png","bytes":3,"sha256":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}]}
        """;

    const string Script = """
        using System.Collections;
        using UnityEngine;
        public class Wave : AvatarBehaviour
        {
            [Range(0, 2)] public float speed = 1.5f;
            int Twice(int x) => 2 * x + (x + 1);
            IEnumerator Start() { for (var i = 0; i < 3; i++) { avatar.Pose().Hold(speed); yield return new WaitForSeconds(Twice(i)); } }
            void Update() { System.Action go = () => Debug.Log($"{speed} {Twice(1)}"); if (speed > 1e9) go(); while (false) { } }
        }
        """;

    static IEnumerable<Reader> Programs() =>
    [
        new("wav", path =>
        {
            var sound = WavFile.Read(path);
            LawException.Require(double.IsFinite(sound.Seconds) && sound.Low.Length == sound.High.Length, "a sound has a length");
            foreach (var value in sound.High)
                LawException.Require(float.IsFinite(value), "every peak is a number");
        }, () => [Wav(1, 16, 400), Wav(3, 32, 400), Wav(1, 24, 30), Wav(6, 8, 50)], ChunkMutation.Riff, 200),
        new("batch-manifest", path =>
        {
            foreach (var _ in BatchManifest.Read(path, Items.Value.Kinds))
            {
            }
        }, () => [Seeds.Text("a.jsonl", "{\"id\":\"two\",\"kind\":\"film\",\"seed\":7}\n"), Seeds.Text("a.jsonl", Manifest)], LinesMutation.Of, 200),
        new("batch-shard", path => ItemLine.Read(path, "1"), () => [Seeds.Text("a.jsonl", Shard)], LinesMutation.Of, 100),
        new("batch-record", path => FinishedItem.Read(path).Difference(Path.GetDirectoryName(path)!), () => [CaseFiles.Of("item.json",
            ("item.json", Encoding.UTF8.GetBytes(Record)), ("a.png", "hello"u8.ToArray()))], ByEnding, 100) { NamesFile = false, FollowsLinks = true },
        new("batch-attempts", path => Attempts.Read(path), () => [Seeds.Text("a.json", """{"id":"two","count":2,"error":"none"}""")], JsonMutation.Of, 40),
        new("batch-tar", path =>
        {
            foreach (var _ in ShardTar.Read(path))
            {
            }
        }, () => [CaseFiles.One("a.tar", Tar())], ByteMutation.Binary, 100),
        new("hash-list", path => HashList.Read(path), () => [Seeds.Text("a.sha256", $"{new string('a', 64)}  model.json\n{new string('0', 64)} *x.onnx\n")],
            TextMutation.Of, 60),
        new("script", path => ScriptSource.Read(path).Hash(), () => [Seeds.Text("a.cs", Script)], TextMutation.Of, 60),
        new("hamnosys", path => SigmlFile.FromHamNoSys("a", Files.WholeFile.ReadText(path, CaseMutation.MostBytes)), () => [Seeds.Text("a.hns",
            "\uE001\uE00C\uE020\uE038\uE049\uE0D0\uE0C6\uE089\uE0C7\uE0D1")], TextMutation.Of, 80) { NamesFile = false },
        new("background", path => PersonBackground.Parse(Files.WholeFile.ReadText(path, CaseMutation.MostBytes),
            name => PictureFile.ReadRgb(Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(name)))), () => [Seeds.Text("a.txt", "transparent"),
            Seeds.Text("a.txt", "#20a0ff"), Seeds.Text("a.txt", "white")], TextMutation.Of, 40)
            { NamesFile = false, AlsoThrows = [typeof(ArgumentException)] },
        new("worker-message", ReadMessage, () => [Message(person: false), Message(person: true)], ByteMutation.Binary, 200)
            { NamesFile = false, AlsoThrows = [typeof(ArgumentException), typeof(KeyNotFoundException)] },
    ];

    static readonly Lazy<CommandItems> Items = new(() => new CommandItems(Cli.Program.Commands()));

    /// <summary>Canonical RIFF of one channel, 8,000 samples a second.</summary>
    static CaseFiles Wav(int coding, int bits, int samples)
    {
        var size = samples * bits / 8;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("RIFF"u8);
        writer.Write(36 + size);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)coding);
        writer.Write((short)1);
        writer.Write(8000);
        writer.Write(8000 * bits / 8);
        writer.Write((short)(bits / 8));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(size);
        for (var i = 0; i < size; i++)
            writer.Write((byte)(coding == 3 ? 0 : 7 * i));
        return CaseFiles.One("a.wav", bytes.ToArray());
    }

    static byte[] Tar()
    {
        var record = Record.Replace("\"key\"", "\"made\":1,\"key\"", StringComparison.Ordinal);
        using var file = new MemoryStream();
        using (var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var (name, text) in new[] { ("two.png", "hello"), ("two.json", record) })
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        return file.ToArray();
    }

    /// <summary>A person as the viewer sends one to a worker.</summary>
    static CaseFiles Message(bool person) => CaseFiles.One("a.bin", Written(person));

    static byte[] Written(bool person)
    {
        var message = new MessageWriter();
        if (person)
        {
            var small = SmallPerson();
            message.Write(PersonFile.Read(small.Files[small.Main].Bytes, "a", Human.Value), body: 1);
        }
        else
            message.Write(new Systems.PersonSource([new Systems.SourceView(Fixtures.RandomPictures.Make(8, 8, seed: 1), null)])
                { Embeddings = [Embedding("clip", 8)] }, body: 1);
        return [(byte)(person ? 1 : 0), .. message.Written];
    }

    static void ReadMessage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var bodies = new Dictionary<int, BodyModel> { [1] = Human.Value };
        var message = new MessageReader(bytes.AsSpan(Math.Min(1, bytes.Length)));
        if (bytes is [1, ..])
            message.Analysed(bodies);
        else
            message.Source(bodies);
        message.RequireEnd();
    }
}
