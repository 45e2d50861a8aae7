using System.Diagnostics;
using Avatars.Animation;
using Avatars.Broadcasting;
using Avatars.Files;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>A person who moves in real time and whose frames go to outputs: its own motion, or the poses that other programs post.</summary>
sealed class ServedPerson : IDisposable
{
    const float FieldOfView = 0.5f; // radians: in the middle of what the default model was trained on
    const float ArmRoom = 1.1f; // further away than the motion needs: posted poses may reach further
    const int PoseRate = 60, FramingPoses = 60;

    readonly PoseStream _stream;
    readonly PoseSampler _motion, _posted;
    readonly LiveOutput _output;
    readonly Camera _camera;
    string? _failure;

    /// <param name="generators">Borrowed, with their settings in place.</param>
    /// <param name="motion">Repeated; shown while nobody posts poses.</param>
    /// <param name="output">Borrowed.</param>
    public ServedPerson(FramesInFlight generators, PersonSource person, IPoseSource motion, LiveOutput output, bool waistUp)
    {
        var (layout, body) = (generators[0].MakePoseMapRenderer().Layout, StandardHumanoid.Map);
        (_output, _motion, _posted) = (output, new PoseSampler(motion, layout, body), new PoseSampler(output.Poses, layout, body));
        _camera = Frame(body, waistUp, generators.Width, generators.Height);
        _stream = new PoseStream(generators, output.Picture.IsTransparent);
        _stream.SetSource(person);
    }

    public long Frames => _output.Picture.Count;

    /// <summary>Until the time is up or the user stops it. Failures of outputs are printed, and the rest goes on.</summary>
    /// <exception cref="InvalidOperationException">The model failed.</exception>
    public void Run(double seconds, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds && !stop.IsCancellationRequested)
        {
            var sampler = _output.Poses.IsActive ? _posted : _motion;
            var length = sampler.Source.Length;
            sampler.Sample(float.IsFinite(length) && length > 0 ? (float)(clock.Elapsed.TotalSeconds % length) : 0);
            _stream.Submit(sampler, _camera);
            if (_stream.TryTake())
                _output.Picture.Publish(_stream.Frame.Picture, _stream.Frame.Alpha);
            if (_stream.Failure is { } failure)
                throw new InvalidOperationException($"The model has stopped: {ErrorLine.Of(failure)}", failure);
            foreach (var problem in _output.TakeFailures())
                Console.Error.WriteLine($"avatar: {_failure = problem}");
            stop.WaitHandle.WaitOne(1000 / PoseRate);
        }
        if (_failure is not null)
            throw new IOException($"an output failed: {_failure}");
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>A still camera that shows the whole motion and a T pose.</summary>
    Camera Frame(HumanoidMap body, bool waistUp, int width, int height)
    {
        var framing = new PersonFraming(body);
        foreach (var sampler in new[] { _motion, _posted })
        {
            var length = float.IsFinite(sampler.Source.Length) ? sampler.Source.Length : 0;
            for (var i = 0; i < FramingPoses; i++)
            {
                sampler.Sample(length * i / (FramingPoses - 1));
                framing.Add(sampler.Model, waistUp);
            }
        }
        var (target, distance) = framing.Fit(0, 0, FieldOfView);
        return Camera.Orbit(target, 0, 0, distance * (waistUp ? 1 : ArmRoom), FieldOfView, width, height);
    }
}
