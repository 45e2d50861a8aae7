using Avatars.Files;
using Avatars.Video;

namespace Avatars.Broadcasting;

/// <summary>A film file, which appears when the output ends.</summary>
sealed class FilmSink : IFrameSink
{
    readonly VideoWriter _film;
    readonly bool _isTransparent;

    /// <exception cref="IOException">Nothing can be written there.</exception>
    public FilmSink(string path, LivePicture picture, double framesPerSecond)
    {
        WholeFile.RequireWritable(path);
        Place = path;
        _isTransparent = picture.IsTransparent && !path.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase); // which has no alpha
        _film = new VideoWriter(path, picture.Width, picture.Height, new VideoOptions { FramesPerSecond = framesPerSecond, HasAlpha = _isTransparent });
    }

    public string Place { get; }

    public void Write(PublishedFrame frame)
    {
        if (_isTransparent)
            _film.Write(frame.Transparent);
        else
            _film.Write(frame.Picture);
    }

    public void Finish() => _film.Finish();

    /// <summary>Nothing: a file takes its frames.</summary>
    public void Interrupt()
    {
    }

    public void Dispose() => _film.Dispose();
}
