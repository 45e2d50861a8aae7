using System;
using Avatars.Conditioning;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Systems.ImagPose;

/// <summary>
/// A network from a canvas of two by two pictures to a canvas of features: autoencoder or pose encoder. Made for the whole canvas, as
/// published, it runs when asked; made for a tile, it runs for each picture that comes.
/// </summary>
internal sealed class CanvasEncoder : IDisposable
{
    readonly PictureInput _tile;
    readonly FloatTensor _output;
    readonly NetworkBinding _binding;
    readonly bool _isWhole;

    /// <summary>Borrows <paramref name="network"/>.</summary>
    /// <param name="width">Of a tile, pixels.</param>
    /// <exception cref="FormatException">The network takes neither a tile nor four.</exception>
    public CanvasEncoder(Network network, string input, string output, ChannelNormalization normalization, int width, int height, RunClock? clock = null)
    {
        var port = network.Input(input);
        _isWhole = port.Dimensions[3] == 2 * width && port.Dimensions[2] == 2 * height;
        if (!_isWhole && (port.Dimensions[3], port.Dimensions[2]) != (width, height))
            throw new FormatException($"'{network.Path}' takes {port}; model.json's tiles are {width}x{height}, so it must take that or twice that. "
                + "Build the package again.");
        _tile = new PictureInput(width, height, normalization, ResizeFilter.Bilinear); // torchvision's default
        _output = network.TensorFor(network.Output(output), batch: 1);
        Input = _isWhole ? network.TensorFor(port, batch: 1) : _tile.Tensor;
        Canvas = _isWhole ? _output : new FloatTensor(1, _output.Shape[1], 2 * _output.Shape[2], 2 * _output.Shape[3]);
        _binding = new NetworkBinding(network, clock).Read(input, Input).Write(output, _output);
    }

    /// <summary>What the network reads.</summary>
    public FloatTensor Input { get; }

    /// <summary>[1, channels, h, w] of the whole canvas, right after <see cref="Run"/>.</summary>
    public FloatTensor Canvas { get; }

    /// <param name="quadrant">0 top left, 1 top right, 2 bottom left, 3 bottom right.</param>
    public void Write(int quadrant, RgbImage picture)
    {
        _tile.Write(picture);
        if (_isWhole)
            Tiles.Paste(_tile.Tensor, quadrant, Input);
        else
        {
            _binding.Run();
            Tiles.Paste(_output, quadrant, Canvas);
        }
    }

    /// <summary>Encodes what was written since the last time.</summary>
    public void Run()
    {
        if (_isWhole)
            _binding.Run();
    }

    public void Dispose()
    {
        _binding.Dispose();
        _tile.Dispose();
        if (_isWhole)
            Input.Dispose();
        else
            Canvas.Dispose();
        _output.Dispose();
    }
}
