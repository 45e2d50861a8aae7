using Avatars.Conditioning;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Systems.Pcdms;

/// <summary>The patch features of the source picture, which inpainting and refining project with a layer of their own.</summary>
internal sealed class PcdmsSource : System.IDisposable
{
    const string Encoder = "source_encoder";

    readonly PcdmsNetworks _networks;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    public PcdmsSource(PcdmsNetworks networks)
    {
        _networks = networks;
        var projector = networks[networks.Has("source_projector") ? "source_projector" : "refiner_projector"];
        Hidden = projector.TensorFor(projector.Input("last_hidden_state"), batch: 1);
    }

    /// <summary>[1, tokens, channels].</summary>
    public FloatTensor Hidden { get; }

    /// <param name="square">The picture, squashed to the model's square.</param>
    public void Encode(RgbImage square)
    {
        var network = _networks[Encoder];
        var pixels = network.Input("pixel_values").Dimensions;
        // The published code feeds DINOv2 with CLIP's statistics.
        using (var input = new PictureInput(pixels[3], pixels[2], ChannelNormalization.Clip))
        using (var binding = new NetworkBinding(network).Read("pixel_values", input.Tensor).Write("last_hidden_state", Hidden))
        {
            input.Write(square);
            binding.Run();
        }
        _networks.Done(Encoder);
    }

    /// <summary>Projects the patches to tokens.</summary>
    /// <param name="projector">"source_projector" or "refiner_projector".</param>
    /// <param name="tokens">[1, tokens, token channels].</param>
    public void Project(string projector, FloatTensor tokens)
    {
        using var binding = new NetworkBinding(_networks[projector]).Read("last_hidden_state", Hidden).Write("tokens", tokens);
        binding.Run();
    }

    public void Dispose() => Hidden.Dispose();
}
