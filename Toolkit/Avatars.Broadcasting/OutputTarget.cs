using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Avatars.Files;

namespace Avatars.Broadcasting;

/// <summary>Where a live picture goes, as users write it.</summary>
public abstract partial record OutputTarget
{
    /// <summary>The forms, for help texts.</summary>
    public const string Forms = "http (a web page, MJPEG, raw frames and posed by other programs, on port 8970 of this machine), http:PORT, "
        + "http:ADDRESS:PORT; a film, .mp4, .webm or .mov; rtmp://..., udp://HOST:PORT; /dev/videoN, a v4l2 loopback device";

    /// <summary>HTTP server.</summary>
    /// <param name="Address">Loopback by default: only programs of this machine reach it.</param>
    /// <param name="Port">0 lets the system choose.</param>
    public sealed record Http(IPAddress Address, int Port) : OutputTarget
    {
        public const int DefaultPort = 8970;
    }

    /// <summary>A film that is written while the picture runs.</summary>
    public sealed record Film(string Path) : OutputTarget;

    /// <summary>An address that the program ffmpeg sends to.</summary>
    public sealed record Remote(string Address) : OutputTarget;

    /// <summary>A v4l2 device, which other programs see as a camera.</summary>
    public sealed record Device(string Path) : OutputTarget;

    /// <exception cref="ArgumentException">It is none of <see cref="Forms"/>.</exception>
    public static OutputTarget Parse(string text)
    {
        if (text.Equals("http", StringComparison.OrdinalIgnoreCase))
            return new Http(IPAddress.Loopback, Http.DefaultPort);
        if (text.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            return ParseHttp(text);
        if (text.StartsWith("rtmp://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("rtmps://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("udp://", StringComparison.OrdinalIgnoreCase))
            return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Host.Length > 0 && (address.Scheme != "udp" || address.Port > 0)
                ? new Remote(text) : throw new ArgumentException($"--output {ErrorLine.Quote(text)}: this is no whole address. Write udp://HOST:PORT or "
                    + "rtmp://HOST/APPLICATION/KEY.");
        if (DeviceName().Match(text) is { Success: true } device)
            return new Device(device.Groups["path"].Value);
        if (Path.GetExtension(text).ToLowerInvariant() is ".mp4" or ".webm" or ".mov")
            return new Film(text);
        throw new ArgumentException($"--output {ErrorLine.Quote(text)} is no target. Give {Forms}.");
    }

    static Http ParseHttp(string text)
    {
        var rest = text["http:".Length..];
        var separator = rest.LastIndexOf(':');
        var address = IPAddress.Loopback;
        if (separator >= 0 && !IPAddress.TryParse(rest[..separator].Trim('[', ']'), out address!))
            throw Wrong();
        return int.TryParse(rest[(separator + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? new Http(address, port) : throw Wrong();

        ArgumentException Wrong() => new($"--output {ErrorLine.Quote(text)}: write http, http:PORT or http:ADDRESS:PORT, such as http:0.0.0.0:"
            + $"{Http.DefaultPort}, which the whole network reaches.");
    }

    [GeneratedRegex(@"^(v4l2:)?(?<path>/dev/video\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex DeviceName();
}
