using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

public sealed class FlowPoseEncoderTests
{
    const int Side = 64, Cells = Side / 8, Shift = 2; // cells

    readonly Graph _graph = new FlowPoseEncoder(new() { Size = Side, Widths = [16, 16, 32, 32], SourceFeatures = 16 }).Build();
    readonly float[] _pose = Numbers.Random(3 * Side * Side, 1), _person = Numbers.Random(3 * Side * Side, 2),
        _background = Numbers.Random(3 * Side * Side, 4);

    /// <summary>Random weights, but with a given logit of the body being in every cell, and sharp matches.</summary>
    sealed class FixedLogit(float logit) : IWeightSource
    {
        readonly RandomWeights _random = new(3);

        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => weight.Name switch
        {
            "surface.out.bias" => [new[] { 0, 0, 0, logit }],
            "match.sharpness" => [new[] { 16f }],
            _ => _random.Read(weight),
        };
    }

    [Test]
    public void The_warp_follows_equal_surface_coordinates()
    {
        var target = Run(new float[4 * Cells * Cells])["pose_surface"];

        // A source in which the same body stands two cells farther to the right.
        var source = new float[4 * Cells * Cells];
        for (var i = 0; i < source.Length; i++)
            source[i] = i >= 3 * Cells * Cells ? 60 : i % Cells >= Shift ? target[i - Shift] : 1000 + i;
        var warped = Run(source)["warped_source"];
        for (var channel = 0; channel < 3; channel++)
            for (var y = 0; y < Side; y++)
                for (var x = 0; x < (Cells - Shift) * 8 - 8; x++) // the last column but two is blended with what has no match
                {
                    var at = (channel * Side + y) * Side + x;
                    Assert.That(warped[at], Is.EqualTo(_person[at + 8 * Shift]).Within(1e-3), $"{channel} {x} {y}");
                }
    }

    [Test]
    public void Without_a_person_the_inpainted_background_is_shown()
    {
        var made = Run(Numbers.Random(4 * Cells * Cells, 5), logit: -60);
        Assert.That(made["warped_source"], Is.EqualTo(_background).Within(1e-5));
        Assert.That(made["pose_mask"], Is.All.LessThan(-20));
    }

    Dictionary<string, float[]> Run(float[] surface, float logit = 60) =>
        Runtime.Run(_graph, new FixedLogit(logit), [("pose", _pose), ("foreground", _person), ("inpainted_background", _background), ("surface", surface),
            ("source_features", new float[16 * Cells * Cells])]);
}
