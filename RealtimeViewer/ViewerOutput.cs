using Avatars.Broadcasting;
using Avatars.Live;
using Avatars.Imaging;

namespace Avatars.Viewer;

/// <summary>The generated picture on its way to other programs, and the poses that they post.</summary>
sealed class ViewerOutput : IDisposable
{
    const double FramesPerSecond = 30; // of films, streams and devices

    readonly LiveOutput _output;

    ViewerOutput(ViewerOptions options, int width, int height)
    {
        _output = new LiveOutput(options.Outputs, new LivePicture(width, height), new PostedPoses(), FramesPerSecond);
        foreach (var place in _output.Places)
            Console.WriteLine($"Live at {place}");
    }

    public PostedPoses Poses => _output.Poses;

    /// <returns>Null where no output was asked for.</returns>
    /// <inheritdoc cref="LiveOutput(IEnumerable{OutputTarget}, LivePicture, PostedPoses, double)"/>
    public static ViewerOutput? For(ViewerOptions options, int width, int height) =>
        options.Outputs.Count == 0 ? null : new ViewerOutput(options, width, height);

    /// <summary>Hands in a frame; an output that has failed is told to the user.</summary>
    public void Publish(RgbImage picture, Session session)
    {
        _output.Picture.Publish(picture);
        foreach (var failure in _output.TakeFailures())
            session.Problem = failure;
    }

    public void Dispose() => _output.Dispose();
}
