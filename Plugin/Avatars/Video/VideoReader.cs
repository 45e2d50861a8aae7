using System;
using System.Globalization;
using System.IO;
using Avatars.Files;
using Avatars.Imaging;

namespace Avatars.Video;

/// <summary>
/// The frames of a film of any format that the program ffmpeg reads, evenly spaced in time and turned as the film says. A film that ends too early gives
/// the frames that are there, and a warning.
/// </summary>
public sealed class VideoReader : IDisposable
{
    const int MaximumHeaderBytes = 64;

    readonly string _path;
    readonly FfmpegProcess _ffmpeg;
    readonly BufferedStream _stream;

    /// <param name="program">The ffmpeg program: a name on the PATH, or a path; ffprobe is called by the same name with "probe" at its end.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">It is no film that ffmpeg can read.</exception>
    /// <exception cref="InvalidOperationException">ffmpeg was not found.</exception>
    public VideoReader(string path, string program = "ffmpeg")
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no film '{path}'. Check the path.", path);
        var at = program.LastIndexOf("ffmpeg", StringComparison.Ordinal);
        var probe = VideoProbe.Of(path, at < 0 ? "ffprobe" : program.Remove(at, 6).Insert(at, "ffprobe"));
        (_path, FramesPerSecond, ExpectedFrames) = (path, probe.FramesPerSecond, probe.Frames);
        _ffmpeg = FfmpegProcess.Decode(program, path, probe.Rate);
        _stream = new BufferedStream(_ffmpeg.Output, 1 << 20);
    }

    public double FramesPerSecond { get; }

    /// <summary>About how many frames there are, as the file says; 0 where it does not.</summary>
    public long ExpectedFrames { get; }

    /// <summary>Frames so far.</summary>
    public int Count { get; private set; }

    /// <summary>After the last frame: a sentence about what could not be read; null where nothing is wrong.</summary>
    public string? Warning { get; private set; }

    /// <summary>Reads the next frame; allocates nothing when <paramref name="frame"/> already has the film's size.</summary>
    /// <param name="frame">Receives the frame; replaced when it is null or of another size.</param>
    /// <returns>False at the end of the film.</returns>
    /// <exception cref="FormatException">Not one frame could be read.</exception>
    public bool Read(ref RgbImage? frame)
    {
        if (ReadHeader() is { } size)
        {
            if (frame is null || frame.Width != size.Width || frame.Height != size.Height)
                frame = new RgbImage(size.Width, size.Height);
            if (Fill(frame.Bytes))
            {
                Count++;
                return true;
            }
        }
        End();
        return false;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _ffmpeg.Dispose();
    }

    void End()
    {
        var (exitCode, said) = _ffmpeg.End();
        if (Count == 0)
            throw new FormatException($"'{_path}' has no frame that can be read{(said.Length > 0 ? $" (ffmpeg says: {said})" : "")}. Export the film again.");
        if (exitCode != 0 || said.Length > 0)
            Warning = $"'{_path}' is damaged or was cut off: {Count}{(ExpectedFrames > Count ? $" of about {ExpectedFrames}" : "")} "
                + $"{(Count == 1 && ExpectedFrames <= Count ? "frame was" : "frames were")} read (ffmpeg says: {said}).";
    }

    /// <summary>Reads "P6 width height 255" and one white space.</summary>
    (int Width, int Height)? ReadHeader()
    {
        Span<char> header = stackalloc char[MaximumHeaderBytes];
        var (length, words) = (0, 0);
        while (words < 4)
        {
            var next = _stream.ReadByte();
            if (next < 0 || length == header.Length)
                return null;
            var isSpace = next is ' ' or '\n' or '\t' or '\r';
            if (isSpace && length > 0 && header[length - 1] != ' ')
                words++;
            header[length++] = isSpace ? ' ' : (char)next;
        }
        var parts = header[..length].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (width, height) = (Number(parts[1]), Number(parts[2]));
        if (parts[0] != "P6" || parts[3] != "255")
            throw new FormatException($"'{_path}': ffmpeg gave no picture. Export the film again, for example as .mp4.");
        if (width is < 1 or > PictureSize.MaximumSide || height is < 1 or > PictureSize.MaximumSide || (long)width * height * 3 > int.MaxValue)
            throw new FormatException($"'{_path}' has frames of {width}x{height} pixels; up to {PictureSize.MaximumSide} a side are read. Make it smaller.");
        return (width, height);
    }

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    bool Fill(byte[] bytes)
    {
        for (var filled = 0; filled < bytes.Length;)
        {
            var count = _stream.Read(bytes, filled, bytes.Length - filled);
            if (count == 0)
                return false;
            filled += count;
        }
        return true;
    }
}
