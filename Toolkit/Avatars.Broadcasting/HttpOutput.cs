using System.Net;
using Avatars.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Avatars.Broadcasting;

/// <summary>An HTTP server for the live picture: a web page, MJPEG, raw frames and stills; and poses that clients post. Documentation/output.md describes
/// what it answers.</summary>
sealed partial class HttpOutput : IPictureOutput
{
    const int MostClients = 32;
    const long LargestBody = PoseMessage.LargestMessage;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // with clients that send or take nothing

    readonly LivePicture _picture;
    readonly PostedPoses _poses;
    readonly WebApplication _server;
    readonly CancellationTokenSource _stop = new();

    /// <summary>Opens the port.</summary>
    /// <exception cref="IOException">It is in use, or may not be opened.</exception>
    public HttpOutput(OutputTarget.Http target, LivePicture picture, PostedPoses poses)
    {
        (_picture, _poses) = (picture, poses);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(target.Address, target.Port);
            options.Limits.MaxConcurrentConnections = options.Limits.MaxConcurrentUpgradedConnections = MostClients;
            options.Limits.MaxRequestBodySize = LargestBody;
            options.Limits.RequestHeadersTimeout = Patience;
            options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        _server = builder.Build();
        _server.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Patience, KeepAliveTimeout = Patience });
        _server.Run(Answer);
        try
        {
            Task.Run(() => _server.StartAsync()).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw new IOException(Reason(error, target), error);
        }
        Place = _server.Urls.First() + "/";
    }

    public string Place { get; }

    /// <summary>Null: a server does not fail as a whole.</summary>
    public string? Failure => null;

    /// <summary>Ends all streams and sockets, and closes the port.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        Task.Run(async () =>
        {
            await _server.StopAsync(patience.Token);
            await _server.DisposeAsync();
        }).GetAwaiter().GetResult();
        _stop.Dispose();
    }

    async Task Answer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        try
        {
            if (!IsFromHere(request))
            {
                await Refuse(response, StatusCodes.Status403Forbidden, "This address is for pages of this server alone: another web page, or a name that is "
                    + "not this machine's, asked for it.", stop.Token);
                return;
            }
            await Answer(context, request.Path.Value ?? "/", stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (BadHttpRequestException error)
        {
            await Refuse(response, error.StatusCode, error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"A message may have {PoseMessage.LargestMessage} bytes." : "The request could not be read.", CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or System.Net.WebSockets.WebSocketException)
        {
            // The client has gone.
        }
    }

    Task Answer(HttpContext context, string path, CancellationToken stop) => (context.Request.Method, path) switch
    {
        ("GET", "/") => SendPage(context.Response, stop),
        ("GET", "/stream.mjpg") => SendMjpeg(context.Response, stop),
        ("GET", "/frames.rgb") => SendRaw(context, frame => frame.Picture.Bytes, stop),
        ("GET", "/frames.rgba") => SendRaw(context, frame => frame.Rgba, stop),
        ("GET", "/frame.jpg") => SendStill(context.Response, "image/jpeg", frame => frame.Jpeg, stop),
        ("GET", "/frame.png") => SendStill(context.Response, "image/png", frame => frame.Png, stop),
        ("GET", "/status") => SendStatus(context.Response, stop),
        ("POST", "/pose") => TakePose(context, stop),
        ("GET", "/poses") => TakePoses(context, stop),
        _ => Refuse(context.Response, StatusCodes.Status404NotFound, "There is GET /, /stream.mjpg, /frames.rgb, /frames.rgba, /frame.jpg, /frame.png, "
            + "/status and /poses (a WebSocket), and POST /pose.", stop),
    };

    /// <summary>No page of another site may look or pose: its Origin differs. Nor may a name that somebody made point to this machine.</summary>
    static bool IsFromHere(HttpRequest request)
    {
        var host = request.Host.Host.Trim('[', ']');
        if (!host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(host, out _)
            && !host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase))
            return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || Uri.TryCreate(origin, UriKind.Absolute, out var site)
            && site.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    static async Task Refuse(HttpResponse response, int status, string sentence, CancellationToken stop)
    {
        if (response.HasStarted)
            return;
        response.StatusCode = status;
        await response.WriteAsJsonAsync(new { type = "error", message = sentence }, stop);
    }

    static string Reason(Exception error, OutputTarget.Http target)
    {
        var code = error as System.Net.Sockets.SocketException ?? error.InnerException as System.Net.Sockets.SocketException
            ?? error.InnerException?.InnerException as System.Net.Sockets.SocketException;
        return code?.SocketErrorCode switch
        {
            System.Net.Sockets.SocketError.AddressAlreadyInUse => $"Port {target.Port} of {target.Address} is in use by another program. Close it, or choose "
                + $"another port: --output http:{(target.Port < ushort.MaxValue ? target.Port + 1 : OutputTarget.Http.DefaultPort)}.",
            System.Net.Sockets.SocketError.AccessDenied => $"Port {target.Port} may not be opened by this user. Choose one of 1024 or more, such as "
                + $"--output http:{OutputTarget.Http.DefaultPort}.",
            System.Net.Sockets.SocketError.AddressNotAvailable => $"{target.Address} is not an address of this machine. Give 127.0.0.1 for programs on this "
                + "machine, or 0.0.0.0 for all of its networks.",
            _ => $"Port {target.Port} of {target.Address} cannot be opened: {error.Message}",
        };
    }

    /// <summary>Signals to end are the application's own.</summary>
    sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
