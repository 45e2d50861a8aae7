using Avatars.Live;

namespace Avatars.Broadcasting;

/// <summary>The targets of one live picture. A target that fails ends alone; the picture and the other targets go on.</summary>
public sealed class LiveOutput : IDisposable
{
    readonly List<IPictureOutput> _outputs = [];
    readonly HashSet<IPictureOutput> _reported = [];

    /// <summary>Opens every target, or none.</summary>
    /// <param name="poses">Receives what clients post.</param>
    /// <param name="framesPerSecond">Of films, streams and devices, which repeat or skip frames to keep it.</param>
    /// <exception cref="IOException">A port is in use, or a device or file cannot be written.</exception>
    public LiveOutput(IEnumerable<OutputTarget> targets, LivePicture picture, PostedPoses poses, double framesPerSecond)
    {
        (Picture, Poses) = (picture, poses);
        try
        {
            foreach (var target in targets)
                _outputs.Add(target switch
                {
                    OutputTarget.Http http => new HttpOutput(http, picture, poses),
                    OutputTarget.Film film => new TimedOutput(picture, new FilmSink(film.Path, picture, framesPerSecond), framesPerSecond),
                    OutputTarget.Device device => new TimedOutput(picture, FfmpegSink.ToDevice(device.Path, picture, framesPerSecond), framesPerSecond),
                    OutputTarget.Remote remote => new TimedOutput(picture, FfmpegSink.ToAddress(remote.Address, picture, framesPerSecond), framesPerSecond),
                    _ => throw new ArgumentException($"No output is known for {target}.", nameof(targets)),
                });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public LivePicture Picture { get; }

    public PostedPoses Poses { get; }

    /// <summary>Where each target is found, for people to read.</summary>
    public IEnumerable<string> Places => _outputs.Select(output => output.Place);

    /// <summary>A sentence for each target that has failed since the last call.</summary>
    public IEnumerable<string> TakeFailures()
    {
        foreach (var output in _outputs)
            if (output.Failure is { } failure && _reported.Add(output))
                yield return failure;
    }

    /// <summary>Completes films and closes everything.</summary>
    public void Dispose()
    {
        foreach (var output in _outputs)
            output.Dispose();
        _outputs.Clear();
    }
}

/// <summary>One target that takes frames by itself, on threads of its own.</summary>
interface IPictureOutput : IDisposable
{
    /// <summary>An address or a path.</summary>
    string Place { get; }

    /// <summary>Why it ended, in a sentence; null while it works.</summary>
    string? Failure { get; }
}
