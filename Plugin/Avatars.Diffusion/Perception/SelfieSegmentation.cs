using System;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Perception;

/// <summary>MediaPipe's selfie segmentation: the matte of whoever is near the camera, of the whole picture. Good for upper bodies; whole figures get a
/// better matte from <see cref="PersonPerception"/>.</summary>
public sealed class SelfieSegmentation : IDisposable
{
    readonly Network _network;
    readonly LandmarkNetwork _run;
    readonly string _output;
    readonly byte[] _mask;

    /// <param name="isLandscape">The network for pictures wider than high, which is faster.</param>
    /// <exception cref="FormatException">The network is damaged.</exception>
    public SelfieSegmentation(PerceptionModels models, InferenceOptions options, bool isLandscape = false)
    {
        _network = new Network(models.Verify(isLandscape ? PerceptionNetworks.SelfieSegmentationLandscape : PerceptionNetworks.SelfieSegmentation), options);
        _output = isLandscape ? "segment_back" : "activation_10";
        _run = new LandmarkNetwork(_network, _output);
        _mask = new byte[_run.Width * _run.Height];
    }

    /// <summary>The picture is squashed to the network's size, and the matte enlarged to the picture's.</summary>
    public Matte Run(RgbImage picture)
    {
        _run.Run(picture, CropRegion.Whole(picture.Width, picture.Height));
        var shares = _run[_output];
        for (var i = 0; i < _mask.Length; i++)
            _mask[i] = (byte)(255 * shares[i] + 0.5f);
        return new Matte(picture.Width, picture.Height, MatteWarp.Stretch(_mask, _run.Width, _run.Height, picture.Width, picture.Height));
    }

    public void Dispose()
    {
        _run.Dispose();
        _network.Dispose();
    }
}
