namespace Avatars.ModelBuilding.Weights.Pickles;

/// <summary>What PyTorch's rebuild functions and persistent ids mean.</summary>
/// <remarks>pytorch/pytorch, torch/_utils.py and torch/serialization.py.</remarks>
static class TensorPickles
{
    /// <summary>A persistent id ("storage", type, key, place, count) and, in old files, a view ("key", first, count). Null for anything else.</summary>
    public static PickleStorage? Storage(object? id)
    {
        if (id is not object?[] { Length: 5 or 6 } parts || parts is not ["storage", PickleGlobal what, string key, _, long count, ..] || count < 0)
            return null;
        if (KnownGlobals.StorageType(what) is not { } type)
            return null;
        if (parts.Length == 5 || parts[5] is null)
            return new(type, key, count, 0);
        return parts[5] is object?[] { Length: 3 } view && view is [_, long first, long length] && first >= 0 && length >= 0 && first <= count - length
            ? new(type, key, length, first) : null;
    }

    /// <summary>Null where the arguments are not what the function takes.</summary>
    public static object? Rebuild(PickleGlobal function, object?[] arguments, long at) => function.Name switch
    {
        "_rebuild_tensor" or "_rebuild_tensor_v2" => arguments is [PickleStorage storage, long offset, object?[] shape, object?[] strides, ..]
            ? Tensor(at, storage, storage.Type, offset, shape, strides) : null,
        "_rebuild_tensor_v3" => arguments is [PickleStorage storage, long offset, object?[] shape, object?[] strides, _, _, PickleGlobal type, ..]
            ? Tensor(at, storage, KnownGlobals.DataType(type), offset, shape, strides) : null,
        "_rebuild_from_type_v2" => arguments is [PickleGlobal inner, _, object?[] given, ..] && KnownGlobals.IsRebuild(inner)
            && inner.Name != function.Name ? Rebuild(inner, given, at) : null,
        _ => arguments is [PickleTensor tensor, ..] ? tensor : null, // a parameter is its tensor
    };

    static PickleTensor? Tensor(long at, PickleStorage storage, string? type, long offset, object?[] shape, object?[] strides) =>
        type is { Length: > 0 } && offset >= 0 && shape.Length == strides.Length && shape.Length <= StoredTensor.MostAxes
            && Array.TrueForAll(shape, IsSide) && Array.TrueForAll(strides, IsSide)
            ? new(at, storage, type, offset, Array.ConvertAll(shape, side => (long)side!), Array.ConvertAll(strides, side => (long)side!)) : null;

    static bool IsSide(object? value) => value is >= 0L and <= 1L << 40;
}
