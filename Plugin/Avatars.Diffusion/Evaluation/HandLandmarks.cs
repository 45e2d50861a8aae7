using System;
using System.Linq;
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

    const string Metres = "Identity_3";
    const float Threshold = 0.5f; // MediaPipe's own default for a hand that is there

    readonly Network _network;
    readonly FloatTensor _crop, _joints, _presence;
    readonly FloatTensor? _metres; // networks of MediaPipe's first release have none
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
        _metres = _network.Outputs.Any(output => output.Name == Metres) ? _network.TensorFor(_network.Output(Metres), batch: 1) : null;
        _binding = new NetworkBinding(_network).Read("input_1", _crop).Write("Identity", _joints).Write("Identity_1", _presence);
        _binding = (_metres is null ? _binding : _binding.Write(Metres, _metres)).IgnoreOtherOutputs();
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

    /// <inheritdoc cref="Find(RgbImage, HandCrop, Span{Vector2})"/>
    /// <param name="metres">Receives the 21 joints in space: x right and y down in the picture, z away from the camera.</param>
    /// <exception cref="InvalidOperationException">The network is of MediaPipe's first release, which gives no metres.</exception>
    public bool Find(RgbImage picture, HandCrop crop, Span<Vector2> joints, Span<Vector3> metres)
    {
        if (_metres is null)
            throw new InvalidOperationException("This hand network gives no joints in space. Take the one of 'avatar model import --system mediapipe'.");
        var isSeen = Find(picture, crop, joints);
        var right = new Vector2(-crop.Up.Y, crop.Up.X);
        for (var i = 0; i < metres.Length; i++)
        {
            var flat = _metres.Span[3 * i] * right - _metres.Span[3 * i + 1] * crop.Up;
            metres[i] = new Vector3(flat, _metres.Span[3 * i + 2]);
        }
        return isSeen;
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
        _metres?.Dispose();
        _network.Dispose();
    }
}
