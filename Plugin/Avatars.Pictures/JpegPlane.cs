using System;

namespace Avatars.Pictures;

/// <summary>One colour component of a JPEG picture: its place in the frame, its coefficients where several scans make them, and its samples.</summary>
sealed class JpegPlane
{
    public required int Id { get; init; }

    /// <summary>Sampling factors.</summary>
    public required int Across { get; init; }

    /// <inheritdoc cref="Across"/>
    public required int Down { get; init; }

    public required int Quantization { get; init; }

    /// <summary>Samples that belong to the picture; the rest fills up blocks.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    /// <summary>Blocks in a row, filled up to whole groups of an interleaved scan.</summary>
    public required int BlocksAcross { get; init; }

    /// <inheritdoc cref="BlocksAcross"/>
    public required int BlocksDown { get; init; }

    public int Stride => 8 * BlocksAcross;

    /// <summary>[8 * <see cref="BlocksDown"/>, <see cref="Stride"/>].</summary>
    public byte[] Samples { get; set; } = [];

    /// <summary>[<see cref="BlocksDown"/>, <see cref="BlocksAcross"/>, 64] of a progressive picture; else empty.</summary>
    public short[] Coefficients { get; set; } = [];

    /// <summary>The last DC value of this component in the scan.</summary>
    public int Predictor { get; set; }

    public JpegHuffman? DcTable { get; set; }

    public JpegHuffman? AcTable { get; set; }

    public ReadOnlySpan<byte> Row(int y) => Samples.AsSpan(Math.Clamp(y, 0, Height - 1) * Stride, Stride);
}
