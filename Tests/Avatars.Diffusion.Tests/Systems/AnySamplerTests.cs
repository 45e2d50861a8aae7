using System.Numerics;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Sampling;
using Avatars.Streaming;

namespace Avatars.Systems;

/// <summary>Any sampler runs with any system, chosen by name.</summary>
public sealed class AnySamplerTests
{
    const int Side = 64;

    static readonly PoseMapStyle Style = PoseMapStyle.Avatar;

    readonly TemporaryFolder _folder = new();
    readonly Dictionary<string, IFrameGenerator> _generators = [];

    static IEnumerable<TestCaseData> Pairs() =>
        new[] { "fpdm", "imagpose", "pcdms" }.SelectMany(system => Samplers.Names.Select(sampler => new TestCaseData(system, sampler)));

    [OneTimeSetUp]
    public void Load()
    {
        var source = new PersonSource(new SourceView(RandomPictures.Make(Side, Side, seed: 1), new KeypointFrame(Style.Layout, (Side, Side), [Signer(30)])));
        foreach (var package in new[] { TinyFpdm.Write(_folder), TinyImagPose.Write(_folder), TinyPcdms.Write(TinyPcdms.Model, _folder) })
        {
            var opened = ModelPackage.Open(package);
            var generator = FrameGenerators.Load(opened, new InferenceOptions());
            _generators.Add(opened.Manifest.System, generator);
            generator.SetSource(source);
        }
    }

    [OneTimeTearDown]
    public void Unload()
    {
        foreach (var generator in _generators.Values)
            generator.Dispose();
        _folder.Dispose();
    }

    [TestCaseSource(nameof(Pairs))]
    public void Gives_the_same_picture_again_and_allocates_nothing(string system, string sampler)
    {
        var generator = _generators[system];
        generator.Configure(new GenerationSettings { Sampler = sampler, Steps = 3, Spacing = "linspace", Guidance = 1.5f, Seed = 5 });
        var pose = TargetPose.Draw(new KeypointFrame(Style.Layout, (Side, Side), [Signer(34)]), Style, Side, Side);
        RgbImage first = new(Side, Side), again = new(Side, Side);
        generator.Generate(pose, first);
        Assert.That(Allocations.Of(() => generator.Generate(pose, again)), Is.Zero);
        Assert.That(again.Bytes, Is.EqualTo(first.Bytes));
        Assert.That(first.Bytes.Distinct().Count(), Is.GreaterThan(10), "a picture, not one colour");
    }

    [TestCase("fpdm"), TestCase("imagpose"), TestCase("pcdms")]
    public void Samplers_differ(string system)
    {
        var pose = TargetPose.Draw(new KeypointFrame(Style.Layout, (Side, Side), [Signer(34)]), Style, Side, Side);
        var pictures = Samplers.Names.Select(sampler =>
        {
            _generators[system].Configure(new GenerationSettings { Sampler = sampler, Steps = 6, Spacing = "linspace", Seed = 5 });
            var frame = new RgbImage(Side, Side);
            _generators[system].Generate(pose, frame);
            return Convert.ToBase64String(frame.Bytes);
        });
        Assert.That(pictures.ToArray(), Is.Unique);
    }

    static Keypoint[] Signer(float x) => PeopleInPixels.Signer(new Vector2(x, 20), 80);
}
