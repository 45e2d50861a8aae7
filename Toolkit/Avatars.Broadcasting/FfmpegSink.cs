using System.Globalization;
using Avatars.Video;

namespace Avatars.Broadcasting;

/// <summary>A running ffmpeg that encodes frames and sends them to an address or a device.</summary>
sealed class FfmpegSink : IFrameSink
{
    readonly FfmpegProcess _ffmpeg;
    readonly string _target, _remedy;
    volatile bool _isInterrupted;

    FfmpegSink(string place, string remedy, LivePicture picture, double framesPerSecond, string[] target)
    {
        (Place, _target, _remedy) = (place, target[^1], remedy);
        _ffmpeg = FfmpegProcess.Send(new VideoOptions { FramesPerSecond = framesPerSecond }, picture.Width, picture.Height, target);
    }

    public string Place { get; }

    /// <summary>To an rtmp, rtmps or udp address: H.264 with little delay.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg was not found.</exception>
    public static FfmpegSink ToAddress(string address, LivePicture picture, double framesPerSecond)
    {
        var keyFrames = Math.Max(1, (int)(2 * framesPerSecond)).ToString(CultureInfo.InvariantCulture); // every two seconds, as servers ask
        var isUdp = address.StartsWith("udp:", StringComparison.OrdinalIgnoreCase);
        var server = new Uri(address).GetLeftPart(UriPartial.Authority); // what follows is often a secret key
        return new FfmpegSink(server, "See that a server receives there, then start again.", picture, framesPerSecond,
        [
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
            "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-g", keyFrames, "-f", isUdp ? "mpegts" : "flv", address,
        ]);
    }

    /// <summary>To a v4l2 loopback device.</summary>
    /// <exception cref="FileNotFoundException">There is no such device.</exception>
    /// <exception cref="InvalidOperationException">ffmpeg was not found.</exception>
    public static FfmpegSink ToDevice(string device, LivePicture picture, double framesPerSecond)
    {
        if (!File.Exists(device))
            throw new FileNotFoundException($"There is no device {device}. Load the kernel module first (Debian: apt-get install v4l2loopback-dkms; "
                + "modprobe v4l2loopback), and see its number with 'ls /dev/video*'.");
        return new FfmpegSink(device, "See that it is a v4l2 loopback device that this user may write.", picture, framesPerSecond,
            ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2,format=yuv420p", "-f", "v4l2", device]);
    }

    public void Write(PublishedFrame frame)
    {
        try
        {
            _ffmpeg.Write(frame.Picture.Bytes);
        }
        catch (IOException error)
        {
            throw Failed(error);
        }
    }

    public void Finish()
    {
        try
        {
            _ffmpeg.Finish();
        }
        catch (IOException) when (_isInterrupted)
        {
            // A receiver that has gone is no news at the end.
        }
        catch (IOException error)
        {
            throw Failed(error);
        }
    }

    public void Interrupt()
    {
        _isInterrupted = true;
        _ffmpeg.KillAfter(TimeSpan.FromSeconds(2));
    }

    public void Dispose() => _ffmpeg.Dispose();

    IOException Failed(IOException error)
    {
        _ffmpeg.KillAfter(TimeSpan.Zero);
        var said = _ffmpeg.End().Said.Replace(_target, Place, StringComparison.Ordinal);
        return new IOException($"The output to {Place} has ended; ffmpeg says: {(said.Length > 0 ? said : "nothing")}. {_remedy}", error);
    }
}
