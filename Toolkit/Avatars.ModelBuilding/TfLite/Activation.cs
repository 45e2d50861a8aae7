using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>What an operator made, in the layout that suited it.</summary>
/// <param name="Value">Its sides, in its layout.</param>
/// <param name="IsChannelsFirst">Whether <paramref name="Value"/> is [B, C, H, W] where the file has [B, H, W, C].</param>
/// <param name="Pads">Zeros that are still to be added at top, left, bottom and right; a convolution adds them itself. Null for none.</param>
sealed record Activation(Value Value, bool IsChannelsFirst, int[]? Pads = null)
{
    /// <summary>The sides as the file has them.</summary>
    public int[] FileShape
    {
        get
        {
            if (!IsChannelsFirst)
                return Value.Shape;
            var (down, across) = Pads is { } pads ? (pads[0] + pads[2], pads[1] + pads[3]) : (0, 0);
            return [Value[0], Value[2] + down, Value[3] + across, Value[1]];
        }
    }
}
