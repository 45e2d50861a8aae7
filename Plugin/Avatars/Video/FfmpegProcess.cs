using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Avatars.Files;

namespace Avatars.Video;

/// <summary>A running ffmpeg that takes raw RGB frames and writes a file, or reads one and gives frames. Ends when its owner is disposed.</summary>
sealed class FfmpegProcess : IDisposable
{
    const int LinesKept = 6;

    readonly Process _process;
    readonly Queue<string> _lastLines = new();
    volatile bool _isRunning = true;

    FfmpegProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            _process.Start();
        }
        catch (Win32Exception error)
        {
            _process.Dispose();
            throw new InvalidOperationException(
                $"The program '{start.FileName}' could not be started ({error.Message}). Install ffmpeg (Debian: apt-get install ffmpeg; Windows: "
                    + "winget install ffmpeg) and see that it is on the PATH.", error);
        }
        _process.BeginErrorReadLine();
    }

    /// <param name="width">Even, as is the height.</param>
    internal static FfmpegProcess Encode(VideoOptions options, int width, int height, string path) => Send(options, width, height,
    [
        .. Sound(options.Sounds, path),
        "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=" + PixelFormat(path, options.HasAlpha),
        .. Codec(path, options),
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-f", Path.GetExtension(path).ToLowerInvariant()[1..], "file:" + path,
    ]);

    /// <summary>Starts encoding or sending raw frames.</summary>
    /// <param name="target">ffmpeg's arguments behind the input: filters, codec, format and where to.</param>
    internal static FfmpegProcess Send(VideoOptions options, int width, int height, string[] target)
    {
        var start = new ProcessStartInfo(options.Program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        var rate = options.FramesPerSecond.ToString("0.######", CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-xerror", "-nostdin", "-y",
            "-f", "rawvideo", "-pixel_format", options.HasAlpha ? "rgba" : "rgb24", "-video_size", $"{width}x{height}", "-framerate", rate, "-i", "pipe:0",
            .. target,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new FfmpegProcess(start);
    }

    /// <summary>Ends it in a while unless it ends by itself: for a receiver that takes nothing any more.</summary>
    internal void KillAfter(TimeSpan patience) => System.Threading.Tasks.Task.Delay(patience).ContinueWith(_ => Kill(),
        System.Threading.Tasks.TaskScheduler.Default);

    void Kill()
    {
        try
        {
            if (_isRunning)
                _process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself, or was disposed.
        }
    }

    /// <summary>Further inputs, delayed, mixed, and followed by silence to the end of the pictures.</summary>
    static string[] Sound(IReadOnlyList<VideoSound> sounds, string path)
    {
        if (sounds.Count == 0)
            return [];
        var (inputs, chains, mixed) = (new List<string>(), "", "");
        for (var i = 0; i < sounds.Count; i++)
        {
            var milliseconds = (long)Math.Round(sounds[i].Start * 1000);
            if (milliseconds < 0)
                inputs.AddRange(["-ss", (-milliseconds / 1000.0).ToString("0.###", CultureInfo.InvariantCulture)]);
            inputs.AddRange(["-i", "file:" + sounds[i].Path]);
            chains += $"[{i + 1}:a]aresample=48000,adelay={Math.Max(0, milliseconds)}:all=1[s{i}];";
            mixed += $"[s{i}]";
        }
        var codec = IsWebm(path) ? "libopus" : IsMov(path) ? "pcm_s16le" : "aac";
        return [.. inputs, "-filter_complex", $"{chains}{mixed}amix=inputs={sounds.Count}:duration=longest,apad[sound]", "-map", "0:v", "-map", "[sound]",
            "-c:a", codec, "-b:a", "192k", "-shortest"];
    }

    static string PixelFormat(string path, bool hasAlpha) => (IsMov(path), hasAlpha) switch
    {
        (true, true) => "yuva444p10le",
        (true, false) => "yuv422p10le",
        (false, true) => "yuva420p",
        _ => "yuv420p",
    };

    /// <remarks>ProRes' profile 4444 holds alpha; HQ is its usual one without.</remarks>
    static string[] Codec(string path, VideoOptions options) =>
        IsMov(path) ? ["-c:v", "prores_ks", "-profile:v", options.HasAlpha ? "4444" : "hq", "-vendor", "apl0"]
        : !IsWebm(path) ? ["-c:v", "libx264", "-preset", "medium", "-crf", options.RateFactor.ToString(CultureInfo.InvariantCulture),
            "-movflags", "+faststart"]
        : ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", WebmRate(options.RateFactor), "-row-mt", "1", "-cpu-used", "4", "-deadline", "good",
            .. options.HasAlpha ? (string[])["-auto-alt-ref", "0"] : []]; // alternate reference frames lose the alpha plane

    static bool IsMov(string path) => path.EndsWith(".mov", StringComparison.OrdinalIgnoreCase);

    static bool IsWebm(string path) => path.EndsWith(".webm", StringComparison.OrdinalIgnoreCase);

    /// <summary>VP9's constant quality, 0 to 63, that looks like x264's rate factor: 18 is about 24.</summary>
    static string WebmRate(int rateFactor) => Math.Min(63, rateFactor * 4 / 3).ToString(CultureInfo.InvariantCulture);

    internal void Write(byte[] frame)
    {
        try
        {
            _process.StandardInput.BaseStream.Write(frame, 0, frame.Length);
        }
        catch (IOException error)
        {
            throw Failure(error);
        }
    }

    /// <summary>Starts reading a film: its frames come as binary PPM pictures, turned as the film says.</summary>
    /// <param name="path">A file; no address and nothing that the file refers to is opened.</param>
    /// <param name="rate">Frames a second, as ffmpeg writes it: frames are repeated or left out where the film's are not evenly spaced.</param>
    internal static FfmpegProcess Decode(string program, string path, string rate)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-nostdin", "-protocol_whitelist", "file", "-i", "file:" + path,
            "-map", "0:v:0", "-an", "-sn", "-vf", "fps=" + rate, "-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "pipe:1",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new FfmpegProcess(start);
    }

    /// <summary>What a decoding ffmpeg writes.</summary>
    internal Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Waits for the end of a decoding ffmpeg, whose output was read to its end, or of one that has failed.</summary>
    /// <returns>Its exit code, and its last lines; none where nothing was wrong.</returns>
    internal (int ExitCode, string Said) End()
    {
        _process.WaitForExit();
        _isRunning = false;
        lock (_lastLines)
            return (_process.ExitCode, FfmpegMessage.Of(_lastLines));
    }

    /// <summary>Ends the input and waits for the file.</summary>
    internal void Finish()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException error)
        {
            throw Failure(error);
        }
        _process.WaitForExit();
        _isRunning = false;
        lock (_lastLines)
            if (_process.ExitCode == 0 && _lastLines.Count == 0) // ffmpeg 5.1 ends with 0 when only the end of the file could not be written
                return;
        throw Failure(null);
    }

    public void Dispose()
    {
        if (_isRunning && !_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _isRunning = false;
        _process.Dispose();
    }

    IOException Failure(IOException? cause)
    {
        _process.WaitForExit(); // waits for the rest of its output
        lock (_lastLines)
            return new IOException($"The film could not be encoded: ffmpeg ended with code {_process.ExitCode} and "
                + $"said: {(_lastLines.Count > 0 ? string.Join(" | ", _lastLines) : "nothing")}. "
                + "See that the disk has room and that ffmpeg has libx264 (.mp4), libvpx (.webm) or prores_ks (.mov).", cause);
    }

    void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(ErrorLine.Printable(line, 160));
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
        }
    }
}
