using System.Net;
using Avatars.Imaging;
using Avatars.Live;

namespace Avatars.Broadcasting.Tests;

/// <summary>A live picture on a free port, which a thread changes sixty times a second.</summary>
sealed class Served : IDisposable
{
    public const int Width = 32, Height = 24;

    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    readonly HttpOutput _server;

    /// <param name="picture">Of frame number n.</param>
    public Served(Func<long, RgbImage>? picture = null)
    {
        picture ??= Plain;
        _server = new HttpOutput(new OutputTarget.Http(IPAddress.Loopback, 0), Picture, Poses);
        Client = new HttpClient { BaseAddress = new Uri(_server.Place), Timeout = Fixtures.HangGuard.Patience };
        _thread = new Thread(() =>
        {
            for (var i = 1L; !_stop.IsCancellationRequested; i++)
            {
                Picture.Publish(picture(i));
                _stop.Token.WaitHandle.WaitOne(16);
            }
        });
        _thread.Start();
    }

    public LivePicture Picture { get; } = new(Width, Height);

    public PostedPoses Poses { get; } = new();

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>A frame whose every pixel has the frame's number in red.</summary>
    public static RgbImage Plain(long number)
    {
        var picture = new RgbImage(Width, Height);
        for (var i = 0; i < picture.Bytes.Length; i += 3)
            (picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]) = ((byte)number, 100, 200);
        return picture;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        Client.Dispose();
        _server.Dispose();
        _stop.Dispose();
    }
}
