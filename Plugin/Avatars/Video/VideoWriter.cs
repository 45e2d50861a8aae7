using System;
using System.IO;
using Avatars.Files;
using Avatars.Imaging;

namespace Avatars.Video;

/// <summary>
/// A film out of pictures: .mp4 (H.264, yuv420p), .webm (VP9, yuv420p or yuva420p) or .mov (ProRes HQ, or 4444 with alpha), encoded by the program ffmpeg.
/// The file appears when <see cref="Finish"/> has succeeded; disposed before that, for a failure or because someone cancelled, the writer leaves nothing
/// behind.
/// </summary>
/// <remarks>Colours are BT.709. H.264 requires even sides: the last row or column of an odd one is repeated.</remarks>
public sealed class VideoWriter : IDisposable
{
    readonly string _path;
    readonly string _beside;
    readonly FfmpegProcess _ffmpeg;
    readonly byte[] _even;
    readonly bool _isWebm, _hasAlpha;
    bool _isFinished;

    /// <param name="path">Ends in .mp4, .webm or .mov; an existing file is replaced when the film is complete.</param>
    /// <param name="width">Of every frame, pixels.</param>
    /// <exception cref="ArgumentException">The name, a size or an option is not possible.</exception>
    /// <exception cref="InvalidOperationException">ffmpeg was not found.</exception>
    public VideoWriter(string path, int width, int height, VideoOptions? options = null)
    {
        options ??= new VideoOptions();
        RequireFormat(path, options.HasAlpha);
        (_isWebm, _hasAlpha) = (path.EndsWith(".webm", StringComparison.OrdinalIgnoreCase), options.HasAlpha);
        PictureSize.Require(width, height);
        if (!(options.FramesPerSecond is >= 1 and <= 1000) || options.RateFactor is < 0 or > 51)
            throw new ArgumentException($"{options.FramesPerSecond} frames a second at rate factor {options.RateFactor}: 1 to 1000 and 0 to 51 are "
                + "possible.", nameof(options));
        (_path, Width, Height) = (path, width, height);
        var (evenWidth, evenHeight) = (width + width % 2, height + height % 2);
        _even = (evenWidth, evenHeight) == (width, height) ? Array.Empty<byte>() : new byte[evenWidth * evenHeight * Channels];
        _beside = WholeFile.Beside(path);
        try
        {
            _ffmpeg = FfmpegProcess.Encode(options, evenWidth, evenHeight, _beside);
        }
        catch
        {
            UnfinishedFiles.Delete(_beside);
            throw;
        }
    }

    /// <summary>Whether a film of this name can be written.</summary>
    /// <exception cref="ArgumentException">The ending is none of .mp4, .webm and .mov, or the format cannot hold the alpha that is asked for.</exception>
    public static void RequireFormat(string path, bool hasAlpha = false)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending is not (".mp4" or ".webm" or ".mov"))
            throw new ArgumentException($"'{path}': films are written as .mp4, .webm or .mov. Give the file one of these endings.", nameof(path));
        if (hasAlpha && ending == ".mp4")
            throw new ArgumentException($"'{path}': an .mp4 film cannot be transparent. Give the file the ending .webm or .mov.", nameof(path));
    }

    int Channels => _hasAlpha ? 4 : 3;

    public int Width { get; }

    public int Height { get; }

    /// <summary>Frames so far.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a frame; waits while ffmpeg is busy. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    /// <exception cref="IOException">ffmpeg has died; the message has its last lines.</exception>
    public void Write(RgbImage frame) => Write(frame.Width, frame.Height, frame.Bytes, hasAlpha: false);

    /// <inheritdoc cref="Write(RgbImage)"/>
    public void Write(RgbaImage frame) => Write(frame.Width, frame.Height, frame.Bytes, hasAlpha: true);

    void Write(int width, int height, byte[] bytes, bool hasAlpha)
    {
        if (width != Width || height != Height)
            throw new ArgumentException($"The film is {Width}x{Height}, this frame {width}x{height}. Resize it first.");
        if (hasAlpha != _hasAlpha)
            throw new ArgumentException($"The film's frames have {(_hasAlpha ? "" : "no ")}alpha, this one has {(hasAlpha ? "it" : "none")}. Set "
                + "VideoOptions.HasAlpha as the frames are.");
        _ffmpeg.Write(_even.Length == 0 ? bytes : MadeEven(bytes));
        Count++;
    }

    /// <summary>Completes the film and renames it to its path.</summary>
    /// <exception cref="InvalidOperationException">It has no frames, or was finished before.</exception>
    /// <exception cref="IOException">ffmpeg has failed or reported an error, or its file is not whole; what stood at the path stays.</exception>
    public void Finish()
    {
        if (_isFinished || Count == 0)
            throw new InvalidOperationException(_isFinished ? $"The film '{_path}' is finished already."
                : $"The film '{_path}' has no frames. Write some first.");
        _ffmpeg.Finish();
        if (_isWebm)
            WebmFile.RequireWhole(_beside, _path);
        else
            Mp4File.RequireWhole(_beside, _path);
        WholeFile.MoveInto(_beside, _path);
        _isFinished = true;
    }

    public void Dispose()
    {
        _ffmpeg.Dispose();
        UnfinishedFiles.Delete(_beside);
    }

    byte[] MadeEven(byte[] bytes)
    {
        var (stride, evenStride) = (Width * Channels, (Width + Width % 2) * Channels);
        var rows = _even.Length / evenStride;
        for (var y = 0; y < rows; y++)
        {
            var row = bytes.AsSpan(Math.Min(y, Height - 1) * stride, stride);
            var even = _even.AsSpan(y * evenStride, evenStride);
            row.CopyTo(even);
            if (evenStride > stride)
                row.Slice(stride - Channels).CopyTo(even.Slice(stride));
        }
        return _even;
    }
}
