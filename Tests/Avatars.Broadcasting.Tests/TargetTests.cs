using System.Net;
using System.Net.Sockets;
using Avatars.Fixtures;
using Avatars.Live;
using Avatars.Video;

namespace Avatars.Broadcasting.Tests;

public sealed class TargetTests
{
    [Test]
    public void Targets_are_read()
    {
        Assert.That(OutputTarget.Parse("http"), Is.EqualTo(new OutputTarget.Http(IPAddress.Loopback, 8970)));
        Assert.That(OutputTarget.Parse("http:9000"), Is.EqualTo(new OutputTarget.Http(IPAddress.Loopback, 9000)));
        Assert.That(OutputTarget.Parse("http:0.0.0.0:9000"), Is.EqualTo(new OutputTarget.Http(IPAddress.Any, 9000)));
        Assert.That(OutputTarget.Parse("http:[::1]:9000"), Is.EqualTo(new OutputTarget.Http(IPAddress.IPv6Loopback, 9000)));
        Assert.That(OutputTarget.Parse("udp://127.0.0.1:5000"), Is.EqualTo(new OutputTarget.Remote("udp://127.0.0.1:5000")));
        Assert.That(OutputTarget.Parse("rtmp://host/app/key"), Is.EqualTo(new OutputTarget.Remote("rtmp://host/app/key")));
        Assert.That(OutputTarget.Parse("v4l2:/dev/video10"), Is.EqualTo(new OutputTarget.Device("/dev/video10")));
        Assert.That(OutputTarget.Parse("live.mp4"), Is.EqualTo(new OutputTarget.Film("live.mp4")));
    }

    [TestCase("http:x"), TestCase("http:host:1"), TestCase("http:1.2.3.4:70000"), TestCase("http://127.0.0.1:80"), TestCase("udp://127.0.0.1"),
     TestCase("rtmp://"), TestCase("film.avi"), TestCase("/dev/sda"), TestCase(""), TestCase("file:/etc/passwd"), TestCase("tee:a|b")]
    public void Other_texts_are_a_sentence(string text) =>
        Assert.That(Assert.Throws<ArgumentException>(() => OutputTarget.Parse(text))!.Message, Does.StartWith("--output"));

    [Test]
    public void A_device_that_is_not_there_is_a_sentence_and_the_port_is_free_again()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var error = Assert.Throws<FileNotFoundException>(() => new LiveOutput(
            [new OutputTarget.Http(IPAddress.Loopback, port), new OutputTarget.Device("/dev/video987")], new LivePicture(8, 8), new PostedPoses(), 25));
        Assert.That(error!.Message, Does.Contain("v4l2loopback"));
        probe.Start();
    }

    [Test]
    public void A_film_is_whole_at_the_end_and_keeps_its_rate()
    {
        using var folder = new TemporaryFolder();
        var (file, picture) = (folder["live.mp4"], new LivePicture(64, 48));
        using (new LiveOutput([new OutputTarget.Film(file)], picture, new PostedPoses(), 20))
        {
            while (!picture.HasReaders)
                Thread.Sleep(1);
            for (var i = 0; i < 50; i++)
            {
                picture.Publish(new Imaging.RgbImage(64, 48));
                Thread.Sleep(10);
            }
        }
        using var film = new VideoReader(file);
        Imaging.RgbImage? frame = null;
        while (film.Read(ref frame))
        {
        }
        Assert.That((frame!.Width, frame.Height), Is.EqualTo((64, 48)));
        Assert.That(film.Count, Is.GreaterThan(5), "half a second at 20 a second, however slow the machine");
    }

    [Test]
    public void A_program_receives_udp()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        var picture = new LivePicture(33, 24); // an odd side is padded
        using var output = new LiveOutput([OutputTarget.Parse($"udp://127.0.0.1:{port}?pkt_size=1316")], picture, new PostedPoses(), 25);
        var received = receiver.ReceiveAsync();
        for (var i = 0; !received.IsCompleted && i < 6000; i++)
        {
            picture.Publish(new Imaging.RgbImage(33, 24));
            Thread.Sleep(10);
        }
        Assert.That(output.TakeFailures(), Is.Empty);
        Assert.That(received.Result.Buffer[0], Is.EqualTo(0x47), "the synchronisation byte of an MPEG transport stream");
    }

    [Test]
    public void A_server_that_is_not_there_ends_that_output_alone_and_its_key_is_not_shown()
    {
        var picture = new LivePicture(32, 24);
        using var output = new LiveOutput([OutputTarget.Parse("rtmp://127.0.0.1:1/live/secret-key")], picture, new PostedPoses(), 25);
        string[] failures = [];
        for (var i = 0; failures.Length == 0 && i < 6000; i++)
        {
            picture.Publish(new Imaging.RgbImage(32, 24));
            Thread.Sleep(10);
            failures = [.. output.TakeFailures()];
        }
        Assert.That(failures, Has.Length.EqualTo(1));
        Assert.That(failures[0], Does.Contain("rtmp://127.0.0.1:1").And.Not.Contain("secret-key"));
        Assert.That(output.TakeFailures(), Is.Empty, "said once");
    }
}
