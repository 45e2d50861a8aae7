using System;
using System.Collections.Generic;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Systems.Fpdm;

/// <summary>FPDM's networks out of a package: all that generating needs, checked and loaded.</summary>
internal sealed class FpdmNetworks : IDisposable
{
    readonly List<Network> _loaded = [];

    /// <exception cref="FormatException">The package is not FPDM's, or a file in it is not the one it names.</exception>
    public FpdmNetworks(ModelPackage package, InferenceOptions options)
    {
        if (package.Manifest.System != "fpdm")
            throw new FormatException($"The package '{package.Folder}' is for '{package.Manifest.System}', not for 'fpdm'. Name a package of FPDM.");
        try
        {
            // Loading takes up to twice the memory of the loaded network: the largest comes first.
            UNet = Load("unet", batch: 0); // guidance runs several branches at once
            SourceEncoder = Load("source_encoder");
            FusionEncoder = Load("fusion_encoder");
            SourceProjector = Load("source_projector");
            Combiner = Load("combiner");
            PoseEncoder = Load("pose_encoder");
            UNetSource = Load("unet_source", batch: 0);
            Decoder = Load("vae_decoder");
            if (package.Has("coarse_predictor"))
                CoarsePredictor = Load("coarse_predictor");
        }
        catch
        {
            Dispose();
            throw;
        }

        Network Load(string name, int batch = 1)
        {
            var network = package.Load(name, options, batch);
            _loaded.Add(network);
            return network;
        }
    }

    public Network SourceEncoder { get; }

    public Network SourceProjector { get; }

    public Network FusionEncoder { get; }

    public Network Combiner { get; }

    public Network PoseEncoder { get; }

    /// <summary>Source tokens to the keys and values of every cross-attention.</summary>
    public Network UNetSource { get; }

    public Network UNet { get; }

    public Network Decoder { get; }

    /// <summary>Coarse latents from the source that the pose encoder warps; null in packages without it, as published.</summary>
    public Network? CoarsePredictor { get; }

    public void Dispose()
    {
        foreach (var network in _loaded)
            network.Dispose();
        _loaded.Clear();
    }
}
