using System;

namespace Avatars.Perception;

/// <summary>How much of each pixel of a picture is the person.</summary>
public sealed class Matte
{
    /// <summary>Takes ownership of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">[height, width].</param>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public Matte(int width, int height, byte[] bytes)
    {
        if (bytes.Length != width * height)
            throw new ArgumentException($"A matte of {width}x{height} has {width * height} bytes, not {bytes.Length}.", nameof(bytes));
        (Width, Height, Bytes) = (width, height, bytes);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[height, width], rows from the top: 255 = person, 0 = background.</summary>
    public byte[] Bytes { get; }
}
