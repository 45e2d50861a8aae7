using System.IO.Compression;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Datasets.Tests.MakeHuman;

/// <summary>A damaged file gets one message that names the file and the line.</summary>
public sealed class BadFileTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-bad-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, true);

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [TestCase("v 0 0 zero\n", "line 1"), TestCase("# head\nv 0 0 0\nvt 0 0\nf 1/1 2/1 1/1\n", "line 4"), TestCase("v 0 0 0\nf 1 1 1\n", "line 2")]
    [TestCase("v 0 0 0\nvt 0 0\nf 1/1 0/1 1/1\n", "line 3"), TestCase("v 0 0 0\nvt 0 0\nf 1/1 1/1\n", "line 3"), TestCase("v nan 0 0\n", "line 1"),
        TestCase("v 0 0 0\n", "no faces")]
    public void A_bad_mesh_is_refused(string text, string position)
    {
        var path = Write("mesh.obj", text);
        var error = Assert.Throws<FormatException>(() => ObjMesh.Read(path));
        Assert.That(error!.Message, Does.Contain(path).And.Contain(position));
    }

    [TestCase("5 1 1\n", "line 1"), TestCase("0 0 0 0\n9999999 0 0 0\n", "line 2"), TestCase("-1 0 0 0\n", "line 1")]
    public void A_bad_target_is_refused(string text, string position)
    {
        var path = Write("wide.target", text);
        Assert.That(Assert.Throws<FormatException>(() => MorphTarget.Read(path, 100))!.Message, Does.Contain(path).And.Contain(position));
    }

    [TestCase("verts 0\n1 2\n", "line 2"), TestCase("verts 0\n1 2 3 0.1 0.2 x 0 0 0\n", "line 2"), TestCase("x_scale 1 2 0\n", "line 1")]
    [TestCase("verts 0\n3\ndelete_verts\n5 - 500\n", "line 4"), TestCase("name nothing\n", "no line ties")]
    public void A_bad_fit_is_refused(string text, string position)
    {
        var path = Write("coat.mhclo", text);
        Assert.That(Assert.Throws<FormatException>(() => GarmentFit.Read(path, 100))!.Message, Does.Contain(path).And.Contain(position));
    }

    [Test]
    public void Damaged_gzip_and_a_missing_file_are_refused()
    {
        var path = Write("half.target.gz", "this is not gzip");
        Assert.That(Assert.Throws<FormatException>(() => MorphTarget.Read(path, 100))!.Message, Does.Contain(path));
        Assert.That(Assert.Throws<FileNotFoundException>(() => MorphTarget.Read(path + "x", 100))!.Message, Does.Contain(path));
    }

    [Test]
    public void A_file_that_unpacks_without_end_is_refused()
    {
        var path = Path.Combine(_folder, "bomb.target.gz");
        using (var file = File.Create(path))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 128; i++)
                zip.Write(zeros);
        }
        Assert.That(Assert.Throws<FormatException>(() => MorphTarget.Read(path, 100))!.Message, Does.Contain("more than"));
    }

    [TestCase("{}", "list"), TestCase("[{\"id\": \"a\"}]", "folder"), TestCase("[{", "line 1"),
        TestCase("[{\"id\":\"a\",\"kind\":\"skins\",\"licence\":\"CC0-1.0\",\"folder\":\"../..\"}]", "out of")]
    [TestCase("[{\"id\":\"a\",\"kind\":\"hair\",\"licence\":\"CC0-1.0\",\"folder\":\"makehuman\",\"mesh\":\"../../x.obj\"}]", "out of")]
    public void A_bad_catalogue_is_refused(string text, string position)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "makehuman"));
        var path = Write("makehuman/catalog.json", text);
        Assert.That(Assert.Throws<FormatException>(() => CatalogItem.ReadAll(path))!.Message, Does.Contain(path).And.Contain(position));
    }

    [Test]
    public void Assets_that_are_not_there_are_named() =>
        Assert.That(Assert.Throws<DirectoryNotFoundException>(() => _ = new MakeHumanLibrary(_folder))!.Message,
            Does.Contain(_folder).And.Contain("--assets"));
}
