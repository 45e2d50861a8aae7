namespace Avatars.ModelBuilding.Quantization;

public sealed class LayerChoiceTests
{
    /// <summary>Errors of independent layers add up.</summary>
    static readonly Dictionary<string, double> Errors = new() { ["first"] = 1e-2, ["wide"] = 4e-4, ["narrow"] = 4e-4, ["quiet"] = 1e-6 };

    static readonly Dictionary<string, double> Savings = new() { ["first"] = 10, ["wide"] = 100, ["narrow"] = 1, ["quiet"] = 5 };

    [TestCase(1, new[] { "quiet", "wide", "narrow", "first" }), TestCase(1e-3, new[] { "quiet", "wide", "narrow" })]
    [TestCase(5e-4, new[] { "quiet", "wide" }), TestCase(1e-7, new string[0])]
    public void As_many_layers_as_the_result_can_bear_those_first_that_save_most(double limit, string[] expected)
    {
        var choice = LayerChoice.Make(Savings, limit, layers => layers.Sum(layer => Errors[layer]));
        Assert.That(choice.Layers, Is.EquivalentTo(expected));
        Assert.That(choice.Error, Is.EqualTo(expected.Sum(layer => Errors[layer])).Within(1e-12).And.LessThanOrEqualTo(limit));
        Assert.That(choice.Alone, Is.EquivalentTo(Errors));
    }

    [Test]
    public void A_layer_that_is_too_noisy_does_not_keep_a_smaller_one_out()
    {
        var errors = new Dictionary<string, double> { ["noisy"] = 1e-2, ["small"] = 1e-4 };
        var choice = LayerChoice.Make(new Dictionary<string, double> { ["noisy"] = 1000, ["small"] = 1 }, 1e-3, layers => layers.Sum(layer => errors[layer]));
        Assert.That(choice.Layers, Is.EqualTo(["small"]));
        Assert.That(choice.Error, Is.EqualTo(1e-4).Within(1e-12));
    }

    [Test]
    public void Without_candidates_nothing_is_chosen() =>
        Assert.That(LayerChoice.Make(new Dictionary<string, double>(), 1, _ => 0).Layers, Is.Empty);

    [TestCase(0), TestCase(30), TestCase(44.5)]
    public void Decibels_and_errors_are_inverse(double decibels) =>
        Assert.That(LayerChoice.Decibels(LayerChoice.ErrorAt(decibels)), Is.EqualTo(decibels).Within(1e-9));

    [Test]
    public void A_result_without_any_noise_has_decibels_that_can_be_written_down() =>
        Assert.That(LayerChoice.Decibels(0), Is.EqualTo(120));
}
