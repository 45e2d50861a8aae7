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
    readonly int _side;

    /// <exception cref="FormatException">The file is not MediaPipe's hand network.</exception>
    public HandLandmarks(string path, InferenceOptions options)
    {
        _network = new Network(path, options);
        _side = _network.Input("input_1").Dimensions[^1];
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
        crop.Sample(picture, _side, _crop.Span);
        _binding.Run();
        var positions = _joints.Span;
        for (var i = 0; i < joints.Length; i++)
            joints[i] = crop.ToPicture(new Vector2(positions[3 * i], positions[3 * i + 1]) / _side);
        return _presence.Span[0] > Threshold;
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
