namespace Avatars.ModelBuilding.Layers;

public sealed class PositionLayersTests
{
    [TestCase(37, 16, PositionRule.OffsetScale), TestCase(37, 36, PositionRule.OffsetScale)]
    [TestCase(4, 6, PositionRule.Size), TestCase(5, 3, PositionRule.Size)]
    public void A_constant_table_stays_constant(int from, int to, PositionRule rule)
    {
        foreach (var row in PositionLayers.CubicTaps(from, to, rule).Chunk(from))
            Assert.That(row.Sum(), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void The_same_size_changes_nothing()
    {
        var taps = PositionLayers.CubicTaps(5, 5, PositionRule.Size);
        for (var i = 0; i < 25; i++)
            Assert.That(taps[i], Is.EqualTo(i % 6 == 0 ? 1 : 0).Within(1e-6));
    }

    [Test]
    public void Half_way_taps_are_those_of_the_cubic()
    {
        // At 2 to 1 every new point lies half-way between two old ones; a = -0.75 gives 19/32 to each and -3/32 outside.
        var row = PositionLayers.CubicTaps(8, 4, PositionRule.Size).Chunk(8).ElementAt(1);
        Assert.That(row, Is.EqualTo(new[] { 0, -3 / 32f, 19 / 32f, 19 / 32f, -3 / 32f, 0, 0, 0 }).Within(1e-6));
    }
}
