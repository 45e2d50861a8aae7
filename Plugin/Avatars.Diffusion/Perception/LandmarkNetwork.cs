using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Perception;

/// <summary>A network that looks at one square crop of a picture: its input, its outputs by name, and the way back into the picture.</summary>
internal sealed class LandmarkNetwork : IDisposable
{
    readonly FloatTensor _input;
    readonly Dictionary<string, FloatTensor> _outputs = new(StringComparer.Ordinal);
    readonly NetworkBinding _binding;

    /// <summary>Borrows <paramref name="network"/>.</summary>
    /// <param name="outputs">Those that are read.</param>
    /// <exception cref="FormatException">The network lacks one of them.</exception>
    public LandmarkNetwork(Network network, params string[] outputs)
    {
        var input = network.Inputs.Single();
        (Height, Width) = (input.Dimensions[1], input.Dimensions[2]);
        _input = network.TensorFor(input, batch: 1);
        _binding = new NetworkBinding(network).Read(input.Name, _input);
        foreach (var name in outputs)
        {
            var tensor = network.TensorFor(network.Output(name), batch: 1);
            _outputs.Add(name, tensor);
            _binding.Write(name, tensor);
        }
        _binding.IgnoreOtherOutputs();
    }

    /// <summary>Of the input, pixels.</summary>
    public int Width { get; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; }

    /// <summary>The values of an output after the last <see cref="Run"/>.</summary>
    public ReadOnlySpan<float> this[string output] => _outputs[output].Span;

    /// <summary>Looks at a region, whose border pixels are repeated beyond the picture.</summary>
    public void Run(RgbImage picture, in CropRegion region)
    {
        CropTensor.Write(picture, region, Width, Height, CropBorder.Repeat, 0, 1, _input.Span);
        _binding.Run();
    }

    /// <summary>Points of the crop as points of the picture: x and y in pixels, z on the same scale.</summary>
    /// <param name="share">x and y in shares of the crop, z in shares of its width.</param>
    public static Vector3 ToPicture(in CropRegion region, Vector3 share)
    {
        var flat = region.ToPicture(new Vector2(share.X, share.Y));
        return new Vector3(flat, share.Z * region.Size.X);
    }

    /// <summary>A point in metres of the crop's directions in those of the picture.</summary>
    public static Vector3 ToWorld(in CropRegion region, Vector3 metres)
    {
        var flat = region.Rotated(new Vector2(metres.X, metres.Y));
        return new Vector3(flat, metres.Z);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        foreach (var tensor in _outputs.Values)
            tensor.Dispose();
    }
}
