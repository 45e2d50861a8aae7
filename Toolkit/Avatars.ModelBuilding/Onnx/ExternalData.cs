using System.Globalization;
using Avatars.Files;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>A network's weights in a file of their own, beside the model: an ONNX file holds at most 2 GiB.</summary>
/// <remarks>ONNX, docs/ExternalData.md.</remarks>
static class ExternalData
{
    public const int EntryField = 13, LocationField = 14; // TensorProto
    const int External = 1; // TensorProto.DataLocation
    const int Page = 4096; // as ONNX recommends, so that every weight can be mapped into memory
    const int InlineBelow = 1024; // bytes; what is this small stays in the model, where shapes can be worked out from it

    /// <summary>Path of the weights of the model at <paramref name="path"/>.</summary>
    public static string PathOf(string path) => path + ".data";

    /// <summary>Writes the weights, then the model, each beside its place.</summary>
    /// <param name="write">Given a stream for the model, and its initializers as fields of GraphProto.</param>
    public static void Save(string path, Weight[] weights, IWeightSource source, WeightStorage storage, Action<Stream, byte[]> write)
    {
        var data = PathOf(path);
        try
        {
            var initializers = new MemoryStream();
            OnnxFile.Save(data, stream => Write(stream, initializers, Path.GetFileName(data), weights, source, storage));
            OnnxFile.Save(path, stream => write(stream, initializers.ToArray()));
        }
        catch
        {
            File.Delete(data);
            throw;
        }
    }

    /// <summary>Where a tensor's data begin in the file beside the model at <paramref name="path"/>.</summary>
    /// <param name="tensor">Fields of TensorProto.</param>
    /// <exception cref="FormatException">The data lie in another file, or are not all there.</exception>
    internal static long OffsetOf(ProtoFields tensor, string path, string name, long length)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in tensor.All(EntryField))
            if (new ProtoFields(field.Content, path) is var entry
                && !entries.TryAdd(entry.One(1, "the key of a weight's place").Text, entry.One(2, "the value of a weight's place").Text))
                throw tensor.Broken($"the place of the weight '{name}' is given twice");
        var (data, expected) = (PathOf(path), Path.GetFileName(PathOf(path)));
        if (entries.GetValueOrDefault("location") != expected)
            throw tensor.Broken($"the weight '{name}' lies in '{entries.GetValueOrDefault("location")}', not in '{expected}' beside the model");
        if (!File.Exists(data))
            throw new FormatException($"'{data}' is missing, which holds the weight {ErrorLine.Quote(name)}. Build or download the package again.");
        using var file = WholeFile.Open(data, long.MaxValue);
        if (!long.TryParse(entries.GetValueOrDefault("offset", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || offset > file.Length - length)
            throw new FormatException($"'{data}' does not hold the weight {ErrorLine.Quote(name)} of {length:N0} bytes. It is cut short: "
                + "build or download the package again.");
        return offset;
    }

    static void Write(Stream stream, MemoryStream initializers, string location, Weight[] weights, IWeightSource source, WeightStorage storage)
    {
        var type = storage == WeightStorage.Float16 ? ElementType.Float16 : ElementType.Float32;
        foreach (var weight in weights)
        {
            var length = WeightBytes.LengthOf(weight, storage);
            var tensor = TensorMessage.Header(weight.Shape, type, weight.Name);
            if (length < InlineBelow)
            {
                using var bytes = new MemoryStream();
                WeightBytes.Write(bytes, weight, source, storage);
                tensor.Bytes(TensorMessage.RawData, bytes.ToArray());
            }
            else
            {
                stream.Write(new byte[(Page - stream.Position % Page) % Page]);
                tensor.Message(EntryField, Entry("location", location)).Message(EntryField, Entry("offset", Text(stream.Position)))
                    .Message(EntryField, Entry("length", Text(length))).Integer(LocationField, External);
                WeightBytes.Write(stream, weight, source, storage);
            }
            initializers.Write(new ProtoMessage().Message(OnnxFile.InitializerField, tensor).ToArray());
        }
    }

    static ProtoMessage Entry(string key, string value) => new ProtoMessage().Text(1, key).Text(2, value);

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
