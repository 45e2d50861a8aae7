using System.IO.Compression;
using System.Text;
using Avatars.Datasets.MakeHuman;
using Avatars.Fixtures;
using FsCheck;

namespace Avatars.Datasets.Tests.MakeHuman;

/// <summary>Whatever is changed in a MakeHuman file, it is read or refused with file and line; the cases that once took all memory are refused at
/// once.</summary>
public sealed class AssetLaws
{
    const string Mesh = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 1\ng body\nf 1/1 2/2 3/1 4/2\ng joint-root\nf 1/1 2/1 3/1\n";
    const string Fit = "basemesh hm08\nname coat\nx_scale 0 1 1.5\nverts 0\n0\n1 2 3 0.2 0.3 0.5 0.01 0.02 0.03\ndelete_verts\n0 - 2 3\n";
    const string Target = "# wide\n0 0.1 0.2 0.3\n3 -1 0 1e-3\n";
    const string Rig = """
        {"bones":{"root":{"parent":null,"head":{"strategy":"CUBE","cube_name":"joint-root"},"tail":{"strategy":"VERTEX","vertex_index":2}},
        "arm":{"parent":"root","head":{"strategy":"MEAN","vertex_indices":[0,1]},"tail":{"strategy":"VERTEX","vertex_index":3}}}}
        """;
    const string Weights = """{"weights":{"root":[[0,1],[1,0.5],[2,1],[3,1]],"arm":[[1,0.5]]}}""";
    const string Catalog = """
        [{"id":"coat","kind":"clothes","licence":"CC0-1.0","folder":"makehuman/coat","mesh":"coat.obj","fit":"coat.mhclo","slot":"coat",
        "transparent":true,"maps":{"diffuse":{"file":"coat.png","alpha":true}},"diffuseVariants":[{"file":"blue.png"}]}]
        """;

    string _folder = "";
    ObjMesh _mesh = null!;

    [OneTimeSetUp]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("avatar-asset-laws").FullName;
        File.WriteAllText(In("base.obj"), Mesh);
        File.WriteAllText(In("rig.json"), Rig.Replace("\"parent\":null,", "", StringComparison.Ordinal));
        File.WriteAllText(In("weights.json"), Weights);
        _mesh = ObjMesh.Read(In("base.obj"));
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, true);

    [Test]
    public void The_files_are_valid()
    {
        var rig = RigDefinition.Read(In("rig.json"), In("weights.json"), _mesh, bone => bone == "arm" ? "hand" : null).Fit(_mesh.Positions);
        Assert.That(Enumerable.Range(0, rig.Count).Select(i => (rig[i].Name, rig[i].Parent)), Is.EqualTo(new[] { ("root", -1), ("arm", 0), ("hand", 1) }));
        File.WriteAllText(In("fit.mhclo"), Fit);
        Assert.That(GarmentFit.Read(In("fit.mhclo"), 4).HiddenVertices, Is.EqualTo(new[] { 0, 1, 2, 3 }));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Meshes(DoNotSize<int> seed) => Law(Mesh, seed, path => ObjMesh.Read(path));

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Fits(DoNotSize<int> seed) => Law(Fit, seed, path =>
    {
        var fit = GarmentFit.Read(path, 4);
        var garment = new System.Numerics.Vector3[fit.VertexCount];
        fit.Apply(_mesh.Positions, garment);
        Assert.That(garment.All(vertex => float.IsFinite(vertex.X + vertex.Y + vertex.Z)), "every vertex is somewhere");
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Targets(DoNotSize<int> seed) => Law(Target, seed, path => MorphTarget.Read(path, 4));

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Rigs(DoNotSize<int> seed) =>
        Law(Rig, seed, path => RigDefinition.Read(path, In("weights.json"), _mesh, bone => bone == "arm" ? "hand" : null));

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Skin_weights(DoNotSize<int> seed) => Law(Weights, seed, path => RigDefinition.Read(In("rig.json"), path, _mesh, _ => null));

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Catalogues(DoNotSize<int> seed) => Law(Catalog, seed, path =>
    {
        foreach (var item in CatalogItem.ReadAll(path))
            foreach (var file in new[] { item.Mesh, item.Fit, item.Diffuse, item.Normal }.Concat(item.DiffuseVariants).OfType<string>())
                Assert.That(Path.GetFullPath(file), Is.EqualTo(file).And.StartsWith(Path.GetDirectoryName(Path.GetDirectoryName(path))!), "inside the assets");
    });

    [TestCase("14a-ranges.mhclo")]
    public void Ranges_that_repeat_take_no_memory(string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            GarmentFit.Read(Case(name), 19158);
        }
        catch (FormatException)
        {
        }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(32 << 20));
    }

    [Test]
    public void A_packed_target_of_90_MB_is_refused()
    {
        var path = In("bomb.target.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            for (var i = 0; i < 90; i++)
                packed.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0 0 0 0\n", 1 << 17))));
        Assert.That(() => MorphTarget.Read(path, 19158), Throws.TypeOf<FormatException>().With.Message.Contains("32 MB"));
    }

    [Test]
    public void A_target_has_no_more_lines_than_the_mesh_has_vertices()
    {
        File.WriteAllText(In("long.target"), "0 0 0 0\n1 0 0 0\n2 0 0 0\n");
        Assert.That(() => MorphTarget.Read(In("long.target"), 2), Throws.TypeOf<FormatException>().With.Message.Contains("line 3"));
    }

    [Test]
    public void A_chain_of_40000_bones_is_refused() =>
        Assert.That(() => RigDefinition.Read(Case("14c-bones-40000-deep.rig.json.gz"), In("weights.json"), _mesh, _ => null),
            Throws.TypeOf<FormatException>().With.Message.Contains("40000 bones"));

    [Test]
    public void A_chain_of_4000_bones_is_read()
    {
        var bones = string.Join(',', Enumerable.Range(0, 4000)
            .Select(i => $$$"""  "b{{{i}}}":{{{{(i > 0 ? $"\"parent\":\"b{i - 1}\"," : "")}}}"head":{"strategy":"VERTEX","vertex_index":0}}"""));
        File.WriteAllText(In("deep.json"), "{" + bones + "}");
        File.WriteAllText(In("deep-weights.json"), """{"weights":{"b3999":[[0,1],[1,1],[2,1],[3,1]]}}""");
        Assert.That(RigDefinition.Read(In("deep.json"), In("deep-weights.json"), _mesh, _ => null).Fit(_mesh.Positions).Count, Is.EqualTo(4000));
    }

    [TestCase("14-catalog/folder-nul.catalog.json", "no file name"), TestCase("10-surrogates/folder.catalog.json", "surrogate pair")]
    public void A_catalogue_is_refused(string name, string fault) =>
        Assert.That(() => CatalogItem.ReadAll(Case(name)), Throws.TypeOf<FormatException>().With.Message.Contains(fault));

    [Test]
    public void Weights_and_details_of_the_wrong_kind_are_refused()
    {
        var folder = Case("14-weights-a-list");
        var mesh = ObjMesh.Read(Path.Combine(folder, "base.obj"));
        Assert.That(() => RigDefinition.Read(Path.Combine(folder, "rig.json"), Path.Combine(folder, "weights.json"), mesh, _ => null),
            Throws.TypeOf<FormatException>().With.Message.Contains("an object was expected"));
        Directory.CreateDirectory(In("targets"));
        File.Copy(Case("14-catalog/detail-a-list.json"), In("targets/detail.json"), overwrite: true);
        Assert.That(() => new TargetLibrary(In("targets"), 4), Throws.TypeOf<FormatException>().With.Message.Contains("an object was expected"));
        Assert.That(() => RigDefinition.Read(Case("10-surrogates/bone.rig.json"), In("weights.json"), _mesh, _ => null),
            Throws.TypeOf<FormatException>().With.Message.Contains("surrogate pair"));
    }

    static string Case(string name) => Path.Combine([SharedFolders.Cases, "fuzz", .. name.Split('/')]);

    static void Law(string valid, DoNotSize<int> seed, Action<string> read) =>
        MutatedFile.IsReadOrRefused(Encoding.UTF8.GetBytes(valid), ".txt", seed.Item, read);

    string In(string name) => Path.Combine(_folder, name);
}
