using System;
using Avatars.Files;
using Avatars.Models;

namespace Avatars.Inference;

/// <summary>From the networks that a package names to networks that run.</summary>
public static class PackagedNetworks
{
    /// <summary>Checks the network's files (size, SHA-256, that it reads no other file) before ONNX Runtime opens them, and loads it.</summary>
    /// <exception cref="FormatException">A file is not the one that the package names, or not a network.</exception>
    public static Network Load(this ModelPackage package, string network, InferenceOptions options) => Load(package, network, options, batch: 0);

    /// <param name="batch">The one batch that it is run with, which is faster; 0 leaves it open.</param>
    /// <param name="isForManySizes">Leaves the frame's sides open that the network does; see <see cref="Network.At"/>.</param>
    /// <inheritdoc cref="Load(ModelPackage, string, InferenceOptions)"/>
    internal static Network Load(this ModelPackage package, string network, InferenceOptions options, int batch, bool isForManySizes = false)
    {
        var path = package.Verify(network);
        foreach (var location in OnnxStructure.Read(path).Locations)
            if (location != package.Manifest.Networks[network].Data?.File)
                throw new FormatException($"'{path}' keeps weights in {ErrorLine.Quote(location)}, "
                    + $"which {ModelManifest.FileName} (networks.{network}.data) does not name. " +
                    "A package may not reach outside its checked files: build it again.");
        return new Network(path, options, isForManySizes ? null : new FrameSize(package.Manifest.Width, package.Manifest.Height), batch);
    }
}
