using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Avatars.Broadcasting;

sealed partial class HttpOutput
{
    const string Boundary = "frame";
    const double FastestRate = 240;

    static readonly TimeSpan StillAgain = TimeSpan.FromSeconds(1); // a still picture is sent again, so that a page that was just opened shows it

    static readonly Lazy<byte[]> Page = new(() =>
    {
        using var page = typeof(HttpOutput).Assembly.GetManifestResourceStream("Page/index.html")!;
        using var bytes = new MemoryStream();
        page.CopyTo(bytes);
        return bytes.ToArray();
    });

    static async Task SendPage(HttpResponse response, CancellationToken stop)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
        await response.Body.WriteAsync(Page.Value, stop);
    }

    /// <summary>Each part ends with the next boundary, without which browsers do not show it.</summary>
    async Task SendMjpeg(HttpResponse response, CancellationToken stop)
    {
        response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        response.Headers.CacheControl = "no-store";
        using var reading = _picture.Read();
        await response.Body.WriteAsync(Encoding.ASCII.GetBytes($"--{Boundary}\r\n"), stop);
        await response.Body.FlushAsync(stop);
        for (PublishedFrame? shown = null; ; shown = await NewerOrSame(shown, stop))
        {
            if (shown is null)
                continue;
            await response.Body.WriteAsync(Encoding.ASCII.GetBytes(
                $"Content-Type: image/jpeg\r\nContent-Length: {shown.Jpeg.Length}\r\nX-Frame: {shown.Number}\r\n\r\n"), stop);
            await response.Body.WriteAsync(shown.Jpeg, stop);
            await response.Body.WriteAsync(Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n"), stop);
            await response.Body.FlushAsync(stop);
        }
    }

    /// <summary>Frames without anything between them; the size is in the headers. With ?fps=N evenly, repeated or skipped; else as they are made.</summary>
    async Task SendRaw(HttpContext context, Func<PublishedFrame, byte[]> bytes, CancellationToken stop)
    {
        var response = context.Response;
        var asked = context.Request.Query["fps"].ToString();
        var rate = 0.0;
        if (asked.Length > 0 && !(double.TryParse(asked, NumberStyles.Float, CultureInfo.InvariantCulture, out rate) && rate is > 0 and <= FastestRate))
        {
            await Refuse(response, StatusCodes.Status400BadRequest, $"fps is a number of frames a second, up to {FastestRate}.", stop);
            return;
        }
        response.ContentType = "application/octet-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Width"] = _picture.Width.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Height"] = _picture.Height.ToString(CultureInfo.InvariantCulture);
        using var reading = _picture.Read();
        await response.Body.FlushAsync(stop); // the headers
        var frame = await _picture.NextAsync(0, stop);
        var start = DateTime.UtcNow;
        for (long count = 1; ; count++)
        {
            await response.Body.WriteAsync(bytes(frame), stop);
            await response.Body.FlushAsync(stop);
            if (rate == 0)
                frame = await _picture.NextAsync(frame.Number, stop);
            else
            {
                var wait = start.AddSeconds(count / rate) - DateTime.UtcNow;
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, stop);
                if (_picture.NextAsync(frame.Number, CancellationToken.None) is { IsCompletedSuccessfully: true } newer)
                    frame = newer.Result;
            }
        }
    }

    async Task SendStill(HttpResponse response, string type, Func<PublishedFrame, byte[]> encode, CancellationToken stop)
    {
        using var reading = _picture.Read();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var bytes = encode(await _picture.NextAsync(0, patience.Token));
            response.ContentType = type;
            response.ContentLength = bytes.Length;
            response.Headers.CacheControl = "no-store";
            await response.Body.WriteAsync(bytes, stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await Refuse(response, StatusCodes.Status503ServiceUnavailable, "There is no picture yet: the model is loading. Ask again.", stop);
        }
    }

    Task SendStatus(HttpResponse response, CancellationToken stop) => response.WriteAsJsonAsync(new
    {
        type = "status",
        width = _picture.Width,
        height = _picture.Height,
        frames = _picture.Count,
        poses = _poses.Count,
        posted = _poses.IsActive,
    }, stop);

    /// <summary>The next frame, or the same one again when none comes for a while; null while there is none at all.</summary>
    async Task<PublishedFrame?> NewerOrSame(PublishedFrame? shown, CancellationToken stop)
    {
        try
        {
            return await _picture.NextAsync(shown?.Number ?? 0, stop).WaitAsync(StillAgain, stop);
        }
        catch (TimeoutException)
        {
            return shown;
        }
    }
}
