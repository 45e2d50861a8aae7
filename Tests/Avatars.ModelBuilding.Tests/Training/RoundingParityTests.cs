using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Quantization;

namespace Avatars.ModelBuilding.Tests.Training;

/// <summary>What a convolution in training sees as 8 bits is what the package has.</summary>
public sealed class RoundingParityTests
{
    const int Side = 9, Read = 5, Made = 7;
    const float Tolerance = 2e-5f; // float32 sums of 45 products, relative to the largest

    [Test]
    public void The_trainer_rounds_as_the_package_does()
    {
        var definition = new Graph("rounded");
        definition.Output(definition.Conv(definition.Input("x", Value.Batch, Read, Side, Side), "conv", Made), "y");
        var (weights, x) = (Numbers.Random(Made * Read * 9, seed: 7), Numbers.Random(Read * Side * Side, seed: 8));
        weights[11] = 9; // a weight far from the others of its channel
        var given = new GivenWeights(new() { ["conv.weight"] = weights, ["conv.bias"] = Numbers.Random(Made, seed: 9) });
        using var bytes = new MemoryStream();
        OnnxFile.Write(definition, bytes, given);
        var model = PlainModel.Read(bytes.ToArray(), "test");
        var exact = Runtime.Run(model.ToBytes(), [("x", x)])["y"];
        var ranges = new Dictionary<string, ActivationRange>
        {
            ["x"] = ActivationRange.Of(x.Min(), x.Max()), ["conv"] = ActivationRange.Of(exact.Min() - 1, exact.Max() + 1),
        };
        var rewritten = EightBitModel.Rewrite(model, ["conv"], new(ranges, new Dictionary<string, int[]>()));

        var trained = InTraining(bytes.ToArray(), x);
        var before = Runtime.Run(rewritten.ToBytes("conv:exact"), [("x", x)])["conv:exact"];
        var (result, sums) = (ranges["conv"].Scale / 2, Tolerance * exact.Max(Math.Abs));
        var biasSteps = rewritten.Constants["conv:bias:scale"].Floats("test"); // the trainer leaves a bias as it is
        for (var i = 0; i < before.Length; i++)
            Assert.That(before[i], Is.EqualTo(trained[i]).Within(biasSteps[i / (Side * Side)] / 2 + sums), $"element {i}");
        Assert.That(exact.Zip(trained, (one, other) => Math.Abs(one - other)).Max(), Is.GreaterThan(20 * biasSteps.Max()), "rounding shows");
        var packaged = Runtime.Run(rewritten.ToBytes(), [("x", x)])["y"];
        for (var i = 0; i < packaged.Length; i++)
            Assert.That(packaged[i], Is.EqualTo(trained[i]).Within(result + biasSteps[i / (Side * Side)] / 2 + sums),
                $"element {i}: half a step of the result");
    }

    static float[] InTraining(byte[] model, float[] x)
    {
        var folder = Directory.CreateTempSubdirectory("rounding-").FullName;
        try
        {
            string In(string name) => Path.Combine(folder, name);
            var (graph, inputs, outputs) = (In("rounded.onnx"), In("inputs.safetensors"), In("outputs.safetensors"));
            File.WriteAllBytes(graph, model);
            var header = JsonSerializer.SerializeToUtf8Bytes(new
            {
                x = new { dtype = "F32", shape = new[] { 1, Read, Side, Side }, data_offsets = new[] { 0, x.Length * sizeof(float) } },
            });
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            File.WriteAllBytes(inputs, [.. length, .. header, .. MemoryMarshal.AsBytes<float>(x)]);
            Python.RunGraphInEightBits(graph, inputs, outputs);
            return SafetensorsFile.Read(outputs)["y"].ToFloats();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
