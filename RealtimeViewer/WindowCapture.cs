using System.Diagnostics;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Video;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace Avatars.Viewer;

/// <summary>Saves a picture of the window after some seconds, or films it as fast as it really was; then closes it.</summary>
sealed unsafe class WindowCapture : IDisposable
{
    const double FilmRate = 30; // frames a second

    readonly GL _gl;
    readonly IWindow _window;
    readonly ViewerOptions _options;
    readonly Stopwatch _clock = new();
    readonly RgbImage _picture;
    readonly byte[] _bottomUp;
    readonly VideoWriter? _film;

    WindowCapture(GL gl, IWindow window, ViewerOptions options)
    {
        (_gl, _window, _options) = (gl, window, options);
        var size = window.FramebufferSize;
        _picture = new RgbImage(size.X, size.Y);
        _bottomUp = new byte[_picture.Bytes.Length];
        if (options.Record is { } path)
            _film = new VideoWriter(path, size.X, size.Y, new VideoOptions { FramesPerSecond = FilmRate });
    }

    /// <returns>Null when neither a screenshot nor a film was requested.</returns>
    public static WindowCapture? For(ViewerOptions options, GL gl, IWindow window) =>
        options.Screenshot is null && options.Record is null ? null : new WindowCapture(gl, window, options);

    /// <summary>To be called after each drawn frame, before it is shown; the first call is second 0.</summary>
    public void Frame()
    {
        _clock.Start();
        var seconds = _clock.Elapsed.TotalSeconds;
        var isPictureDue = _options.Screenshot is not null && seconds >= _options.After;
        if (_film is not null)
            Film(Math.Min(seconds, _options.Seconds));
        if (isPictureDue)
            PictureFile.Write(_options.Screenshot!, Read());
        if (_film is null ? isPictureDue : seconds >= _options.Seconds)
            End();
    }

    public void Dispose() => _film?.Dispose();

    /// <summary>Writes the window as many times as needed to reach this time: frames of a slow window are repeated.</summary>
    void Film(double seconds)
    {
        var due = (int)(seconds * FilmRate) + 1 - _film!.Count;
        if (due <= 0)
            return;
        Read();
        for (; due > 0; due--)
            _film.Write(_picture);
    }

    void End()
    {
        _film?.Finish();
        _window.Close();
    }

    /// <exception cref="InvalidOperationException">The window has changed its size.</exception>
    RgbImage Read()
    {
        var size = _window.FramebufferSize;
        if ((size.X, size.Y) != (_picture.Width, _picture.Height))
            throw new InvalidOperationException($"The window was resized from {_picture.Width}x{_picture.Height} to {size.X}x{size.Y} while it was "
                + "recorded. Leave its size alone, or choose one with --size.");
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        fixed (byte* pixels = _bottomUp)
            _gl.ReadPixels(0, 0, (uint)size.X, (uint)size.Y, PixelFormat.Rgb, PixelType.UnsignedByte, pixels);
        for (var y = 0; y < size.Y; y++)
            _bottomUp.AsSpan((size.Y - 1 - y) * size.X * 3, size.X * 3).CopyTo(_picture.Row(y));
        return _picture;
    }
}
