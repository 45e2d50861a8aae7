using System.Runtime.InteropServices;
using Avatars.Files;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>Changes how the weights of a written model are stored, and nothing else of it.</summary>
public static class OnnxRepack
{
    const string Remedy = "Build or download the model again.";

    /// <summary>Writes beside <paramref name="to"/>, then renames.</summary>
    /// <param name="storage">Null keeps what <paramref name="from"/> has.</param>
    /// <exception cref="FormatException"><paramref name="from"/> is not written by this project, or keeps weights in a file that is not its own.</exception>
    public static void Save(string from, string to, WeightStorage? storage)
    {
        var (model, kept, structure) = FileReading.Run(from, Remedy, () =>
        {
            var read = StoredModel.Read(from);
            return (read, storage ?? read.Storage, read.Structure(storage ?? read.Storage));
        });
        try
        {
            Save(model, to, kept, structure);
        }
        catch (FormatException error) when (!error.Message.Contains(from, StringComparison.Ordinal)) // of a weight's values
        {
            throw new FormatException($"'{from}': {ErrorLine.Of(error)}", error);
        }
    }

    static void Save(StoredModel model, string to, WeightStorage kept, byte[] structure)
    {
        if (model.Weights.Sum(weight => WeightBytes.LengthOf(weight, kept)) < OnnxFile.ExternalFrom)
            OnnxFile.Save(to, stream => OnnxFile.Write(stream, model.Name, structure, model.Rest, model.Weights, model, kept));
        else
            ExternalData.Save(to, model.Weights, model, kept, (stream, initializers) =>
                OnnxFile.Write(stream, model.Name, structure, model.Rest, initializers));
    }

    /// <summary>How the weights of a model are stored.</summary>
    public static WeightStorage StorageOf(string path) => FileReading.Run(path, Remedy, () => StoredModel.Read(path).Storage);

    /// <summary>A model in memory, its weights left where they lie.</summary>
    sealed class StoredModel : IWeightSource
    {
        const int Name_ = 8, Dims = 1, DataType = 2, Piece = 1 << 17;

        readonly List<ProtoField> _graph = [];
        readonly List<Weight> _weights = [];
        readonly Dictionary<string, ArraySegment<byte>> _data = new(StringComparer.Ordinal); // of a weight elsewhere: empty
        readonly Dictionary<string, long> _elsewhere = new(StringComparer.Ordinal);
        string _path = "";
        readonly HashSet<string> _halves = new(StringComparer.Ordinal);

        public string Name { get; private set; } = "";

        public byte[] Rest { get; private set; } = [];

        public Weight[] Weights => [.. _weights];

        public WeightStorage Storage => _halves.Count > 0 ? WeightStorage.Float16 : WeightStorage.Float32;

        public static StoredModel Read(string path)
        {
            var model = new StoredModel { _path = path };
            using var rest = new MemoryStream();
            foreach (var field in ProtoField.Read(WholeFile.Read(path, int.MaxValue), path))
                if (field.Field == OnnxFile.GraphField)
                    model.ReadGraph(field.Content, path);
                else
                    rest.Write(field.Whole);
            model.Rest = rest.ToArray();
            return model;
        }

        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight)
        {
            var isHalf = _halves.Contains(weight.Name);
            return _elsewhere.TryGetValue(weight.Name, out var offset) ? ReadElsewhere(offset, weight.Count * (isHalf ? 2 : 4), isHalf)
                : ReadHere(_data[weight.Name], isHalf);
        }

        static IEnumerable<ReadOnlyMemory<float>> ReadHere(ArraySegment<byte> data, bool isHalf)
        {
            for (var at = 0; at < data.Count; at += Piece)
                yield return Widened(data[at..Math.Min(at + Piece, data.Count)], isHalf);
        }

        IEnumerable<ReadOnlyMemory<float>> ReadElsewhere(long offset, long length, bool isHalf)
        {
            using var stream = WholeFile.Open(ExternalData.PathOf(_path), long.MaxValue);
            stream.Position = offset;
            for (var left = length; left > 0; left -= Piece)
            {
                var bytes = new byte[(int)Math.Min(left, Piece)];
                stream.ReadExactly(bytes);
                yield return Widened(bytes, isHalf);
            }
        }

        static float[] Widened(ReadOnlySpan<byte> bytes, bool isHalf) => isHalf
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (float)value)
            : MemoryMarshal.Cast<byte, float>(bytes).ToArray();

        /// <summary>Nodes, inputs and outputs as they should be for the given storage.</summary>
        public byte[] Structure(WeightStorage storage)
        {
            using var bytes = new MemoryStream();
            if (storage == WeightStorage.Float16)
                foreach (var weight in _weights)
                    bytes.Write(new ProtoMessage().Message(OnnxFile.NodeField, OnnxFile.CastOf(weight.Name).Encode(input => input)).ToArray());
            foreach (var field in _graph)
                bytes.Write(field.Field == OnnxFile.NodeField ? Renamed(field, storage) : field.Whole);
            return bytes.ToArray();
        }

        void ReadGraph(ArraySegment<byte> graph, string path)
        {
            foreach (var field in ProtoField.Read(graph, path))
                if (field.Field == OnnxFile.NameField)
                    Name = field.Text;
                else if (field.Field != OnnxFile.InitializerField)
                    _graph.Add(field);
                else
                    ReadInitializer(field, path);
            _graph.RemoveAll(field => field.Field == OnnxFile.NodeField && IsCastOfWeight(field));
        }

        void ReadInitializer(ProtoField initializer, string path)
        {
            var fields = new ProtoFields(initializer.Content, path);
            var name = fields.One(Name_, "a weight's name").Text;
            var type = (ElementType)fields.One(DataType, "a weight's type").Int32(path);
            if (type is not (ElementType.Float32 or ElementType.Float16))
            {
                _graph.Add(initializer);
                return;
            }
            var shape = fields.Shape(Dims);
            var data = fields.OneOrNone(TensorMessage.RawData, "a weight's data")?.Content ?? default;
            var weight = new Weight(name, shape, Initialisation.Zeros);
            var length = weight.Count * (type == ElementType.Float16 ? 2 : 4);
            if (!_data.TryAdd(name, data))
                throw fields.Broken($"the weight '{name}' stands there twice");
            if (fields.All(ExternalData.EntryField).Any())
                _elsewhere.Add(name, ExternalData.OffsetOf(fields, path, name, length));
            else if (data.Count != length)
                throw new FormatException($"'{path}', byte {initializer.Whole.Offset}: the weight {ErrorLine.Quote(name)} is not stored as raw data of its "
                    + $"shape within this file. {Remedy}");
            _weights.Add(weight);
            if (type == ElementType.Float16)
                _halves.Add(name);
        }

        bool IsCastOfWeight(ProtoField node)
        {
            var fields = new ProtoFields(node.Content, _path);
            return fields.All(4).Any(field => field.Text == "Cast")
                && fields.All(1).Select(field => field.Text).ToArray() is [var input]
                && _data.ContainsKey(input) && fields.All(2).Select(field => field.Text).ToArray() is [var output] && output == OnnxFile.WideName(input);
        }

        byte[] Renamed(ProtoField node, WeightStorage storage)
        {
            using var content = new MemoryStream();
            foreach (var field in ProtoField.Read(node.Content, _path))
                content.Write(field.Field == 1 ? new ProtoMessage().Text(1, InputFor(field.Text, storage)).ToArray() : field.Whole);
            return new ProtoMessage().Bytes(OnnxFile.NodeField, content.ToArray()).ToArray();
        }

        string InputFor(string input, WeightStorage storage)
        {
            const string Suffix = ":float32";
            var weight = input.EndsWith(Suffix, StringComparison.Ordinal) ? input[..^Suffix.Length] : input;
            return !_data.ContainsKey(weight) ? input : storage == WeightStorage.Float16 ? OnnxFile.WideName(weight) : weight;
        }
    }
}
