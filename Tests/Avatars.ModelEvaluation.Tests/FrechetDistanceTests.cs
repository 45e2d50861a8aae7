using Avatars.Fixtures;

namespace Avatars.ModelEvaluation.Tests;

public sealed class FrechetDistanceTests
{
    static IEnumerable<TestCaseData> Cases => GoldenCases.Of("metrics", golden => golden.InputNames.Contains("features1"));

    [TestCaseSource(nameof(Cases)), Category("Golden")]
    public void Agrees_with_the_published_code(GoldenCase golden)
    {
        golden.RequireConfig("dims", "samples");
        FeatureStatistics Statistics(string name) => FeatureStatistics.Of(golden.Input(name).ToDoubles(), golden.Input(name).Shape[1]);
        var (first, second) = (Statistics("features1"), Statistics("features2"));
        golden.Expect("mu1", first.Mean.ToArray());
        golden.Expect("mu2", second.Mean.ToArray());
        golden.Expect("sigma1", first.Covariance.ToRowMajorArray());
        golden.Expect("sigma2", second.Covariance.ToRowMajorArray());
        golden.Expect("frechet_distance", [FrechetDistance.Between(first, second)]);
        golden.Expect("frechet_distance",
            [FrechetDistance.Between(golden.Input("features1").ToFloats(), golden.Input("features2").ToFloats(), first.Mean.Count)]);
    }

    /// <summary>In one dimension: (m1 - m2)^2 + (s1 - s2)^2.</summary>
    [Test]
    public void Is_the_closed_form_in_one_dimension()
    {
        var first = FeatureStatistics.Of([0, 2], 1); // mean 1, variance 2
        var second = FeatureStatistics.Of([4, 12], 1); // mean 8, variance 32
        Assert.That(FrechetDistance.Between(first, second), Is.EqualTo(49 + Math.Pow(Math.Sqrt(32) - Math.Sqrt(2), 2)).Within(1e-9));
        Assert.That(FrechetDistance.Between(first, first), Is.Zero.Within(1e-9));
    }

    [Test]
    public void Few_features_of_many_dimensions_take_a_shorter_way_to_the_same()
    {
        var random = new Random(3);
        float[] Features(int count) => [.. Enumerable.Range(0, count * 20).Select(_ => random.NextSingle())];
        var (first, second) = (Features(7), Features(9));
        double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
        var slow = FrechetDistance.Between(FeatureStatistics.Of(Wide(first), 20), FeatureStatistics.Of(Wide(second), 20));
        Assert.That(FrechetDistance.Between(first, second, 20), Is.EqualTo(slow).Within(1e-6));
    }

    [Test]
    public void One_feature_is_too_few() => Assert.That(() => FeatureStatistics.Of([1, 2], 2), Throws.ArgumentException);

    [Test]
    public void One_feature_of_many_dimensions_is_too_few() => Assert.That(() => FrechetDistance.Between([1, 2], [1, 2, 3, 4], 2), Throws.ArgumentException);
}
