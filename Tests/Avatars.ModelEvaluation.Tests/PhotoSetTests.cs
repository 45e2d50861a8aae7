using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.ModelEvaluation.Tests;

public sealed class PhotoSetTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Pairs_are_all_ordered_ones_of_one_outfit()
    {
        var photos = Read("file,description,outfit\na.png,\"standing, arms \"\"out\"\"\",blue\nb.png,sitting,blue\r\nc.png,,red\nd.png,,\n\n");
        Assert.That(photos.Select(photo => (photo.Name, photo.Outfit)), Is.EqualTo(new[] { ("a", "blue"), ("b", "blue"), ("c", "red"), ("d", "") }));
        Assert.That(PhotoSet.Pairs(photos).Select(pair => pair.Source.Name + pair.Target.Name), Is.EqualTo(new[] { "ab", "ba" }));
    }

    [TestCase("file,width\na.png,3\n", "line 1")]
    [TestCase("file,outfit\na.png\n", "line 2")]
    [TestCase("file,outfit\n\"a.png,blue\n", "not closed")]
    [TestCase("file,outfit\n../a.png,blue\n", "no name of a file in the folder")]
    public void A_damaged_table_is_told_with_its_line(string table, string message) =>
        Assert.That(() => Read(table), Throws.TypeOf<FormatException>().With.Message.Contains(message));

    [Test]
    public void A_missing_table_and_a_missing_picture_are_told()
    {
        Assert.That(() => PhotoSet.Read(_folder["none"]), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("file,outfit"));
        Assert.That(() => Read("file,outfit\nnone.png,blue\n"), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("line 2"));
    }

    IReadOnlyList<PhotoFile> Read(string table)
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            PictureFile.Write(_folder[name + ".png"], new RgbImage(4, 4));
        File.WriteAllText(_folder[PhotoSet.TableName], table);
        return PhotoSet.Read(_folder.Path);
    }
}
