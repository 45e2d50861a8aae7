using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Streaming;

/// <summary>A finished frame, as plain data. Its slot is used again: it is yours until you take the next one.</summary>
public sealed class StreamFrame
{
    internal StreamFrame(int width, int height, int mapWidth, int mapHeight, bool isTransparent) => (Picture, PoseMap, Alpha) =
        (new RgbImage(width, height), new RgbImage(mapWidth, mapHeight), isTransparent ? new byte[width * height] : null);

    /// <summary>With <see cref="Alpha"/>: the person's own colours, which mean nothing where alpha is 0.</summary>
    public RgbImage Picture { get; }

    /// <summary>[height, width]: straight alpha of a transparent stream; null for others.</summary>
    public byte[]? Alpha { get; }

    /// <summary>The pose map that the picture was generated from.</summary>
    public RgbImage PoseMap { get; }

    /// <summary>Counts finished frames, from 1.</summary>
    public long Number { get; internal set; }

    /// <summary>The <see cref="PoseRequest.Number"/> that it was made for.</summary>
    public long Request { get; internal set; }

    public StageTimes Times { get; internal set; }

    /// <summary>Milliseconds from the pose's submission to the finished picture.</summary>
    public double Latency { get; internal set; }
}
