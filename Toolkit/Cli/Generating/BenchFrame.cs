using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>A frame of the built-in motion, from posed joints to a picture.</summary>
sealed class BenchFrame
{
    const float FrameSeconds = 0.04f;

    readonly PoseToFrame _path;
    readonly PoseRequest _request;
    readonly PoseSampler _sampler;
    readonly Camera _camera;

    /// <param name="generator">Borrowed, with a source.</param>
    public BenchFrame(IFrameGenerator generator)
    {
        _path = new PoseToFrame(generator);
        _request = _path.MakeRequest();
        _sampler = new PoseSampler(new BenchMotion(), _path.Layout, StandardHumanoid.Map);
        _camera = Camera.LookAt(new Vector3(0, 0.9f, 4), new Vector3(0, 0.9f, 0), 0.5f, generator.Width, generator.Height);
        Picture = new RgbImage(_path.Width, _path.Height);
    }

    /// <summary>The last frame.</summary>
    public RgbImage Picture { get; }

    public StageTimes Times => _path.Times;

    /// <summary>A source for any model: an empty picture, or a plain white body before black.</summary>
    public static PersonSource SourceFor(ModelPackage package, IFrameGenerator generator)
    {
        var style = PoseMapStyle.Find(package.Manifest.PoseStyle);
        var empty = new KeypointFrame(style.Layout, null, [new Keypoint[style.Layout.Count]]);
        return new PersonSource(new SourceView(new RgbImage(generator.Width, generator.Height), empty))
        {
            Person = generator.ReadsBody ? TexturedPerson.Plain(BodyChoice.Open(null), RgbColor.White, RgbColor.Black) : null,
        };
    }

    /// <param name="number">Of the frame; another one than before.</param>
    public void Run(int number)
    {
        _sampler.Sample(number * FrameSeconds);
        _request.Set(_sampler, _camera);
        if (!_path.Run(_request, Picture))
            throw new InvalidOperationException("The benchmark's pose did not move.");
    }
}
