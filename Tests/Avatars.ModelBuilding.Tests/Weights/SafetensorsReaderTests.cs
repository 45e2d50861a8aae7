using System.Buffers.Binary;
using System.Text;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Weights;

public sealed class SafetensorsReaderTests
{
    string _path = "";

    [SetUp]
    public void ChooseFile() => _path = Path.Combine(Path.GetTempPath(), $"avatar-{Guid.NewGuid():N}.safetensors");

    [TearDown]
    public void RemoveFile() => File.Delete(_path);

    [TestCase(WeightStorage.Float32), TestCase(WeightStorage.Float16)]
    public void What_is_written_is_read(WeightStorage storage)
    {
        Weight[] weights = [new("a", [3, 5], Initialisation.Normal(1)), new("long", [70_000, 2], Initialisation.FanIn(4)),
            new("scalar", [], Initialisation.Ones), new("none", [0, 4], Initialisation.Ones)];
        SafetensorsWriter.Save(_path, weights, new RandomWeights(5), storage);
        using var file = SafetensorsReader.Open(_path);
        foreach (var weight in weights)
        {
            var written = Collect(new RandomWeights(5).Read(weight));
            var expected = storage == WeightStorage.Float16 ? Array.ConvertAll(written, value => (float)(Half)value) : written;
            Assert.That(Collect(file.Read(weight.Name)), Is.EqualTo(expected), weight.Name);
            Assert.That(file.Entries[weight.Name].Shape, Is.EqualTo(weight.Shape));
        }
    }

    [TestCase("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0xBF }, -1.5f), TestCase("F32", new byte[] { 0, 0, 0xC0, 0xBF }, -1.5f)]
    [TestCase("F16", new byte[] { 0, 0xBE }, -1.5f), TestCase("BF16", new byte[] { 0xC0, 0xBF }, -1.5f)]
    [TestCase("BOOL", new byte[] { 1 }, 1f), TestCase("U8", new byte[] { 200 }, 200f), TestCase("U16", new byte[] { 0xFE, 0xFF }, 65534f)]
    [TestCase("I8", new byte[] { 0xFE }, -2f), TestCase("I16", new byte[] { 0xFE, 0xFF }, -2f), TestCase("I32", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2f)]
    [TestCase("I64", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2f)]
    public void Every_type_widens_to_float(string type, byte[] bytes, float expected)
    {
        Write($$$"""{"x":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{bytes.Length}}}]},"__metadata__":{"format":"pt"}}""", bytes);
        using var file = SafetensorsReader.Open(_path);
        Assert.That(Collect(file.Read("x")), Is.EqualTo(new[] { expected }));
    }

    [TestCase("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [TestCase("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "hole")]
    [TestCase("""{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 8, "Download it again")]
    [TestCase("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "goes on")]
    [TestCase("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "takes 8 bytes")]
    [TestCase("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "from 4 to 0")]
    [TestCase("""{"x":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,0]}}""", 0, "shape of whole numbers")]
    [TestCase("""{"x":{"dtype":"F32","shape":[4000000000,4000000000,4000000000],"data_offsets":[0,4]}}""", 4, "takes")]
    [TestCase("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape of whole numbers")]
    [TestCase("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "shape of whole numbers")]
    [TestCase("""{"x":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "'F31'")]
    [TestCase("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "two data_offsets")]
    [TestCase("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "twice")]
    [TestCase("""{"x":[1]}""", 0, "lacks")]
    [TestCase("""[]""", 0, "no JSON object")]
    [TestCase("""{"x":""", 0, "JSON is damaged")]
    public void A_wrong_header_is_refused_with_file_byte_and_reason(string header, int data, string reason)
    {
        Write(header, new byte[data]);
        var error = Assert.Throws<FormatException>(() => SafetensorsReader.Open(_path))!;
        Assert.That(error.Message, Does.Contain(_path).And.Contain("byte ").And.Contain(reason));
    }

    [TestCase(new byte[0]), TestCase(new byte[] { 1, 2, 3 }), TestCase(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, (byte)'{' })]
    [TestCase(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 0 })]
    public void A_wrong_length_is_refused_before_memory_is_taken(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        Assert.That(() => SafetensorsReader.Open(_path), Throws.TypeOf<FormatException>().With.Message.Contains("byte 0"));
    }

    [Test]
    public void A_weight_of_another_shape_is_refused()
    {
        Write("""{"n.x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""", new byte[8]);
        using var file = SafetensorsReader.Open(_path);
        var weights = new CheckpointWeights(file, "n.");
        Assert.That(Collect(weights.Read(new Weight("x", [2], Initialisation.Ones))), Has.Length.EqualTo(2), "sides of 1 do not matter");
        Assert.That(() => weights.Read(new Weight("x", [1, 3], Initialisation.Ones)),
            Throws.TypeOf<FormatException>().With.Message.Contains("[2, 1]").And.Message.Contains("[1, 3]"));
        Assert.That(() => weights.Read(new Weight("y", [2], Initialisation.Ones)), Throws.TypeOf<FormatException>().With.Message.Contains("'n.y'"));
    }

    void Write(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(_path, [.. length, .. json, .. data]);
    }

    static float[] Collect(IEnumerable<ReadOnlyMemory<float>> pieces) => [.. pieces.SelectMany(piece => piece.ToArray())];
}
