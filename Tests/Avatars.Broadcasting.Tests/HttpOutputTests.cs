using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Avatars.Live;
using Avatars.Pictures;

namespace Avatars.Broadcasting.Tests;

public sealed class HttpOutputTests
{
    [Test]
    public async Task A_still_is_the_newest_frame()
    {
        using var served = new Served();
        var png = PictureFile.DecodeRgb(await served.Client.GetByteArrayAsync("frame.png"), "frame.png");
        Assert.That((png.Width, png.Height), Is.EqualTo((Served.Width, Served.Height)));
        Assert.That(png.Bytes[1..3], Is.EqualTo(new byte[] { 100, 200 }));
        var jpeg = PictureFile.DecodeRgb(await served.Client.GetByteArrayAsync("frame.jpg"), "frame.jpg");
        Assert.That(jpeg.Bytes[1], Is.EqualTo(100).Within(3), "JPEG at quality 90 of a plain picture");
    }

    [Test]
    public async Task Mjpeg_gives_whole_pictures_each_closed_by_a_boundary()
    {
        using var served = new Served();
        using var response = await served.Client.GetAsync("stream.mjpg", HttpCompletionOption.ResponseHeadersRead);
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("multipart/x-mixed-replace; boundary=frame"));
        using var reader = new PartReader(await response.Content.ReadAsStreamAsync());
        await reader.Line("--frame");
        var last = 0L;
        for (var i = 0; i < 5; i++)
        {
            await reader.Line("Content-Type: image/jpeg");
            var length = int.Parse((await reader.ReadLine())["Content-Length: ".Length..], CultureInfo.InvariantCulture);
            var number = long.Parse((await reader.ReadLine())["X-Frame: ".Length..], CultureInfo.InvariantCulture);
            await reader.Line("");
            Assert.That(number, Is.GreaterThan(last));
            Assert.That(PictureFile.DecodeRgb(await reader.ReadBytes(length), "part").Width, Is.EqualTo(Served.Width));
            await reader.Line("");
            await reader.Line("--frame");
            last = number;
        }
    }

    [TestCase("frames.rgb", 3), TestCase("frames.rgba", 4), TestCase("frames.rgb?fps=30", 3)]
    public async Task Raw_frames_follow_each_other_without_a_gap(string path, int channels)
    {
        using var served = new Served();
        using var response = await served.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.That(response.Headers.GetValues("X-Width").Single(), Is.EqualTo("32"));
        Assert.That(response.Headers.GetValues("X-Height").Single(), Is.EqualTo("24"));
        using var reader = new PartReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 5; i++)
        {
            var frame = await reader.ReadBytes(Served.Width * Served.Height * channels);
            Assert.That(frame[1..channels], Is.EqualTo(new byte[] { 100, 200, 255 }[..(channels - 1)]), "green, blue, alpha");
            Assert.That(frame.Where((_, at) => at % channels == 0), Is.All.EqualTo(frame[0]), "one frame, not the seam of two");
        }
    }

    [Test]
    public async Task A_still_picture_is_sent_again_and_a_page_that_opens_late_sees_it()
    {
        var picture = new LivePicture(Served.Width, Served.Height);
        using var server = new HttpOutput(new OutputTarget.Http(IPAddress.Loopback, 0), picture, new PostedPoses());
        using var client = new HttpClient { BaseAddress = new Uri(server.Place) };
        using var response = await client.GetAsync("stream.mjpg", HttpCompletionOption.ResponseHeadersRead);
        picture.Publish(Served.Plain(1));
        using var reader = new PartReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadBytes(500);
        Assert.That(Encoding.ASCII.GetString(first), Does.Contain("X-Frame: 1"));
        Assert.That(Encoding.ASCII.GetString([.. first, .. await reader.ReadBytes(500)]).Split("X-Frame: 1\r").Length, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task The_page_and_what_there_is_are_told()
    {
        using var served = new Served();
        Assert.That(await served.Client.GetStringAsync(""), Does.Contain("/stream.mjpg").And.Contain("/poses"));
        Assert.That(await served.Client.GetStringAsync("status"), Does.Contain("\"width\":32").And.Contain("\"posted\":false"));
        using var none = await served.Client.GetAsync("none");
        Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await none.Content.ReadAsStringAsync(), Does.Contain("/stream.mjpg"));
        using var wrong = await served.Client.GetAsync("frames.rgb?fps=-1");
        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        using var plain = await served.Client.GetAsync("poses");
        Assert.That(plain.StatusCode, Is.EqualTo(HttpStatusCode.UpgradeRequired));
    }

    [TestCase("Origin", "https://example.org"), TestCase("Origin", "null"), TestCase("Host", "evil.example.org")]
    public async Task Pages_of_other_sites_and_foreign_names_are_refused(string header, string value)
    {
        using var served = new Served();
        foreach (var path in new[] { "frame.png", "status", "" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await served.Client.SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), path);
        }
    }

    [Test]
    public void A_port_in_use_is_a_sentence()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var error = Assert.Throws<IOException>(() =>
            new HttpOutput(new OutputTarget.Http(IPAddress.Loopback, port), new LivePicture(8, 8), new PostedPoses()).Dispose());
        Assert.That(error!.Message, Does.Contain($"Port {port}").And.Contain("in use").And.Contain($"http:{port + 1}"));
        Assert.That(Assert.Throws<IOException>(() =>
            new HttpOutput(new OutputTarget.Http(IPAddress.Parse("203.0.113.9"), 0), new LivePicture(8, 8), new PostedPoses()).Dispose())!.Message,
            Does.Contain("not an address of this machine"));
    }

    [Test]
    public async Task Clients_that_speak_nonsense_or_leave_harm_nobody()
    {
        using var served = new Served();
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, served.Address.Port);
            var bytes = new byte[random.Next(1, 3000)];
            random.NextBytes(bytes);
            var text = i % 3 == 0 ? Encoding.ASCII.GetBytes("GET /stream.mjpg HTTP/1.1\r\nHost: localhost\r\n\r\n") : bytes;
            try
            {
                await client.GetStream().WriteAsync(text);
                if (i % 2 == 0)
                    client.Client.Close(0);
            }
            catch (IOException)
            {
                // The server has closed the connection on nonsense.
            }
        }
        Assert.That(await served.Client.GetStringAsync("status"), Does.Contain("frames"));
    }

    [Test]
    public async Task Ending_ends_streams_that_are_open()
    {
        var served = new Served();
        using var response = await served.Client.GetAsync("stream.mjpg", HttpCompletionOption.ResponseHeadersRead);
        var ended = Task.Run(served.Dispose);
        Assert.That(await Task.WhenAny(ended, Task.Delay(Fixtures.HangGuard.Patience)), Is.SameAs(ended));
    }

    [Test]
    public async Task A_reader_that_comes_later_gets_the_frame_of_now()
    {
        var picture = new LivePicture(Served.Width, Served.Height);
        for (var number = 1; number <= 3; number++)
        {
            picture.Publish(Served.Plain(number));
            using var reading = picture.Read();
            var frame = await picture.NextAsync(0, CancellationToken.None);
            Assert.That((frame.Number, frame.Picture.Bytes[0]), Is.EqualTo((number, number)));
        }
    }

    [Test]
    public void While_nobody_reads_nothing_is_allocated()
    {
        var picture = new LivePicture(64, 64);
        var frame = new Imaging.RgbImage(64, 64);
        Assert.That(Fixtures.Allocations.Of(() => picture.Publish(frame)), Is.Zero);
    }
}
