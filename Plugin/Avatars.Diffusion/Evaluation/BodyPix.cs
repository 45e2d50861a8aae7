using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;

namespace Avatars.Evaluation;

/// <summary>
/// Finds the body in a picture of one person: 17 joints, the person's outline and 24 parts. A network that others trained on photographs:
/// BodyPix with a MobileNet trunk.
/// </summary>
/// <remarks>Papandreou et al. 2018, arXiv:1803.08225; a joint is the middle of its hottest cell, moved by that cell's short-range offset.</remarks>
public sealed class BodyPix : IDisposable
{
    /// <summary>From BodyPix' release. (The one with cells of 8 pixels has dilated convolutions with automatic
    /// padding, which ONNX Runtime does not run.)</summary>
    public const string FileName = "bodypix_mobilenet_v1_050_stride16.onnx";

    /// <summary>Joints, named as the first of <see cref="KeypointLayout.CocoBodyFeet23"/>.</summary>
    public const int Joints = 17;

    /// <summary>A joint or a person is there when its sigmoid is beyond this.</summary>
    public const float Threshold = 0.5f;

    const int Parts = 24, Stride = 16;

    readonly Network _network;
    readonly FloatTensor _picture, _heat, _offsets, _person, _parts;
    readonly NetworkBinding _binding;
    readonly int[] _labels;
    readonly int _pixels;

    /// <param name="side">Pictures are squashed to this square and one pixel more, so that cells lie on their corners.</param>
    /// <exception cref="FormatException">The file is not BodyPix.</exception>
    public BodyPix(string path, InferenceOptions options, int side = 384)
    {
        Cells = side / Stride + 1;
        _pixels = (Cells - 1) * Stride + 1;
        _network = new Network(path, options);
        _picture = new FloatTensor(1, _pixels, _pixels, 3);
        _heat = new FloatTensor(1, Cells, Cells, Joints);
        _offsets = new FloatTensor(1, Cells, Cells, 2 * Joints);
        _person = new FloatTensor(1, Cells, Cells, 1);
        _parts = new FloatTensor(1, Cells, Cells, Parts);
        _labels = new int[Cells * Cells];
        _binding = new NetworkBinding(_network).Read("input", _picture).Write("heatmaps", _heat).Write("short_offsets", _offsets)
            .Write("segments", _person).Write("part_heatmaps", _parts).IgnoreOtherOutputs();
    }

    /// <summary>Along each side.</summary>
    public int Cells { get; }

    /// <summary>[cells, cells], what the last picture shows: the number of a part of the body, 0 to 23, or -1 for the background.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <param name="joints">Receives 17 joints, pixels of the picture; confidence is the heat map's value, 0..1.</param>
    public void Look(RgbImage picture, Span<Keypoint> joints)
    {
        var bytes = PictureResizer.Resize(picture, _pixels, _pixels, ResizeFilter.Bilinear).Bytes;
        var values = _picture.Span;
        for (var i = 0; i < values.Length; i++)
            values[i] = bytes[i] / 127.5f - 1;
        _binding.Run();
        var scale = new Vector2(picture.Width, picture.Height) / _pixels;
        for (var joint = 0; joint < Joints; joint++)
            joints[joint] = Find(joint, scale);
        for (var cell = 0; cell < _labels.Length; cell++)
            _labels[cell] = Sigmoid(_person.Span[cell]) > Threshold ? Hottest(_parts.Span.Slice(cell * Parts, Parts)) : -1;
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var tensor in new[] { _picture, _heat, _offsets, _person, _parts })
            tensor.Dispose();
        _network.Dispose();
    }

    Keypoint Find(int joint, Vector2 scale)
    {
        var heat = _heat.Span;
        var best = 0;
        for (var cell = 1; cell < Cells * Cells; cell++)
            if (heat[cell * Joints + joint] > heat[best * Joints + joint])
                best = cell;
        var offsets = _offsets.Span.Slice(best * 2 * Joints, 2 * Joints); // all down, then all to the right
        var place = new Vector2(best % Cells * Stride + offsets[Joints + joint], best / Cells * Stride + offsets[joint]);
        place = (place + new Vector2(0.5f)) * scale; // a cell's corner is the middle of a pixel
        return new Keypoint(place.X, place.Y, Sigmoid(heat[best * Joints + joint]));
    }

    static int Hottest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        return best;
    }

    static float Sigmoid(float logit) => 1 / (1 + MathF.Exp(-logit));
}
