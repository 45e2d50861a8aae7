using System.Numerics;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Datasets.Tests.MakeHuman;

/// <summary>The numbers are those of the assets' own README.</summary>
[Category("Assets")]
public sealed class ShapeTests
{
    const float Centimetre = 0.01f;

    static float Height(ReadOnlySpan<Vector3> positions)
    {
        var (low, high) = (float.MaxValue, float.MinValue);
        foreach (var vertex in Libraries.Small.Body.Origins)
            (low, high) = (MathF.Min(low, positions[vertex].Y), MathF.Max(high, positions[vertex].Y));
        return high - low;
    }

    static float Height(MacroShape shape)
    {
        var positions = (Vector3[])Libraries.Small.BaseMesh.Positions.Clone();
        Libraries.Small.Targets.Apply(shape, positions);
        return Height(positions);
    }

    [Test]
    public void The_base_mesh_has_its_counts_and_size()
    {
        var mesh = Libraries.Small.BaseMesh;
        Assert.That(mesh.Positions, Has.Length.EqualTo(19158));
        Assert.That(mesh.TextureCoordinates, Has.Length.EqualTo(21334));
        Assert.That(mesh.FaceCount, Is.EqualTo(18486));
        Assert.That(mesh.Group("body"), Has.Count.EqualTo(13378));
        Assert.That(Height(mesh.Positions), Is.EqualTo(1.67f).Within(Centimetre));
        Assert.That(mesh.GroupVertices("joint-ground"), Is.EqualTo(Enumerable.Range(19150, 8)));
    }

    [TestCase(1, 1.75f), TestCase(0, 1.60f)]
    public void A_young_person_is_as_tall_as_the_targets_make_them(float gender, float metres) =>
        Assert.That(Height(new MacroShape { Gender = gender }), Is.EqualTo(metres).Within(Centimetre));

    [TestCase(0, 1.24f), TestCase(1, 2.47f)]
    public void The_height_slider_has_the_documented_ends(float height, float metres)
    {
        var male = Height(new MacroShape { Gender = 1, Height = height });
        var female = Height(new MacroShape { Gender = 0, Height = height });
        Assert.That(height == 0 ? MathF.Min(male, female) : MathF.Max(male, female), Is.EqualTo(metres).Within(5 * Centimetre));
    }

    [Test]
    public void The_weights_of_every_group_of_words_sum_to_one()
    {
        var shape = new MacroShape { Gender = 0.3f, Age = 0.7f, Muscle = 0.8f, Weight = 0.2f, African = 0.2f, Asian = 0.5f, Caucasian = 0.3f };
        var targets = shape.Targets().ToArray();
        Assert.That(targets.Where(target => target.File.StartsWith("race/", StringComparison.Ordinal)).Sum(target => target.Weight),
            Is.EqualTo(1).Within(1e-5f));
        // muscle and weight each leave 0.4 for the middle, whose product has no file
        Assert.That(targets.Where(target => target.File.StartsWith("build/", StringComparison.Ordinal)).Sum(target => target.Weight),
            Is.EqualTo(1 - 0.4f * 0.4f).Within(1e-5f));
    }

    [Test]
    public void Every_target_of_the_collection_can_be_read()
    {
        var library = Libraries.Small;
        foreach (var slider in library.Targets.Sliders.Values)
        {
            var positions = (Vector3[])library.BaseMesh.Positions.Clone();
            library.Targets.Apply(slider.Name, 1, positions);
            Assert.That(positions, Is.Not.EqualTo(library.BaseMesh.Positions), slider.Name);
        }
    }
}
