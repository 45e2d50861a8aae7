using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Models;
using Avatars.Systems;
using Avatars.Systems.Fpdm;

namespace Avatars.ModelEvaluation;

/// <summary>Encodes and decodes a picture with a package's autoencoder: the upper bound of its quality.</summary>
public sealed class AutoencoderReconstruction : IDisposable
{
    readonly Network _encoderNetwork, _decoderNetwork;
    readonly LatentEncoder _encoder;
    readonly LatentDecoder _decoder;
    readonly float[] _latents;

    public AutoencoderReconstruction(ModelPackage package, InferenceOptions inference)
    {
        _encoderNetwork = package.Load("vae_encoder", inference);
        _decoderNetwork = package.Load("vae_decoder", inference);
        _encoder = new LatentEncoder(_encoderNetwork, (float)package.Manifest.LatentScale);
        _decoder = new LatentDecoder(_decoderNetwork, (float)package.Manifest.LatentScale);
        _latents = new float[_decoder.LatentLength];
    }

    /// <param name="picture">Of the model's size.</param>
    public RgbImage Reconstruct(RgbImage picture)
    {
        var again = new RgbImage(_decoder.Width, _decoder.Height);
        PictureTensor.Write(picture, ChannelNormalization.PlusMinusOne, _encoder.Picture.Span);
        _encoder.Encode(_latents);
        _decoder.Decode(_latents, again);
        return again;
    }

    /// <summary>The same with the decoder as it runs in a frame: for models whose decoder composites over a textured body.</summary>
    /// <param name="generator">Of the package; its source is set.</param>
    public RgbImage Reconstruct(RgbImage picture, IFrameGenerator generator, TargetPose pose)
    {
        if (generator is not FpdmPipeline { ReadsBody: true } pipeline)
            return Reconstruct(picture);
        var again = new RgbImage(generator.Width, generator.Height);
        PictureTensor.Write(picture, ChannelNormalization.PlusMinusOne, _encoder.Picture.Span);
        _encoder.Encode(_latents);
        pipeline.Decode(_latents, pose, again);
        return again;
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _encoderNetwork.Dispose();
        _decoderNetwork.Dispose();
    }
}
