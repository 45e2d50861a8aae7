using Avatars.Files;
using Avatars.Video;

namespace Avatars.Broadcasting;

/// <summary>A film file, which appears when the output ends.</summary>
sealed class FilmSink : IFrameSink
{
    readonly VideoWriter _film;

    /// <exception cref="IOException">Nothing can be written there.</exception>
    public FilmSink(string path, LivePicture picture, double framesPerSecond)
    {
        WholeFile.RequireWritable(path);
        Place = path;
        _film = new VideoWriter(path, picture.Width, picture.Height, new VideoOptions { FramesPerSecond = framesPerSecond });
    }

    public string Place { get; }

    public void Write(PublishedFrame frame) => _film.Write(frame.Picture);

    public void Finish() => _film.Finish();

    /// <summary>Nothing: a file takes its frames.</summary>
    public void Interrupt()
    {
    }

    public void Dispose() => _film.Dispose();
}
