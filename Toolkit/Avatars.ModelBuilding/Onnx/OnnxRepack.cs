using System.Runtime.InteropServices;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>Changes how the weights of a written model are stored, and nothing else of it.</summary>
public static class OnnxRepack
{
    /// <summary>Writes beside <paramref name="to"/>, then renames.</summary>
    /// <param name="storage">Null keeps what <paramref name="from"/> has.</param>
    /// <exception cref="FormatException"><paramref name="from"/> is no model of this house, or keeps weights in a file that is not its own.</exception>
    public static void Save(string from, string to, WeightStorage? storage)
    {
        var model = StoredModel.Read(from);
        var (kept, structure) = (storage ?? model.Storage, model.Structure(storage ?? model.Storage));
        if (model.Weights.Sum(weight => WeightBytes.LengthOf(weight, kept)) < OnnxFile.ExternalFrom)
            OnnxFile.Save(to, stream => OnnxFile.Write(stream, model.Name, structure, model.Rest, model.Weights, model, kept));
        else
            ExternalData.Save(to, model.Weights, model, kept, (stream, initializers) => OnnxFile.Write(stream, model.Name, structure, model.Rest, initializers));
    }

    /// <summary>How the weights of a model are stored.</summary>
    public static WeightStorage StorageOf(string path) => StoredModel.Read(path).Storage;

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
            if (new FileInfo(path).Length > Array.MaxLength)
                throw new FormatException($"'{path}' is larger than the 2 GiB an ONNX file can have.");
            var model = new StoredModel { _path = path };
            using var rest = new MemoryStream();
            foreach (var field in ProtoField.Read(File.ReadAllBytes(path), path))
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
            return _elsewhere.TryGetValue(weight.Name, out var offset) ? ReadElsewhere(offset, weight.Count * (isHalf ? 2 : 4), isHalf) : ReadHere(_data[weight.Name], isHalf);
        }

        static IEnumerable<ReadOnlyMemory<float>> ReadHere(ArraySegment<byte> data, bool isHalf)
        {
            for (var at = 0; at < data.Count; at += Piece)
                yield return Widened(data[at..Math.Min(at + Piece, data.Count)], isHalf);
        }

        IEnumerable<ReadOnlyMemory<float>> ReadElsewhere(long offset, long length, bool isHalf)
        {
            using var stream = File.OpenRead(ExternalData.PathOf(_path));
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
            var fields = ProtoField.Read(initializer.Content, path).ToArray();
            var name = fields.Single(field => field.Field == Name_).Text;
            var type = (ElementType)fields.Single(field => field.Field == DataType).Number;
            if (type is not (ElementType.Float32 or ElementType.Float16))
            {
                _graph.Add(initializer);
                return;
            }
            var shape = fields.Where(field => field.Field == Dims).Select(field => checked((int)field.Number)).ToArray();
            var data = fields.Where(field => field.Field == TensorMessage.RawData).Select(field => field.Content).SingleOrDefault();
            var weight = new Weight(name, shape, Initialisation.Zeros);
            var length = weight.Count * (type == ElementType.Float16 ? 2 : 4);
            if (fields.Any(field => field.Field == ExternalData.EntryField))
                _elsewhere.Add(name, ExternalData.OffsetOf(fields, path, name, length));
            else if (data.Count != length)
                throw new FormatException($"'{path}', byte {initializer.Whole.Offset}: the weight '{name}' is not stored as raw data of its shape within this file.");
            _weights.Add(weight);
            _data.Add(name, data);
            if (type == ElementType.Float16)
                _halves.Add(name);
        }

        bool IsCastOfWeight(ProtoField node)
        {
            var fields = ProtoField.Read(node.Content, Name).ToArray();
            return fields.Any(field => field.Field == 4 && field.Text == "Cast")
                && fields.Where(field => field.Field == 1).Select(field => field.Text).SingleOrDefault() is { } input
                && _data.ContainsKey(input) && fields.Single(field => field.Field == 2).Text == OnnxFile.WideName(input);
        }

        byte[] Renamed(ProtoField node, WeightStorage storage)
        {
            using var content = new MemoryStream();
            foreach (var field in ProtoField.Read(node.Content, Name))
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
