using System;
using System.Threading;
using System.Threading.Tasks;
using Avatars.Imaging;
using Avatars.Video;

namespace Avatars.Perception;

/// <summary>One frame of a film, and the person who is followed through it.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Picture">Valid until the callback returns.</param>
/// <param name="Person">Null where the person is not seen.</param>
public readonly record struct FilmFrame(int Index, double Seconds, RgbImage Picture, PerceivedPerson? Person);

/// <summary>Follows a person through a film on two threads: while hands and face of one frame are found, the body of the next one is.</summary>
public static class FilmPerception
{
    /// <param name="tracker">New for this film.</param>
    /// <param name="onFrame">Called for each frame in order, one call at a time, on any thread.</param>
    /// <exception cref="OperationCanceledException">Stopped between two frames.</exception>
    /// <exception cref="FormatException">The film has no frame that can be read.</exception>
    public static void Run(VideoReader film, PersonTracker tracker, Action<FilmFrame> onFrame, CancellationToken stop = default)
    {
        var buffers = new RgbImage?[2]; // one is read while the other is looked at
        var details = Task.CompletedTask;
        try
        {
            for (var index = 0; film.Read(ref buffers[index % 2]); index++)
            {
                stop.ThrowIfCancellationRequested();
                var (frame, picture, seconds) = (index, buffers[index % 2]!, index / film.FramesPerSecond);
                var pose = tracker.FindBody(picture, seconds);
                details.GetAwaiter().GetResult();
                details = Task.Run(() => onFrame(new FilmFrame(frame, seconds, picture, tracker.FindDetails(picture, pose))), CancellationToken.None);
            }
            details.GetAwaiter().GetResult();
        }
        finally
        {
            ((IAsyncResult)details).AsyncWaitHandle.WaitOne(); // the caller may dispose the networks
        }
    }
}
