namespace Avatars.ModelBuilding.Importing;

/// <summary>Tensors that published files hold beside a network's weights.</summary>
static class Ignored
{
    /// <summary>A count from 0 that old releases of transformers saved.</summary>
    public static readonly string[] ClipBuffers = ["vision_model.embeddings.position_ids"];

    /// <summary>The text half of a whole CLIP model.</summary>
    public static readonly string[] ClipText = [.. ClipBuffers, "text_model.", "text_projection.", "logit_scale"];

    /// <summary>Sinusoids of the quadrants' positions, which AnimateDiff's modules save and which are worked out here.</summary>
    public static readonly string[] PositionBuffers = [".pos_encoder.pe"];
}
