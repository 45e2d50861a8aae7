using Avatars.Cli.Tests;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Pairs;
using Avatars.Fuzzing.Mutation;
using Avatars.ModelEvaluation;

namespace Avatars.Fuzzing;

static partial class Readers
{
    const string Mesh = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 1\ng body\nf 1/1 2/2 3/1 4/2\ng joint-root\nf 1/1 2/1 3/1\n";
    const string Fit = "basemesh hm08\nname coat\nx_scale 0 1 1.5\nverts 0\n0\n1 2 3 0.2 0.3 0.5 0.01 0.02 0.03\ndelete_verts\n0 - 2 3\n";
    const string Rig = """
        {"bones":{"root":{"head":{"strategy":"CUBE","cube_name":"joint-root"},"tail":{"strategy":"VERTEX","vertex_index":2}},
        "arm":{"parent":"root","head":{"strategy":"MEAN","vertex_indices":[0,1]},"tail":{"strategy":"VERTEX","vertex_index":3}}}}
        """;
    const string Weights = """{"weights":{"root":[[0,1],[1,0.5],[2,1],[3,1]],"arm":[[1,0.5]]}}""";
    const string Catalog = """
        [{"id":"coat","kind":"clothes","licence":"CC0-1.0","folder":"makehuman/coat","mesh":"coat.obj","fit":"coat.mhclo","slot":"coat",
        "transparent":true,"maps":{"diffuse":{"file":"coat.png","alpha":true}},"diffuseVariants":[{"file":"blue.png"}]}]
        """;

    static IEnumerable<Reader> Datasets() =>
    [
        new("pairs", path =>
        {
            foreach (var _ in new PairShards(path).Read().Take(4))
            {
            }
        }, () => [Seeds.Folder(folder => TinyPairs.Write(folder.Path))], ByEnding, 150) { FollowsLinks = true },
        new("dataset-manifest", path => DatasetManifest.Open(path), () => [Seeds.Folder(folder => SmallManifest().Write(folder.Path))], ByEnding, 80)
            { FollowsLinks = true },
        new("photos", path => PhotoSet.Read(path), () => [CaseFiles.Of("", ("index.csv", "file,outfit\na.png,one\n\"b.png\",one\n"u8.ToArray()),
            ("a.png", [1]), ("b.png", [2]))], ByEnding, 80) { FollowsLinks = true },
        new("obj", path => ObjMesh.Read(path), () => [Seeds.Text("a.obj", Mesh)], TextMutation.Of, 100),
        new("mhclo", path => GarmentFit.Read(path, 4), () => [Seeds.Text("a.mhclo", Fit)], TextMutation.Of, 100),
        new("target", path => MorphTarget.Read(path, 4), () => [Seeds.Text("a.target", "# wide\n0 0.1 0.2 0.3\n3 -1 0 1e-3\n")], TextMutation.Of, 80),
        new("rig", path => RigDefinition.Read(path, Path.Combine(Path.GetDirectoryName(path)!, "weights.json"),
            ObjMesh.Read(Path.Combine(Path.GetDirectoryName(path)!, "base.obj")), _ => null), () => [CaseFiles.Of("rig.json",
            ("rig.json", System.Text.Encoding.UTF8.GetBytes(Rig)), ("weights.json", System.Text.Encoding.UTF8.GetBytes(Weights)),
            ("base.obj", System.Text.Encoding.UTF8.GetBytes(Mesh)))], ByEnding, 100) { NamesFile = false, FollowsLinks = true },
        new("catalog", path => CatalogItem.ReadAll(path), () => [Seeds.Text("catalog.json", Catalog)], JsonMutation.Of, 100),
    ];

    static DatasetManifest SmallManifest() => new()
    {
        Split = "train", Seed = 7, Size = 64, PictureFormat = "png", Licence = "any", Count = 4, PairsPerShard = 2,
        Shards = [new("shard-00000.safetensors", 1, new string('a', 64))],
        Pairs = [new(3, "ada", Framing.Full, new("stand", 0, [0, 1, 3], [0, 0, 0, 1], 80), new("wave", 0.5f, [0, 1, 3], [0, 0, 0, 1], 80))],
    };
}
