using System.Numerics;
using Avatars.Body;
using Avatars.Diffusion.Tests.Perception;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Pictures;
using Avatars.Sources;

namespace Avatars.Diffusion.Tests.Sources;

/// <summary>Bodies of the people in the photographs: the networks' landmarks are the only truth there.</summary>
public sealed class BodyAnalysisTests
{
    const float MostError = 0.025f, LeastOverlap = 0.92f;

    BodyAnalysis _analysis = null!;

    static IEnumerable<TestCaseData> Photographs => SharedFolders.Files(SharedFolder.Assets, "photos", "*.jpg");

    [OneTimeSetUp]
    public void Load()
    {
        var body = BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body"));
        _analysis = new BodyAnalysis(PerceptionFixture.Models, body, new InferenceOptions { Threads = 2 });
    }

    [OneTimeTearDown] public void Unload() => _analysis?.Dispose();

    [TestCaseSource(nameof(Photographs))]
    public void A_body_lies_over_the_person(string file)
    {
        var source = _analysis.Analyse(PictureFile.ReadRgb(file));
        var fit = source.Fit;
        TestContext.Out.WriteLine($"{source.People} people, coverage {fit.Coverage:f2}, error {fit.FitError:p2}, overlap {fit.OutlineOverlap:f3} "
            + string.Join(' ', source.Warnings));
        Assert.That(fit.FitError, Is.LessThan(MostError));
        Assert.That(fit.OutlineOverlap, Is.GreaterThan(LeastOverlap));
        Assert.That(source.Warnings, Is.Empty);
        Assert.That(fit.Body.Coefficients.ToArray(), Is.All.InRange(-4f, 4f), "an unlikely shape");
    }

    /// <summary>The head is up where the picture has it, limbs are on their own side, through the body's own camera.</summary>
    [Test]
    public void Joints_project_to_where_the_person_has_them()
    {
        var source = _analysis.Analyse(PictureFile.ReadRgb(Path.Combine(SharedFolders.Assets, "photos", "man_white_shirt_c.jpg")));
        var model = source.Fit.JointModel();
        var pairs = new[] { ("LeftHand", 15), ("RightHand", 16), ("LeftFoot", 27), ("RightFoot", 28), ("LeftLowerArm", 13), ("RightLowerLeg", 26) };
        foreach (var (name, landmark) in pairs)
        {
            Assert.That(source.Fit.Camera.TryProject(model[source.Fit.Body.Skeleton.IndexOf(name)].Translation, out var pixels, out _), Is.True);
            var seen = source.Seen.Joints[landmark].Pixels;
            Assert.That(Vector2.Distance(pixels, new Vector2(seen.X, seen.Y)), Is.LessThan(0.025f * source.Seen.Box.Height), name);
        }
    }

    [Test]
    public void A_picture_without_a_person_is_one_clear_sentence() =>
        Assert.That(() => _analysis.Analyse(new RgbImage(320, 240)), Throws.InstanceOf<FormatException>().With.Message.Contains("No person"));

    [Test]
    public void A_person_that_is_not_there_is_refused() =>
        Assert.That(() => _analysis.Analyse(PictureFile.ReadRgb(Path.Combine(SharedFolders.Assets, "photos", "man_white_shirt_c.jpg")), person: 9),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("person 9"));
}
