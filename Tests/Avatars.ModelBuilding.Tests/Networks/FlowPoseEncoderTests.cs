using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

public sealed class FlowPoseEncoderTests
{
    const int Side = 64, Cells = Side / 8, Shift = 2; // cells

    static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Random weights, but sure that the body is everywhere, and strict about matches.</summary>
    sealed class SureWeights : IWeightSource
    {
        readonly RandomWeights _random = new(3);

        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => weight.Name switch
        {
            "surface.out.bias" => [new float[] { 0, 0, 0, 60 }],
            "match.sharpness" => [new[] { 16f }],
            _ => _random.Read(weight),
        };
    }

    [Test]
    public void Pixels_come_from_where_the_source_shows_the_same_place_on_the_body()
    {
        var graph = new FlowPoseEncoder(new() { Size = Side, Widths = [16, 16, 32, 32], SourceFeatures = 16 }).Build();
        var (pose, pixels, features) = (Numbers.Random(3 * Side * Side, 1), Numbers.Random(3 * Side * Side, 2), new float[16 * Cells * Cells]);
        var background = Numbers.Random(2 * Cells * Cells, 4); // nobody sees it: the body is everywhere
        var target = Run(new float[4 * Cells * Cells])["pose_surface"];

        // A source in which the same body stands two cells farther to the right.
        var source = new float[4 * Cells * Cells];
        for (var i = 0; i < source.Length; i++)
            source[i] = i >= 3 * Cells * Cells ? 60 : i % Cells >= Shift ? target[i - Shift] : 1000 + i;
        var brought = Run(source)["brought_over"];
        for (var channel = 0; channel < 3; channel++)
            for (var y = 0; y < Side; y++)
                for (var x = 0; x < (Cells - Shift) * 8 - 8; x++) // the last column but two is blended with what has no match
                    Assert.That(brought[(channel * Side + y) * Side + x], Is.EqualTo(2 * (pixels[(channel * Side + y) * Side + x + 8 * Shift] * Deviation[channel] + Mean[channel]) - 1).Within(1e-3), $"{channel} {x} {y}");

        Dictionary<string, float[]> Run(float[] surface) => Runtime.Run(graph, new SureWeights(), [("pose", pose), ("pixel_values", pixels), ("surface", surface), ("source_features", features), ("background", background)]);
    }
}
