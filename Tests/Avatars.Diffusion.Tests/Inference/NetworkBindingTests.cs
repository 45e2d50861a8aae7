using Avatars.Fixtures;
using Avatars.Models;

namespace Avatars.Inference;

public sealed class NetworkBindingTests
{
    readonly TemporaryFolder _folder = new();
    Network _network = null!;

    [OneTimeSetUp]
    public void Load() => _network = ModelPackage.Open(TinyFpdm.Write(_folder)).Load("combiner", new InferenceOptions());

    [OneTimeTearDown]
    public void Unload()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [TestCase(1), TestCase(3)]
    public void Reads_and_writes_in_place_at_any_batch_without_allocating(int batch)
    {
        using FloatTensor image = Tensor("image"), pose = Tensor("pose"), fusion = _network.TensorFor(_network.Output("fusion"), batch);
        using var binding = new NetworkBinding(_network).Read("image", image).Read("pose", pose).Write("fusion", fusion);
        image.Span.Fill(0.5f);
        pose.Span.Fill(-0.25f);
        Assert.That(Allocations.Of(binding.Run), Is.Zero);
        var first = fusion.Span[..fusion.Shape[1]].ToArray();
        Assert.That(first.Sum(value => value * value), Is.EqualTo(1).Within(1e-5), "the combiner's output has unit length");
        for (var i = 1; i < batch; i++)
            Assert.That(fusion.Span.Slice(i * first.Length, first.Length).ToArray(), Is.EqualTo(first).Within(1e-6f));

        FloatTensor Tensor(string input) => _network.TensorFor(_network.Input(input), batch);
    }

    [Test]
    public void Does_not_run_half_bound()
    {
        using var image = _network.TensorFor(_network.Input("image"), 1);
        using var binding = new NetworkBinding(_network).Read("image", image);
        Assert.That(binding.Run, Throws.InvalidOperationException.With.Message.Contains("pose").And.Message.Contains("fusion"));
    }

    [Test]
    public void Refuses_a_tensor_of_another_shape_and_a_name_that_is_not_there()
    {
        using var wrong = new FloatTensor(1, 3);
        using var binding = new NetworkBinding(_network);
        Assert.That(() => binding.Read("image", wrong), Throws.ArgumentException.With.Message.Contains("[1, 3]"));
        Assert.That(() => binding.Read("picture", wrong), Throws.TypeOf<FormatException>().With.Message.Contains("'image'"));
    }

    [TestCase(0), TestCase(-4), TestCase(int.MaxValue)]
    public void A_tensor_of_absurd_size_is_refused_before_memory_is_taken(int side) =>
        Assert.That(() => new FloatTensor(side, 2), Throws.ArgumentException);

    [Test]
    public void An_observer_is_told_of_each_run_before_it_starts()
    {
        var seen = new List<(string File, float[] Image, string[] Outputs)>();
        var options = new InferenceOptions { Observer = (network, inputs, outputs) =>
            seen.Add((Path.GetFileName(network.Path), inputs["image"].Span.ToArray(), [.. outputs])) };
        using var network = new Network(_network.Path, options);
        using FloatTensor image = network.TensorFor(network.Input("image"), 1), pose = network.TensorFor(network.Input("pose"), 1),
            fusion = network.TensorFor(network.Output("fusion"), 1);
        using var binding = new NetworkBinding(network, null).Read("image", image).Read("pose", pose).Write("fusion", fusion);
        for (var run = 1; run <= 2; run++)
        {
            image.Span.Fill(run);
            binding.Run();
            Assert.That(seen, Has.Count.EqualTo(run));
            Assert.That(seen[^1].Image, Is.All.EqualTo(run));
        }
        Assert.That((seen[0].File, seen[0].Outputs), Is.EqualTo(("combiner.onnx", new[] { "fusion" })));
    }
}
