using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Systems;

namespace Avatars.Cli.Evaluating;

/// <summary>Scores a model's pictures on held-out pairs, beside what one gets without generating and what its autoencoder can reach.</summary>
sealed class Evaluation : IDisposable
{
    readonly IFrameGenerator _generator;
    readonly GenerationSettings[] _settings;
    readonly Network _encoderNetwork, _decoderNetwork;
    readonly LatentEncoder _encoder;
    readonly LatentDecoder _decoder;
    readonly float[] _latents;
    readonly ScoreRow _copied = new("source copied"), _reconstructed = new("autoencoder's reconstruction of the target");
    readonly ScoreRow[] _generated;

    /// <param name="generator">Borrowed.</param>
    /// <param name="settings">A row for each.</param>
    public Evaluation(ModelPackage package, InferenceOptions inference, IFrameGenerator generator, GenerationSettings[] settings)
    {
        (_generator, _settings) = (generator, settings);
        _encoderNetwork = package.Load("vae_encoder", inference);
        _decoderNetwork = package.Load("vae_decoder", inference);
        _encoder = new LatentEncoder(_encoderNetwork, package.LatentScale);
        _decoder = new LatentDecoder(_decoderNetwork, package.LatentScale);
        _latents = new float[_decoder.LatentLength];
        _generated = [.. settings.Select(one => new ScoreRow($"generated, {one.Steps} {(one.Steps == 1 ? "step" : "steps")}"))];
    }

    public IReadOnlyList<ScoreRow> Rows => [_copied, _reconstructed, .. _generated];

    /// <summary>Scores one pair.</summary>
    /// <returns>Source, pose map, a picture for each of the settings, truth: all of the model's size.</returns>
    public RgbImage[] Add(Pair pair)
    {
        var (source, target, pose) = (Sized(pair.Source.Picture), Sized(pair.Target), Sized(pair.Pose.Map));
        var box = Scaled(pair.Box, pair.Target);
        _copied.Add(target, source, box);
        _reconstructed.Add(target, Reconstruct(target), box);
        _generator.SetSource(new PersonSource(pair.Source));
        var pictures = new List<RgbImage> { source, pose };
        for (var i = 0; i < _settings.Length; i++)
        {
            var picture = new RgbImage(_generator.Width, _generator.Height);
            _generator.Configure(_settings[i]);
            _generator.Generate(pair.Pose, picture);
            _generated[i].Add(target, picture, box);
            pictures.Add(picture);
        }
        return [.. pictures, target];
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _encoderNetwork.Dispose();
        _decoderNetwork.Dispose();
    }

    RgbImage Reconstruct(RgbImage target)
    {
        var picture = new RgbImage(_decoder.Width, _decoder.Height);
        PictureTensor.Write(target, ChannelNormalization.PlusMinusOne, _encoder.Picture.Span);
        _encoder.Encode(_latents);
        _decoder.Decode(_latents, picture);
        return picture;
    }

    RgbImage Sized(RgbImage picture) => (picture.Width, picture.Height) == (_generator.Width, _generator.Height) ? picture
        : PictureResizer.Resize(picture, _generator.Width, _generator.Height, ResizeFilter.Bicubic);

    (int X, int Y, int Width, int Height) Scaled((int X, int Y, int Width, int Height) box, RgbImage picture)
    {
        var (x, y) = ((double)_generator.Width / picture.Width, (double)_generator.Height / picture.Height);
        return ((int)(box.X * x), (int)(box.Y * y), (int)(box.Width * x), (int)(box.Height * y));
    }
}
