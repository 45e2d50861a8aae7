using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;

namespace Avatars.Evaluation;

/// <summary>Finds the joints of a hand in a given crop of a picture, with a network pretrained on photographs:
/// MediaPipe's hand landmarks.</summary>
public sealed class HandLandmarks : IDisposable
{
    /// <summary>From MediaPipe's release.</summary>
    public const string FileName = "mediapipe_hand_landmark.onnx";

    const float Threshold = 0.5f; // MediaPipe's own default for a hand that is there

    readonly Network _network;
    readonly FloatTensor _crop, _joints, _presence;
    readonly NetworkBinding _binding;
    readonly float[]? _planes; // where the network takes [side, side, 3]
    readonly int _side;

    /// <param name="path">The network with its crop as [1, 3, side, side] or [1, side, side, 3].</param>
    /// <exception cref="FormatException">The file is not MediaPipe's hand network.</exception>
    public HandLandmarks(string path, InferenceOptions options)
    {
        _network = new Network(path, options);
        var shape = _network.Input("input_1").Dimensions;
        _side = shape[^2]; // of [3, side, side] and [side, side, 3]
        _planes = shape[^1] == 3 ? new float[3 * _side * _side] : null;
        _crop = _network.TensorFor(_network.Input("input_1"), batch: 1);
        _joints = _network.TensorFor(_network.Output("Identity"), batch: 1);
        _presence = _network.TensorFor(_network.Output("Identity_1"), batch: 1);
        _binding = new NetworkBinding(_network).Read("input_1", _crop).Write("Identity", _joints).Write("Identity_1", _presence).IgnoreOtherOutputs();
    }

    /// <param name="crop">The region of the picture.</param>
    /// <param name="joints">Receives 21 joints, layout <see cref="KeypointLayout.Hand21"/>, pixels of the picture; also where no hand is detected.</param>
    /// <returns>Whether the network detects a hand there.</returns>
    public bool Find(RgbImage picture, HandCrop crop, Span<Vector2> joints)
    {
        crop.Sample(picture, _side, _planes ?? _crop.Span);
        if (_planes is not null)
            Interleave(_planes, _crop.Span);
        _binding.Run();
        var positions = _joints.Span;
        for (var i = 0; i < joints.Length; i++)
            joints[i] = crop.ToPicture(new Vector2(positions[3 * i], positions[3 * i + 1]) / _side);
        return _presence.Span[0] > Threshold;
    }

    static void Interleave(ReadOnlySpan<float> planes, Span<float> pixels)
    {
        var count = planes.Length / 3;
        for (var i = 0; i < count; i++)
            for (var channel = 0; channel < 3; channel++)
                pixels[3 * i + channel] = planes[channel * count + i];
    }

    public void Dispose()
    {
        _binding.Dispose();
        _crop.Dispose();
        _joints.Dispose();
        _presence.Dispose();
        _network.Dispose();
    }
}
