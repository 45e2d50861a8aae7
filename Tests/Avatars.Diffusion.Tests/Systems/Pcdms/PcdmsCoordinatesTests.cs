using Avatars.Fixtures;
using Avatars.Models;
using Avatars.PoseMaps;

namespace Avatars.Systems.Pcdms;

public sealed class PcdmsCoordinatesTests
{
    static readonly CoordinateSettings Rule = new();

    [Test]
    public void Points_become_shares_of_the_picture_and_missing_ones_the_given_number()
    {
        var coordinates = Write(Rule with { Missing = -2 });
        Assert.That(coordinates[..2], Is.EqualTo(new[] { 0.25f, 0.75f }));
        Assert.That(coordinates[2..], Is.All.EqualTo(-2));
    }

    [Test]
    public void A_signed_rule_runs_from_minus_one_to_one() => Assert.That(Write(Rule with { IsSigned = true })[..2], Is.EqualTo(new[] { -0.5f, 0.5f }));

    [Test]
    public void A_border_at_the_sides_is_cut_off_before_counting() =>
        // DeepFashion's pictures of 176 in a frame of 256
        Assert.That(Write(Rule with { SideBorder = 40.0 / 256 })[0], Is.EqualTo((64f - 40) / 176).Within(1e-6f));

    [Test]
    public void Keypoints_of_a_larger_layout_give_its_body()
    {
        var points = new Keypoint[KeypointLayout.Avatar128.Count];
        points[KeypointLayout.Avatar128.Names.ToArray().ToList().IndexOf(KeypointLayout.Body18.Names[4])] = new Keypoint(128, 64, 1);
        var coordinates = new float[PcdmsCoordinates.Length];
        new PcdmsCoordinates(Rule).Write(KeypointLayout.Avatar128, points, 256, 256, coordinates);
        Assert.That(coordinates[8..10], Is.EqualTo(new[] { 0.5f, 0.25f }));
    }

    [Test]
    public void A_published_file_is_read_as_it_is()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["a.txt"], Enumerable.Range(0, 18).Select(i => FormattableString.Invariant($"{i / 100.0} -1")));
        var coordinates = PcdmsCoordinates.Read(folder["a.txt"]);
        Assert.That(coordinates[34..], Is.EqualTo(new[] { 0.17f, -1f }));
        File.WriteAllLines(folder["b.txt"], File.ReadLines(folder["a.txt"]).Take(17));
        Assert.That(() => PcdmsCoordinates.Read(folder["b.txt"]),
            Throws.InstanceOf<FormatException>().With.Message.Contains("b.txt").And.Message.Contains("17"));
        File.WriteAllLines(folder["c.txt"], Enumerable.Repeat("0.1 NaN", 18));
        Assert.That(() => PcdmsCoordinates.Read(folder["c.txt"]), Throws.InstanceOf<FormatException>().With.Message.Contains("line 1"));
    }

    static float[] Write(CoordinateSettings rule)
    {
        var points = new Keypoint[18];
        points[0] = new Keypoint(64, 96, 1);
        var coordinates = new float[PcdmsCoordinates.Length];
        new PcdmsCoordinates(rule).Write(KeypointLayout.Body18, points, 256, 128, coordinates);
        return coordinates;
    }
}
