using Avatars.Files;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Opens a checkpoint of whichever kind it is; contents decide, not the name.</summary>
public static class TensorFiles
{
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="FormatException">The file is none of the known kinds, or damaged.</exception>
    public static ITensorFile Open(string path)
    {
        return LooksLikeSafetensors(path) ? SafetensorsReader.Open(path) : PyTorchReader.Open(path);
    }

    /// <summary>Eight bytes of length, then a JSON object.</summary>
    static bool LooksLikeSafetensors(string path)
    {
        using var stream = WholeFile.Open(path, StoredTensor.LargestFile);
        Span<byte> start = stackalloc byte[9];
        return stream.ReadAtLeast(start, 9, throwOnEndOfStream: false) == 9 && start[8] == '{';
    }
}
