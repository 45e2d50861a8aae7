namespace Avatars.ModelBuilding.Weights.Pickles;

/// <summary>A Python class or function that a pickle names. It is a name and stays one.</summary>
sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A dictionary's entries under texts; entries under anything else are not kept.</summary>
sealed class PickleDictionary
{
    public Dictionary<string, object?> Items { get; } = new(StringComparer.Ordinal);

    public void Set(object? key, object? value)
    {
        if (key is string name)
            Items[name] = value;
    }
}

/// <summary>Something of a class that an importer has no use for. What was to be put into it is dropped.</summary>
sealed record PickleOpaque(string Kind);

/// <summary>A block of numbers beside the pickle.</summary>
/// <param name="Type">As safetensors calls it; empty for an untyped one, which is counted in bytes.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="First">Elements to skip at its beginning: old files let one storage look into another.</param>
sealed record PickleStorage(string Type, string Key, long Count, long First);

/// <summary>A view into a storage, not checked against it yet.</summary>
/// <param name="At">Where the pickle makes it, for error messages.</param>
/// <param name="Offset">Elements.</param>
/// <param name="Strides">Elements.</param>
sealed record PickleTensor(long At, PickleStorage Storage, string Type, long Offset, long[] Shape, long[] Strides);
