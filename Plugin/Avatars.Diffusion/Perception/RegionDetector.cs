using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Perception;

/// <summary>One of MediaPipe's detectors: finds people, palms or faces in a region of a picture.</summary>
internal sealed class RegionDetector : IDisposable
{
    const float SameThing = 0.3f; // intersection over union

    readonly DetectorLayout _layout;
    readonly Vector2[] _anchors;
    readonly FloatTensor _input, _boxes, _scores;
    readonly NetworkBinding _binding;

    /// <summary>Borrows <paramref name="network"/>.</summary>
    /// <exception cref="FormatException">The network is not this detector.</exception>
    public RegionDetector(Network network, DetectorLayout layout)
    {
        (_layout, _anchors) = (layout, layout.MakeAnchors());
        _input = network.TensorFor(network.Inputs.Single(), batch: 1);
        // Told apart by their size, since the names differ between the detectors.
        var boxes = Output(network, _anchors.Length * layout.Values);
        var scores = Output(network, _anchors.Length);
        _boxes = network.TensorFor(boxes, batch: 1);
        _scores = network.TensorFor(scores, batch: 1);
        _binding = new NetworkBinding(network).Read(network.Inputs.Single().Name, _input).Write(boxes.Name, _boxes).Write(scores.Name, _scores);
    }

    /// <summary>The region is enlarged to a square; what lies beyond the picture is black.</summary>
    /// <returns>In pixels of the picture, highest score first.</returns>
    public List<Detection> Find(RgbImage picture, CropRegion region)
    {
        var square = region.Letterboxed(_layout.Side, _layout.Side);
        CropTensor.Write(picture, square, _layout.Side, _layout.Side, CropBorder.Black, _layout.Low, 1, _input.Span);
        _binding.Run();
        var found = WeightedSuppression.Run(_layout.Decode(_boxes.Span, _scores.Span, _anchors), SameThing);
        return found.ConvertAll(detection => detection.ToPicture(square));
    }

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _boxes.Dispose();
        _scores.Dispose();
    }

    static NetworkPort Output(Network network, int length)
    {
        foreach (var port in network.Outputs)
        {
            var product = 1;
            foreach (var side in port.Dimensions)
                product *= side;
            if (Math.Abs(product) == length)
                return port;
        }
        throw new FormatException($"'{network.Path}' has no output of {length} numbers: it is not the detector that its name says. Import it again.");
    }
}
