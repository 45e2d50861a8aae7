using System.Diagnostics;
using System.Numerics;
using Avatars.Animation;
using Avatars.Body;
using Avatars.Cli.Generating;
using Avatars.Graphics;
using Avatars.Graphics.Bodies;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;
using Silk.NET.OpenGL;
using Texture = Avatars.Graphics.Texture;

namespace Avatars.Cli.Soaking;

/// <summary>
/// Some seconds with one model: loaded, shown people one after another, played as a viewer would, and unloaded. What it leaves behind is a leak.
/// </summary>
/// <param name="gl">Current on this thread; null without OpenGL.</param>
sealed class SoakTurn(SoakMaterial material, ModelPackage package, InferenceOptions inference, GL? gl, Random random, FrameTimes times)
{
    const double Period = 1000.0 / 60; // milliseconds between two frames of a display
    const double SecondsPerPart = 2.5;
    const int FramesPerBody = 4; // the body is drawn in every fourth frame: software renderers are slow

    /// <summary>Frames that the model made.</summary>
    public long Generated { get; private set; }

    /// <summary>What was shown.</summary>
    public List<string> Parts { get; } = [];

    /// <exception cref="InvalidOperationException">The stream failed.</exception>
    public void Run(double seconds, string folder, CancellationToken stop)
    {
        using var generators = FrameGenerators.LoadSeveral(package, inference);
        using var stream = new PoseStream(generators);
        using var views = gl is null ? null : new Views(gl, package);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            stop.ThrowIfCancellationRequested();
            var (source, file) = Source(generators[0]);
            stream.SetSource(source);
            stream.Configure(GenerationSettings.Of(package.Manifest.Defaults) with { Seed = (uint)random.Next() });
            var (what, poses) = random.Next(3) == 0 && material.Script(random) is { } script ? ("script", new ScriptPoses(script))
                : material.Motion(random, folder);
            using (poses as IDisposable)
                Play(stream, source, new PoseSampler(poses, generators[0].MakePoseMapRenderer().Layout, MapOf(poses)), views, stop);
            Parts.Add($"{what} as {Path.GetFileNameWithoutExtension(file)}");
        }
        Generated = stream.Answered;
    }

    static HumanoidMap MapOf(IPoseSource poses) => poses.Skeleton == StandardHumanoid.Map.Skeleton ? StandardHumanoid.Map
        : throw new InvalidOperationException("The motion is for another skeleton.");

    (PersonSource Source, string File) Source(IFrameGenerator generator)
    {
        var file = material.Sources[random.Next(material.Sources.Count)];
        return (FittedSource.Of(SourceFiles.Read(file), [file], generator, inference), file);
    }

    /// <summary>The loop of a viewer: the pose is submitted, and what has been made is shown; nothing waits for the model.</summary>
    void Play(PoseStream stream, PersonSource source, PoseSampler sampler, Views? views, CancellationToken stop)
    {
        var camera = Camera.LookAt(new Vector3(0, 1, 4), new Vector3(0, 0.95f, 0), 0.5f, stream.Frame.Picture.Width, stream.Frame.Picture.Height);
        var person = source.Person is { } textured ? new PosedPerson(textured.Body) : null;
        var start = Stopwatch.GetTimestamp();
        for (var frame = 0; Stopwatch.GetElapsedTime(start).TotalSeconds is var seconds && seconds < SecondsPerPart; frame++)
        {
            stop.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            var length = sampler.Source.Length;
            sampler.Sample(float.IsFinite(length) && length > 0 ? (float)seconds % length : (float)seconds);
            stream.Submit(sampler, camera);
            if (stream.Failure is { } failure)
                throw new InvalidOperationException($"The stream failed after {frame} frames: {failure.Message}", failure);
            var isNew = stream.TryTake();
            if (views is not null)
            {
                sampler.Project(camera);
                views.Show(sampler.Keypoints, isNew ? stream.Frame : null);
                if (person is not null && frame % FramesPerBody == 0)
                {
                    person.Pose(sampler.Before(camera));
                    views.Show(person, camera, source.Person!);
                }
            }
            var spent = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            times.Add(spent, Period);
            Thread.Sleep(Math.Max(1, (int)(Period - spent % Period)));
        }
    }

    /// <summary>What a viewer has in OpenGL: the pose map, the frame, the body.</summary>
    sealed class Views(GL gl, ModelPackage package) : IDisposable
    {
        readonly PoseMapPass _map = new(gl, PoseMapStyle.Find(package.Manifest.PoseStyle), package.Manifest.Width, package.Manifest.Height);
        readonly Texture _frame = Texture.Screen(gl, package.Manifest.Width, package.Manifest.Height);
        BodyView? _body;

        public void Show(ReadOnlySpan<Keypoint> keypoints, StreamFrame? frame)
        {
            if (package.Manifest.PoseStyle == PoseMapStyle.Avatar.Name)
                _map.Draw(keypoints);
            if (frame is not null)
                _frame.Update(frame.Picture);
            gl.Finish();
        }

        public void Show(PosedPerson person, Camera camera, TexturedPerson textured)
        {
            _body ??= new BodyView(gl, person.Body.Model);
            if (_body.Model != person.Body.Model)
            {
                _body.Dispose();
                _body = new BodyView(gl, person.Body.Model);
            }
            _body.Draw(person.Surface, camera, textured.Texture);
            gl.Finish();
        }

        public void Dispose()
        {
            _body?.Dispose();
            _frame.Dispose();
            _map.Dispose();
        }
    }
}
