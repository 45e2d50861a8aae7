using System;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Evaluation;

/// <summary>LPIPS: how different two pictures look, by a network that 'avatar metric import' has filled.</summary>
public sealed class PerceptualDistance : IDisposable
{
    readonly Network _network;
    readonly FloatTensor _truth, _picture, _distance;
    readonly NetworkBinding _binding;

    /// <exception cref="FormatException">The file is not such a network.</exception>
    public PerceptualDistance(string path, InferenceOptions options)
    {
        _network = new Network(path, options);
        _truth = _network.TensorFor(_network.Input("truth"), batch: 1);
        _picture = _network.TensorFor(_network.Input("picture"), batch: 1);
        _distance = _network.TensorFor(_network.Output("distance"), batch: 1);
        _binding = new NetworkBinding(_network).Read("truth", _truth).Read("picture", _picture).Write("distance", _distance);
    }

    /// <summary>0 for equal pictures. Pictures of another size than the network's are resized like Pillow, bicubic.</summary>
    public double Between(RgbImage truth, RgbImage picture)
    {
        Write(truth, _truth);
        Write(picture, _picture);
        _binding.Run();
        return _distance.Span[0];
    }

    public void Dispose()
    {
        _binding.Dispose();
        _truth.Dispose();
        _picture.Dispose();
        _distance.Dispose();
        _network.Dispose();
    }

    static void Write(RgbImage picture, FloatTensor tensor) => PictureTensor.Write(
        PictureResizer.Resize(picture, tensor.Shape[3], tensor.Shape[2], ResizeFilter.Bicubic), ChannelNormalization.PlusMinusOne, tensor.Span);
}
