using System.Globalization;
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
    internal static long OffsetOf(IEnumerable<ProtoField> tensor, string path, string name, long length)
    {
        var entries = tensor.Where(field => field.Field == EntryField).Select(field => ProtoField.Read(field.Content, path).ToArray())
            .ToDictionary(entry => entry.Single(field => field.Field == 1).Text, entry => entry.Single(field => field.Field == 2).Text, StringComparer.Ordinal);
        var data = new FileInfo(PathOf(path));
        if (entries.GetValueOrDefault("location") != data.Name)
            throw new FormatException($"'{path}': the weight '{name}' lies in '{entries.GetValueOrDefault("location")}', not in '{data.Name}' beside the model. Build the package again.");
        if (!long.TryParse(entries.GetValueOrDefault("offset", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || !data.Exists || offset > data.Length - length)
            throw new FormatException($"'{data.FullName}' does not hold the weight '{name}' of {length:N0} bytes. It is missing or cut short: build the package again.");
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
