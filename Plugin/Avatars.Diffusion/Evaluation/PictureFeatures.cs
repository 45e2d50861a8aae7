using System;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Evaluation;

/// <summary>The features whose distribution the Frechet distance compares, by a network that 'avatar metric import' has filled.</summary>
public sealed class PictureFeatures : IDisposable
{
    readonly Network _network;
    readonly FloatTensor _picture, _features;
    readonly NetworkBinding _binding;

    /// <exception cref="FormatException">The file is not such a network.</exception>
    public PictureFeatures(string path, InferenceOptions options)
    {
        _network = new Network(path, options);
        _picture = _network.TensorFor(_network.Input("picture"), batch: 1);
        _features = _network.TensorFor(_network.Output("features"), batch: 1);
        _binding = new NetworkBinding(_network).Read("picture", _picture).Write("features", _features);
    }

    /// <summary>Numbers of one picture.</summary>
    public int Dimensions => _features.Length;

    /// <summary>Pictures of another size than the network's are resized like Pillow, bicubic.</summary>
    /// <returns>[dimensions], valid until the next picture.</returns>
    public ReadOnlySpan<float> Of(RgbImage picture)
    {
        PictureTensor.Write(PictureResizer.Resize(picture, _picture.Shape[3], _picture.Shape[2], ResizeFilter.Bicubic),
            ChannelNormalization.ZeroToOne, _picture.Span);
        _binding.Run();
        return _features.Span;
    }

    public void Dispose()
    {
        _binding.Dispose();
        _picture.Dispose();
        _features.Dispose();
        _network.Dispose();
    }
}
