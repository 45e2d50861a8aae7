using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Conditioning;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;

namespace Avatars.Systems.Fpdm;

/// <summary>The textured body as inputs of the pose encoder and the decoder, and the features that go from one to the other.</summary>
internal sealed class FpdmBody : IDisposable
{
    const string BackgroundPort = "background";

    static readonly (string Port, ChannelNormalization Range, Func<BodyPictures, RgbImage> Picture)[] Ports =
    {
        ("body_warped", ChannelNormalization.PlusMinusOne, body => body.Warped),
        ("body_state", ChannelNormalization.ZeroToOne, body => body.State),
        ("body_coordinates", ChannelNormalization.ZeroToOne, body => body.Coordinates),
        ("body_normals", ChannelNormalization.ZeroToOne, body => body.Normals),
        (BackgroundPort, ChannelNormalization.PlusMinusOne, body => body.Background),
    };

    readonly List<(PictureInput Input, Func<BodyPictures, RgbImage> Picture)> _inputs = new();
    readonly Dictionary<string, FloatTensor> _guides = new();
    readonly List<FloatTensor> _features = new();

    /// <summary>Borrows <paramref name="networks"/>; adds what it gives and takes to <paramref name="poseEncoder"/>.</summary>
    public FpdmBody(FpdmNetworks networks, NetworkBinding poseEncoder)
    {
        var (encoder, decoder) = (networks.PoseEncoder, networks.Decoder);
        foreach (var (port, range, picture) in Ports)
        {
            var (isEncoders, isDecoders) = (encoder.Inputs.Any(input => input.Name == port), decoder.Inputs.Any(input => input.Name == port));
            if (!isEncoders && !isDecoders)
                continue;
            var sides = (isEncoders ? encoder : decoder).Input(port).Dimensions;
            var input = new PictureInput(sides[3], sides[2], range);
            _inputs.Add((input, picture));
            if (isEncoders)
                poseEncoder.Read(port, input.Tensor);
            if (isDecoders)
                _guides[port] = input.Tensor;
            if (isDecoders && port == BackgroundPort)
                Background = input;
        }
        foreach (var feature in encoder.Outputs.Where(output => decoder.Inputs.Any(input => input.Name == output.Name)))
        {
            var tensor = encoder.TensorFor(feature, batch: 1);
            _features.Add(tensor);
            poseEncoder.Write(feature.Name, _guides[feature.Name] = tensor);
        }
    }

    /// <summary>Inputs of the decoder, by name.</summary>
    public IReadOnlyDictionary<string, FloatTensor> Guides => _guides;

    /// <summary>Whether an input of this name is a picture of the body.</summary>
    public static bool Has(string port) => Array.Exists(Ports, known => known.Port == port);

    public static bool IsReadBy(Network poseEncoder) => poseEncoder.Inputs.Any(port => Has(port.Name));

    /// <summary>What the decoder composites the person over; null where it does not.</summary>
    public PictureInput? Background { get; private set; }

    /// <param name="part">Of the pictures, as large as the inputs; null for the whole, resized where it has another size.</param>
    public void Write(BodyPictures body, PixelBox? part)
    {
        foreach (var (input, picture) in _inputs)
            if (part is { } box)
                input.Write(picture(body), box);
            else
                input.Write(picture(body));
    }

    public void Dispose()
    {
        foreach (var (input, _) in _inputs)
            input.Dispose();
        foreach (var feature in _features)
            feature.Dispose();
    }
}
