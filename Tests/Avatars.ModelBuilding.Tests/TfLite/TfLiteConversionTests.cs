using Avatars.Fixtures;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.TfLite;

public sealed class TfLiteConversionTests
{
    static readonly byte[] Valid = SmallTfLite.Bytes();

    [Test]
    public void Padding_float16_and_sparse_weights_are_those_of_TensorFlow()
    {
        var (graph, weights) = TfLiteConversion.Convert(Valid, "small.tflite", "small");
        float[] input = [.. Enumerable.Range(0, SmallTfLite.Side * SmallTfLite.Side).Select(i => i * i * 0.25f)];
        var result = Runtime.Run(graph, weights, [("in", input)])["out"];
        for (var y = 0; y < 2; y++)
            for (var x = 0; x < 2; x++)
            {
                float[] convolved = [Convolved(input, x, y, 0) + 1, Convolved(input, x, y, 1) - 1];
                Assert.That(result[(y * 2 + x) * 2], Is.EqualTo(2 * convolved[1]).Within(1e-4), $"row {y}, column {x}");
                Assert.That(result[(y * 2 + x) * 2 + 1], Is.EqualTo(3 * convolved[0]).Within(1e-4), $"row {y}, column {x}");
            }
    }

    [TestCase(0), TestCase(7), TestCase(100)]
    public void A_file_cut_short_is_refused(int length) =>
        Assert.That(() => TfLiteConversion.Convert(Valid.AsMemory(0, length), "small.tflite", "small"),
            Throws.InstanceOf<FormatException>().With.Message.Contains("small.tflite"));

    [Test]
    public void An_unknown_operator_is_named()
    {
        var bytes = Valid.ToArray();
        var at = Enumerable.Range(0, bytes.Length - 3).Single(i => BitConverter.ToInt32(bytes, i) == 124); // DENSIFY
        bytes[at] = 99;
        Assert.That(() => TfLiteConversion.Convert(bytes, "small.tflite", "small"),
            Throws.InstanceOf<FormatException>().With.Message.Contains("built-in operator 99"));
    }

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public void A_changed_file_is_converted_or_refused(int seed) => MutatedFile.IsReadOrRefused(Valid, ".tflite", seed, path =>
    {
        var (graph, weights) = TfLiteConversion.Convert(File.ReadAllBytes(path), path, "small");
        OnnxFile.Write(graph, Stream.Null, weights);
    });

    /// <summary>Stride 2 on an even side: nothing is added before, one row and one column of zeros after.</summary>
    static float Convolved(float[] input, int x, int y, int channel)
    {
        var sum = 0f;
        for (var row = 0; row < 3; row++)
            for (var column = 0; column < 3; column++)
                if (2 * y + row < SmallTfLite.Side && 2 * x + column < SmallTfLite.Side)
                    sum += input[(2 * y + row) * SmallTfLite.Side + 2 * x + column] * SmallTfLite.First[channel * 9 + row * 3 + column];
        return sum;
    }
}
