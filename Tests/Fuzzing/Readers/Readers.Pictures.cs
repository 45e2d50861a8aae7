using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Fuzzing.Mutation;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Posing;
using Avatars.Rig;
using SmallScenes = Avatars.Tests.Posing.Scenes;

namespace Avatars.Fuzzing;

static partial class Readers
{
    static readonly Lazy<BodyModel> Human = new(BodyFile.ReadShipped);

    static IEnumerable<Reader> Pictures() =>
    [
        new("png", ReadPicture, () => [Picture("a.png", 12, 9), Picture("a.png", 64, 48), .. Seeds.Files("Samples/Sources", "person-01-256.png", "a.png"),
            .. Seeds.Files(Trial, "*.png", "a.png")], ChunkMutation.Png, 300),
        new("jpeg", ReadPicture, () => [Picture("a.jpg", 40, 24), .. Seeds.Files(Trial, "*.jpg", "a.jpg"),
            .. Seeds.Files("shared/cases/fuzz", "*.jpg", "a.jpg", 20_000)], ChunkMutation.Jpeg, 300),
    ];

    static CaseFiles Picture(string name, int width, int height) =>
        Seeds.Written(name, path => PictureFile.Write(path, RandomPictures.Make(width, height, seed: 1)));

    static void ReadPicture(string path)
    {
        var picture = PictureFile.ReadRgba(path);
        LawException.Require(picture.Bytes.Length == 4 * picture.Width * picture.Height, "every pixel is there");
    }

    static IEnumerable<Reader> Bodies() =>
    [
        new("person", path => PersonFile.Read(path, Human.Value), () => [SmallPerson(), SmallPerson([Embedding("clip", 8), Embedding("dino", 4)])],
            SealedMutation.LengthAndChecksum, 120),
        new("body", path => BodyFile.Read(path), () => Seeds.Files("Models/body", "human.body", "a.body", 4_000_000), SealedMutation.LengthAndChecksum, 10),
        new("scene", ReadScene, SceneSeeds, ByEnding, 200),
        new("journal", path => SceneJournal.Open(path, out _), JournalSeeds, name => name.EndsWith(SceneJournal.Ending, StringComparison.Ordinal)
            ? TextMutation.Of : JsonMutation.Of, 150) { MovesFiles = true },
        new("pose-library", path => new PoseLibrary(Path.GetDirectoryName(path)!).Load("wave"), () => [Seeds.Folder(folder =>
            new PoseLibrary(folder.Path).Save(StoredPose.Of("wave", SmallClip(), 0.2f)), "wave" + SceneFile.Ending)], JsonMutation.Of, 60),
    ];

    /// <summary>A person of 8x8 pixels on the shipped body.</summary>
    static CaseFiles SmallPerson(IReadOnlyList<SourceEmbedding>? embeddings = null) => Seeds.Written("a" + PersonFile.Ending, path =>
    {
        var human = Human.Value;
        var body = new ShapedBody(human, new float[human.Shapes.Count], new float[human.VertexCount]);
        PersonFile.Write(path, new AnalysedPerson
        {
            Person = new TexturedPerson(body, new BodyTexture(new RgbaImage(16, 16, new byte[1024])), new RgbImage(8, 8)),
            Picture = RandomPictures.Make(8, 8, seed: 1),
            Matte = new byte[64],
            Camera = PoseMaps.Camera.LookAt(new(0, 1, 4), new(0, 0.9f, 0), 0.5f, 8, 8),
            Pose = [.. Enumerable.Range(0, body.Skeleton.Count).Select(joint => body.Skeleton[joint].Rest)],
            Expression = new float[human.Expressions.Count],
            Coverage = 0.5f,
            FitError = 0.01f,
            Embeddings = embeddings ?? [],
        });
    });

    static SourceEmbedding Embedding(string name, int length) => new(name, new string('a', 64), [.. Enumerable.Range(0, length).Select(i => 0.5f * i)]);

    static IEnumerable<CaseFiles> SceneSeeds()
    {
        var plain = Seeds.Written("a" + SceneFile.Ending, path => SceneFile.Write(path, SmallScenes.Small()));
        yield return plain;
        yield return Seeds.Folder(folder =>
        {
            var document = SmallScenes.Small();
            foreach (var (name, bytes) in new[] { ("walk.bvh", Exported("bvh").Files["a.bvh"].Bytes), ("ada.png",
                Picture("a.png", 12, 9).Files["a.png"].Bytes), ("inner" + SceneFile.Ending, plain.Files[plain.Main].Bytes) })
                File.WriteAllBytes(folder[name], bytes);
            var files = new SceneFolder(folder["a" + SceneFile.Ending]);
            document.Set("Sources", SmallScenes.Someone with { Sources = [files.Refer(folder["ada.png"])] },
                new ClipItem(SmallScenes.Person, "walk", files.Refer(folder["walk.bvh"]) with { Hash = "" }, 0, 1, 0),
                new ClipItem(SmallScenes.Person, "inner", files.Refer(folder["inner" + SceneFile.Ending]) with { Hash = "" }, 1, 1, 0));
            SceneFile.Write(folder["a" + SceneFile.Ending], document);
        }, "a" + SceneFile.Ending);
    }

    static IEnumerable<CaseFiles> JournalSeeds()
    {
        yield return WithJournal(Seeds.Folder(folder =>
        {
            var scene = folder["a" + SceneFile.Ending];
            SceneFile.Write(scene, SmallScenes.Small());
            var document = SceneFile.Read(scene);
            using var journal = new SceneJournal(document, scene);
            var random = new Random(1);
            for (var i = 0; i < 20; i++)
                SmallScenes.Edit(document, random);
            journal.Flush();
            foreach (var file in Directory.GetFiles(folder.Path).Where(file => file.EndsWith(SceneJournal.Ending, StringComparison.Ordinal)))
                File.Copy(file, file + ".kept");
        }, "a" + SceneFile.Ending));
    }

    /// <summary>Closing a journal deletes it: the copy takes its place.</summary>
    static CaseFiles WithJournal(CaseFiles files) => files with
    {
        Files = files.Files.Where(file => !file.Key.EndsWith(SceneJournal.Ending, StringComparison.Ordinal))
            .ToDictionary(file => file.Key.Replace(".kept", "", StringComparison.Ordinal), file => file.Value, StringComparer.Ordinal),
    };

    static void ReadScene(string path)
    {
        var document = SceneFile.Read(path);
        var folder = new SceneFolder(path);
        if (folder.Problems(document).Count > 0)
            return;
        RequireFinite(new ScenePoseSource(document, null, folder));
    }
}
