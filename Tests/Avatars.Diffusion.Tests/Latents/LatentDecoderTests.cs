using Avatars.Fixtures;
using Avatars.Inference;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Latents;

public sealed class LatentDecoderTests
{
    static readonly AutoencoderKlConfiguration Small = new()
    {
        Height = 32, Width = 32, MidAttention = false, Groups = 8, EncoderWidths = [8, 8], EncoderResnets = 1, DecoderWidths = [8, 8], DecoderResnets = 1,
    };

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_guided_decoder_without_guides_is_the_plain_one()
    {
        using var guided = Load(Small with { Guided = true });
        using var plain = Load(Small);
        Assert.That(Decode(guided, null), Is.EqualTo(Decode(plain, null)).Within(1e-5));
    }

    [Test]
    public void Where_the_mask_excludes_a_person_the_background_is_shown_unchanged()
    {
        using var guided = Load(Small with { Guided = true });
        using var background = new FloatTensor(1, 3, 32, 32);
        using var mask = new FloatTensor(1, 1, 8, 8);
        for (var i = 0; i < background.Length; i++)
            background.Span[i] = MathF.Sin(i);
        mask.Span.Fill(-20);
        mask.Span[0] = 20; // a person in a corner
        var seen = Decode(guided, new() { ["warped_source"] = background, ["pose_mask"] = mask });
        for (var i = 0; i < seen.Length; i++)
            if (i % 32 is >= 16 and < 30 && i / 32 % 32 is >= 16 and < 30)
                Assert.That(seen[i], Is.EqualTo(background.Span[i]).Within(1e-5));
        Assert.That(seen[0], Is.Not.EqualTo(background.Span[0]).Within(1e-3));
    }

    [TestCase("pose", 3, 32), TestCase("warped_source", 3, 32), TestCase("pose_mask", 1, 8)]
    public void Each_of_its_guides_changes_the_picture(string name, int channels, int side)
    {
        using var guided = Load(Small with { Guided = true });
        using var guide = new FloatTensor(1, channels, side, side);
        guide.Span.Fill(name == "pose_mask" ? -20 : 0.5f);
        Assert.That(Decode(guided, new() { [name] = guide }), Is.Not.EqualTo(Decode(guided, null)));
    }

    static float[] Decode(Network network, Dictionary<string, FloatTensor>? guides)
    {
        using var decoder = new LatentDecoder(network, scale: 2, guides: guides);
        decoder.Decode([.. Enumerable.Range(0, decoder.LatentLength).Select(i => MathF.Sin(i))]);
        return decoder.Picture.Span.ToArray();
    }

    Network Load(AutoencoderKlConfiguration configuration)
    {
        var path = _folder[$"decoder-{configuration.Guided}.onnx"];
        OnnxFile.Save(new AutoencoderKl(configuration).BuildDecoder(), path, new AwakeWeights(new RandomWeights(1)), WeightStorage.Float32);
        return new Network(path, new InferenceOptions { Threads = 1 });
    }
}
