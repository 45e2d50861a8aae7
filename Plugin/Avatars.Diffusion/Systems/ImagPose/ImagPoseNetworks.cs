using System;
using System.Collections.Generic;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Systems.ImagPose;

/// <summary>IMAGPose's networks out of a package: all that generating needs, checked and loaded.</summary>
internal sealed class ImagPoseNetworks : IDisposable
{
    readonly List<Network> _loaded = [];

    /// <exception cref="FormatException">The package is not IMAGPose's, or a file in it is not the one it names.</exception>
    public ImagPoseNetworks(ModelPackage package, InferenceOptions options)
    {
        if (package.Manifest.System != "imagpose")
            throw new FormatException($"The package '{package.Folder}' is for '{package.Manifest.System}', not for 'imagpose'. Name a package of IMAGPose.");
        try
        {
            UNet = Load("unet"); // the largest: loading takes up to twice what stays
            SourceEncoder = Load("source_encoder");
            PatchEmbedding = Load("patch_embedding");
            PoseEncoder = Load("pose_encoder");
            UNetSource = Load("unet_source");
            Encoder = Load("vae_encoder");
            ReferenceEncoder = package.Has("reference_encoder") ? Load("reference_encoder") : Encoder;
            Decoder = Load("vae_decoder");
        }
        catch
        {
            Dispose();
            throw;
        }

        Network Load(string name)
        {
            var network = package.Load(name, options);
            _loaded.Add(network);
            return network;
        }
    }

    public Network SourceEncoder { get; }

    /// <summary>The reference's latents to tokens.</summary>
    public Network PatchEmbedding { get; }

    /// <summary>Of the canvas, or of a tile.</summary>
    public Network PoseEncoder { get; }

    /// <summary>Tokens to the keys and values of every cross-attention.</summary>
    public Network UNetSource { get; }

    public Network UNet { get; }

    /// <summary>Of the canvas, or of a tile.</summary>
    public Network Encoder { get; }

    /// <summary>At the input size of the patch embedding; <see cref="Encoder"/> itself where that is the same.</summary>
    public Network ReferenceEncoder { get; }

    /// <summary>Of the canvas, or of a tile.</summary>
    public Network Decoder { get; }

    public void Dispose()
    {
        foreach (var network in _loaded)
            network.Dispose();
        _loaded.Clear();
    }
}
