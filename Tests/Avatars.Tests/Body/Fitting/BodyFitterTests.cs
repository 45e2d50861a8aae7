using Avatars.Body.Fitting;

namespace Avatars.Tests.Body.Fitting;

/// <summary>Fits to bodies whose shape and pose are known.</summary>
public sealed class BodyFitterTests
{
    const float MostJointError = 0.03f, MostSurfaceError = 0.02f, LeastOverlap = 0.92f;

    static readonly BodyFitter Fitter = new(HumanBody.Model);

    [TestCase("full figure", 0f, false), TestCase("waist up", 0f, true), TestCase("side", 1.4f, false), TestCase("back", 3.1f, false)]
    public void A_body_seen_with_errors_is_found_again(string view, float yaw, bool isWaistUp)
    {
        var (joints, surface, overlap) = (0f, 0f, 0f);
        const int bodies = 8;
        for (var seed = 0; seed < bodies; seed++)
        {
            var seen = new SeenBody(seed, yaw, isWaistUp);
            var fit = Fitter.Fit(seen.Target(withDetails: yaw < 2));
            var compared = seen.Compare(fit);
            joints += seen.JointError(fit) / bodies;
            surface += compared.Surface / bodies;
            overlap += compared.Overlap / bodies;
            Assert.That(fit.OutlineOverlap, Is.EqualTo(compared.Overlap).Within(0.03f), "what the fit says of itself");
        }
        TestContext.Out.WriteLine($"{view}: joints {joints:p2}, surface {surface:p2}, overlap {overlap:f3}");
        Assert.Multiple(() =>
        {
            Assert.That(joints, Is.LessThan(MostJointError), "joints, of the height");
            Assert.That(surface, Is.LessThan(MostSurfaceError), "surface, of the height");
            Assert.That(overlap, Is.GreaterThan(LeastOverlap), "outline");
        });
    }

    [Test]
    public void Landmarks_without_errors_are_met()
    {
        var seen = new SeenBody(3, 0, false, hasErrors: false);
        var fit = Fitter.Fit(seen.Target());
        Assert.That(fit.FitError, Is.LessThan(0.005f));
        Assert.That(fit.Coverage, Is.GreaterThan(0.9f));
        Assert.That(fit.Warnings, Is.Empty);
    }

    [Test]
    public void The_same_target_gives_the_same_body()
    {
        var target = new SeenBody(5, 0.3f, false).Target();
        var (first, second) = (Fitter.Fit(target), new BodyFitter(HumanBody.Model).Fit(target));
        Assert.That(first.Pose, Is.EqualTo(second.Pose));
        Assert.That(first.Body.Rest, Is.EqualTo(second.Body.Rest));
    }

    [Test]
    public void Little_of_a_body_is_a_fit_with_a_warning()
    {
        var target = new SeenBody(1, 0, true).Target(withDetails: false, withMatte: false);
        for (var i = 11; i < target.Joints.Length; i++)
            target.Joints[i] = target.Joints[i] with { Visibility = 0.02f };
        var fit = Fitter.Fit(target);
        Assert.That(fit.Warnings, Has.Some.Contains("guess"));
        Assert.That(fit.OutlineOverlap, Is.Null);
    }

    /// <summary>Networks guess at joints outside the picture, so that coverage alone does not tell.</summary>
    [TestCase(0.35f, true), TestCase(0.6f, false)]
    public void Head_and_shoulders_alone_are_a_fit_with_a_warning(float elbowsAndHips, bool isWarned)
    {
        var target = new SeenBody(1, 0, true).Target(withDetails: false, withMatte: false);
        for (var i = 13; i < target.Joints.Length; i++)
            target.Joints[i] = target.Joints[i] with { Visibility = elbowsAndHips };
        var fit = Fitter.Fit(target);
        Assert.That(fit.Coverage, Is.GreaterThan(0.45f));
        Assert.That(fit.Warnings.Count(warning => warning.Contains("head and shoulders")), Is.EqualTo(isWarned ? 1 : 0));
    }
}
