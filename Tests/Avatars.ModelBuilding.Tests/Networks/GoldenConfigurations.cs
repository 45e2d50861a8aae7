using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Importing;
using Avatars.ModelBuilding.Layers;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Configurations from the published classes' constructor arguments, as the golden manifest lists them.</summary>
static class GoldenConfigurations
{
    public static UNet2DConditionConfiguration UNet(JsonElement c, int[] sample, int tokens, bool pose = false) => PublishedNetworks.UNet(Read(c), new()
    {
        Height = sample[2], Width = sample[3], Tokens = tokens, TokenChannels = 0, Heads = [], PoseResidual = pose,
    });

    public static CrossViewConfiguration CrossView(JsonElement c, int channels) => PublishedNetworks.CrossView(Read(c), channels);

    public static AutoencoderKlConfiguration Autoencoder(JsonElement c, int height, int width) =>
        PublishedNetworks.Autoencoder(Read(c), new() { Height = height, Width = width }).Network;

    public static ClipVisionConfiguration Clip(JsonElement c, int[] pixels) =>
        PublishedNetworks.Clip(Read(c), new() { Height = pixels[2], Width = pixels[3] });

    public static Dinov2Configuration Dinov2(JsonElement c, int[] pixels, PositionRule rule) =>
        PublishedNetworks.Dinov2(Read(c), new() { Height = pixels[2], Width = pixels[3], Positions = rule });

    public static CombinerConfiguration Combiner(JsonElement c) => new()
    {
        Features = (c.TryGetProperty("img_feature_dim", out var features) ? features : c.GetProperty("clip_feature_dim")).GetInt32(),
        Projection = c.GetProperty("projection_dim").GetInt32(), Hidden = c.GetProperty("hidden_dim").GetInt32(),
        SecondProjection = c.TryGetProperty("clip_feature_dim", out _) ? "text_projection_layer" : "kpt_projection_layer",
    };

    public static PriorTransformerConfiguration Prior(JsonElement c, int coordinates) => new()
    {
        Embedding = c.GetProperty("embedding_dim").GetInt32(), Coordinates = coordinates, PoseHidden = c.GetProperty("pose_mlp_hidden").GetInt32(),
        Heads = c.GetProperty("num_attention_heads").GetInt32(), HeadChannels = c.GetProperty("attention_head_dim").GetInt32(),
        Layers = c.GetProperty("num_layers").GetInt32(),
    };

    public static PoseEncoderConfiguration PoseEncoder(int[] widths, int embedding, int[] pose) => new()
    {
        Height = pose[2], Width = pose[3], Channels = pose[1], Widths = widths, Embedding = embedding,
    };

    public static int[] Integers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    /// <summary>With the product's own reader, which refuses what it does not know.</summary>
    static PublishedConfig Read(JsonElement c) => new("the golden configuration", c);
}
