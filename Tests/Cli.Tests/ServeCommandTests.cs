using System.Net;
using System.Net.Sockets;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

public sealed class ServeCommandTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "";

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(64, 64, seed: 1));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task Frames_are_served_and_posed_until_the_signal_to_end()
    {
        using var process = CommandLine.Start("serve", "--source", _source, "--model", _model, "--output", "http:0");
        var place = (await process.StandardOutput.ReadLineAsync())!["Live at ".Length..];
        using var client = new HttpClient { BaseAddress = new Uri(place) };
        var standing = await client.GetByteArrayAsync("frame.png");
        Assert.That(PictureFile.DecodeRgb(standing, "frame").Width, Is.EqualTo(64));
        using var taken = await client.PostAsync("pose", new StringContent("""{"type": "pose", "bones": {"LeftUpperArm": [0, 0, 0.7, 0.7]}}"""));
        Assert.That(taken.IsSuccessStatusCode);
        var posed = standing;
        for (var i = 0; posed.AsSpan().SequenceEqual(standing) && i < 1000; i++)
        {
            await Task.Delay(10);
            posed = await client.GetByteArrayAsync("frame.png");
        }
        Assert.That(posed, Is.Not.EqualTo(standing));
        Send("TERM", process.Id);
        Assert.That(process.WaitForExit(HangGuard.Patience));
        Assert.That(process.ExitCode, Is.EqualTo(143));
        Assert.That(await process.StandardOutput.ReadToEndAsync(), Does.Contain("posted poses: 1"));
    }

    [Test]
    public void Wrong_arguments_and_ports_in_use_are_a_sentence()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        string Errors(params string[] arguments) => CommandLine.Run(["serve", "--source", _source, "--model", _model, .. arguments]) is { Code: 1 } run
            ? run.Errors.TrimEnd() : "";
        Assert.That(Errors("--output", $"http:{port}"), Does.Contain($"Port {port}").And.Contain("in use").And.Not.Contain("\n"));
        Assert.That(Errors("--output", "film.avi"), Does.Contain("film.avi"));
        Assert.That(Errors("--fps", "0"), Does.Contain("--fps 0"));
        Assert.That(Errors("--seconds", "-1"), Does.Contain("--seconds -1"));
        Assert.That(Errors("--motion", "a.bvh", "--live", "vmc"), Does.Contain("one of"));
    }

    static void Send(string signal, int process) => System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process}"]).WaitForExit();
}
