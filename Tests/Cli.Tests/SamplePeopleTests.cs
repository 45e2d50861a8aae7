using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Models;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>The sample people are analysed already: models of the body show them without MediaPipe's networks.</summary>
public sealed class SamplePeopleTests
{
    static readonly string Sources = Path.Combine(SharedFolders.Repository, "Samples", "Sources");

    readonly TemporaryFolder _folder = new();
    string _model = "";

    [OneTimeSetUp]
    public void Build()
    {
        _model = _folder["body"];
        var (code, _, errors) = CommandLine.Run("model", "build", "--size", "body", "--out", _model);
        Assert.That(code, Is.Zero, errors);
    }

    [OneTimeTearDown] public void Remove() => _folder.Dispose();

    [Test]
    public void Each_file_belongs_to_the_picture_beside_it_and_all_are_small()
    {
        var model = BodyFile.ReadShipped();
        var files = Directory.GetFiles(Sources, "*.person");
        Assert.That(files.Select(Path.GetFileName), Does.Contain("person-01.person").And.Contain("person-01-waist.person"));
        Assert.That(files.Sum(file => new FileInfo(file).Length), Is.LessThan(3_000_000), "bytes");
        foreach (var file in files)
        {
            var picture = Path.ChangeExtension(file, ".png");
            var person = PersonFile.ReadBeside(picture, PictureFile.ReadRgb(picture), model);
            Assert.That(person, Is.Not.Null, file);
            Assert.That(person!.FitError, Is.LessThan(0.02f), "of the body's height");
            Assert.That(person.Coverage, Is.GreaterThan(file.Contains("waist") ? 0.6f : 0.9f), "of the body");
        }
    }

    [Test]
    public void A_sample_is_shown_without_the_networks_that_see_people()
    {
        var (code, _, errors) = Generate(Path.Combine(Sources, "person-03.png"));
        Assert.That(code, Is.Zero, errors);
        Assert.That(File.Exists(Path.Combine(_folder["out"], "01-wave.png")));
    }

    [Test]
    public void Another_picture_under_that_name_needs_them_and_says_which_command_brings_them()
    {
        var other = _folder["person-03.png"];
        File.Copy(Path.Combine(Sources, "person-04.png"), other);
        File.Copy(Path.Combine(Sources, "person-03.person"), _folder["person-03.person"]);
        var (code, _, errors) = Generate(other);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(PerceptionModels.Command));
    }

    (int Code, string Output, string Errors) Generate(string source) => CommandLine.RunWith((PerceptionModels.CacheVariable, _folder["nothing"]),
        "generate", "--model", _model, "--source", source, "--pose", Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"),
        "--out", _folder["out"]);
}
