using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;

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
            IsForParts = package.Manifest.Sizes.Count > 0 && options.Provider == Provider.Cpu && options.Observer is null;
            UNet = LoadForFrame("unet", batch: 0); // guidance runs several branches at once
            SourceEncoder = Load("source_encoder");
            FusionEncoder = Load("fusion_encoder");
            SourceProjector = Load("source_projector");
            Combiner = Load("combiner");
            PoseEncoder = LoadForFrame("pose_encoder");
            UNetSource = Load("unet_source", batch: 0);
            Decoder = LoadForFrame("vae_decoder");
            if (package.Has("coarse_predictor"))
                CoarsePredictor = Load("coarse_predictor");
            TokensHash = Hash(package, "source_encoder", "source_projector");
            EmbeddingHash = Hash(package, "fusion_encoder");
        }
        catch
        {
            Dispose();
            throw;
        }

        Network Load(string name, int batch = 1, bool isForManySizes = false)
        {
            var network = package.Load(name, options, batch, isForManySizes);
            _loaded.Add(network);
            return network;
        }

        Network LoadForFrame(string name, int batch = 1)
        {
            var network = Load(name, batch, IsForParts);
            return IsForParts ? network.At(new FrameSize(package.Manifest.Width, package.Manifest.Height)) : network;
        }
    }

    FpdmNetworks(FpdmNetworks of, FrameSize size)
    {
        (UNet, PoseEncoder, Decoder) = (of.UNet.At(size), of.PoseEncoder.At(size), of.Decoder.At(size));
        (SourceEncoder, SourceProjector, FusionEncoder, Combiner, UNetSource, CoarsePredictor) =
            (of.SourceEncoder, of.SourceProjector, of.FusionEncoder, of.Combiner, of.UNetSource, of.CoarsePredictor);
        (TokensHash, EmbeddingHash, IsForParts) = (of.TokensHash, of.EmbeddingHash, of.IsForParts);
    }

    /// <summary>Whether the networks of a frame may run on a part of it: <see cref="At"/>.</summary>
    public bool IsForParts { get; }

    /// <summary>The same networks, those of a frame for another size. Borrows these.</summary>
    public FpdmNetworks At(FrameSize size) => new(this, size);

    /// <summary>SHA-256 over all that decides the source's tokens and what the pose encoder reads of the source: 64 hexadecimal digits.</summary>
    public string TokensHash { get; }

    /// <summary>The same of the source's embedding for the fusion.</summary>
    public string EmbeddingHash { get; }

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

    static string Hash(ModelPackage package, params string[] networks)
    {
        var style = PoseMapStyle.Find(package.Manifest.PoseStyle);
        const int preparation = 1; // one more when FpdmSource gives the networks a picture in another way
        var text = new StringBuilder($"fpdm source {preparation}, bars {style.ExpectsWholePeople}, {package.Manifest.SourceSize}\n");
        foreach (var name in networks)
        {
            var file = package.Manifest.Networks[name];
            text.Append($"{name} {file.Sha256} {file.Data?.Sha256}\n".ToLowerInvariant());
        }
        using var hash = SHA256.Create();
        return BitConverter.ToString(hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()))).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    public void Dispose()
    {
        foreach (var network in _loaded)
            network.Dispose();
        _loaded.Clear();
    }
}
