using Avatars.Files;
using Avatars.ModelBuilding.Weights.Pickles;

namespace Avatars.ModelBuilding.Weights;

/// <summary>
/// Reads what torch.save wrote, zip archive or old stream, piece by piece and without running any of it: the pickle is understood as
/// data, and everything in it that is no tensor is dropped.
/// </summary>
/// <remarks>pytorch/pytorch, torch/serialization.py.</remarks>
public sealed class PyTorchReader : ITensorFile
{
    const long LongestPickle = 1 << 26;
    const int DeepestNest = 8;

    static readonly byte[] Magic = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]; // of old streams, a little-endian whole number

    readonly FileStream _stream;
    readonly Dictionary<string, StoredTensor> _entries = new(StringComparer.Ordinal);

    PyTorchReader(FileStream stream) => _stream = stream;

    public string Path => _stream.Name;

    /// <summary>By name; a tensor in nested dictionaries is named by its path, as in <c>state_dict/unet.conv_in.weight</c>.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Entries => _entries;

    /// <exception cref="FormatException">The file is damaged, or holds more than tensors; the message names file and byte.</exception>
    public static PyTorchReader Open(string path)
    {
        var stream = WholeFile.Open(path, StoredTensor.LargestFile);
        try
        {
            return FileReading.Run(path, "Download the file again, or save it anew with torch.save.", () =>
            {
                var reader = new PyTorchReader(stream);
                if (IsZip(stream))
                    reader.ReadZip();
                else
                    reader.ReadOldStream();
                return reader;
            });
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public IEnumerable<ReadOnlyMemory<float>> Read(string name) =>
        _entries.TryGetValue(name, out var entry) ? TensorPieces.Read(_stream, entry)
            : throw new FormatException($"'{Path}' holds no tensor {ErrorLine.Quote(name)}.");

    public void Dispose() => _stream.Dispose();

    static bool IsZip(FileStream stream)
    {
        Span<byte> start = stackalloc byte[4];
        var length = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        return length == 4 && start.SequenceEqual("PK\x03\x04"u8);
    }

    void ReadZip()
    {
        var archive = StoredZip.Read(_stream);
        var pickles = archive.Keys.Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal) && name.Count(letter => letter == '/') == 1).ToArray();
        if (pickles is not [var pickle])
            throw Broken(0, "the archive holds no data.pkl in its one folder. It is no PyTorch checkpoint");
        var folder = pickle[..^"data.pkl".Length];
        if (archive.TryGetValue(folder + "byteorder", out var order) && order.Length == 3) // "big"
            throw Broken(order.Begin, "the tensors were saved on a big-endian machine. Save them on another");
        var (begin, length) = archive[pickle];
        if (length > LongestPickle)
            throw Broken(begin, $"the pickle has {length:N0} bytes; that of a checkpoint has at most {LongestPickle:N0}");
        _stream.Position = begin;
        var root = new Unpickler(new PickleInput(new BufferedStream(_stream, 1 << 16), Path, begin + length)).Read();
        AddAll(root, storage => archive.TryGetValue($"{folder}data/{storage.Key}", out var data) ? data
            : throw Broken(begin, $"the storage {ErrorLine.Quote(storage.Key)} is missing in the archive"));
    }

    /// <summary>Magic number, version, machine, the pickle itself, the storages' keys; then each storage, its count of elements in front.</summary>
    void ReadOldStream()
    {
        var buffered = new BufferedStream(_stream, 1 << 16);
        if (Next().Read() is not byte[] magic || !magic.AsSpan().SequenceEqual(Magic))
            throw Broken(0, "this is neither a zip archive nor an old stream of torch.save nor safetensors");
        Next().Read();
        Next().Read();
        var pickle = Next();
        var root = pickle.Read();
        var keys = Next().Read() as List<object?> ?? throw Broken(buffered.Position, "the list of storages is missing");
        var storages = LocateOldStorages(buffered, keys, pickle.Storages);
        AddAll(root, storage => storages.TryGetValue(storage.Key, out var data) ? data
            : throw Broken(0, $"the storage {ErrorLine.Quote(storage.Key)} is missing in the file"));

        Unpickler Next() => new(new PickleInput(buffered, Path, Math.Min(_stream.Length, buffered.Position + LongestPickle)));
    }

    Dictionary<string, (long, long)> LocateOldStorages(BufferedStream stream, List<object?> keys, IReadOnlyDictionary<string, PickleStorage> known)
    {
        var storages = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (key is not string name || !known.TryGetValue(name, out var storage))
                throw Broken(stream.Position, "a storage is listed that the pickle did not name. The file is damaged");
            var size = Math.Max(1, StoredTensor.SizeOf(storage.Type));
            var count = new PickleInput(stream, Path, _stream.Length).Int64();
            if (count < 0 || count > (_stream.Length - stream.Position) / size)
                throw Broken(stream.Position, $"the storage {ErrorLine.Quote(name)} of {count:N0} elements goes beyond the end. "
                    + "The file is cut short: download it again");
            storages[name] = (stream.Position, count * size);
            stream.Position += count * size;
        }
        return storages;
    }

    void AddAll(object? root, Func<PickleStorage, (long Begin, long Length)> locate)
    {
        foreach (var (name, tensor) in TensorsIn(root, "", 0, []))
        {
            if (_entries.Count >= StoredTensor.MostTensors)
                throw Broken(0, $"the file holds more than {StoredTensor.MostTensors:N0} tensors, more than any checkpoint");
            _entries[name] = Placed(name, tensor, locate(tensor.Storage));
        }
    }

    /// <summary>The tensors of the root dictionary and of those nested in it, named by their paths; a dictionary that occurs twice is read once.</summary>
    IEnumerable<(string Name, PickleTensor Tensor)> TensorsIn(object? value, string path, int depth, HashSet<PickleDictionary> seen)
    {
        if (path.Length > StoredTensor.LongestName)
            throw Broken(0, $"the name {ErrorLine.Quote(path)} has more than {StoredTensor.LongestName} letters, more than that of any tensor");
        if (value is PickleTensor tensor)
            yield return (path, tensor);
        if (value is not PickleDictionary dictionary || depth == DeepestNest || !seen.Add(dictionary))
            yield break;
        foreach (var (key, item) in dictionary.Items)
            foreach (var found in TensorsIn(item, path.Length > 0 ? $"{path}/{key}" : key, depth + 1, seen))
                yield return found;
    }

    StoredTensor Placed(string name, PickleTensor tensor, (long Begin, long Length) data)
    {
        var (size, storage) = (StoredTensor.SizeOf(tensor.Type), tensor.Storage);
        var storageSize = Math.Max(1, StoredTensor.SizeOf(storage.Type));
        UInt128 count = 1, last = (ulong)tensor.Offset;
        for (var axis = 0; axis < tensor.Shape.Length; axis++)
        {
            count = count > long.MaxValue ? count : count * (ulong)tensor.Shape[axis];
            last += (ulong)Math.Max(0, tensor.Shape[axis] - 1) * (UInt128)(ulong)tensor.Strides[axis];
        }
        var available = (UInt128)(ulong)storage.Count * (ulong)storageSize;
        if (available + (UInt128)(ulong)storage.First * (ulong)storageSize > (ulong)data.Length)
            throw Broken(data.Begin, $"the storage {ErrorLine.Quote(storage.Key)} has {data.Length:N0} bytes, but tensor {ErrorLine.Quote(name)} says "
                + $"{storage.Count:N0} elements of {storageSize}");
        if (count > 0 && (last + 1) * (ulong)size > available || count > long.MaxValue)
            throw Broken(tensor.At, $"tensor {ErrorLine.Quote(name)} of shape [{string.Join(", ", tensor.Shape)}] reaches beyond its storage of "
                + $"{storage.Count:N0} elements");
        var first = data.Begin + storage.First * storageSize + tensor.Offset * size;
        var end = count == 0 ? first : data.Begin + storage.First * storageSize + ((long)last + 1) * size;
        return new StoredTensor(name, tensor.Type, tensor.Shape, first, end) { Strides = count == 0 || IsRowMajor(tensor) ? null : tensor.Strides };
    }

    static bool IsRowMajor(PickleTensor tensor)
    {
        var expected = 1L;
        for (var axis = tensor.Shape.Length - 1; axis >= 0; axis--)
        {
            if (tensor.Shape[axis] != 1 && tensor.Strides[axis] != expected)
                return false;
            expected *= tensor.Shape[axis];
        }
        return true;
    }

    FormatException Broken(long at, string why) => new($"'{Path}', byte {at}: {ErrorLine.Printable(why, 400)}.");
}
