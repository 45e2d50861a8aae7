using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Broadcasting.Tests;

/// <summary>The web page in a browser without a window (Debian: chromium-headless-shell, or chromium), driven by its debugging protocol.</summary>
[Category("Browser")]
public sealed class BrowserTests
{
    [Test]
    public async Task The_page_shows_the_stream_and_its_sliders_pose_the_person()
    {
        using var served = new Served(number => Picture(number));
        using var browser = await Browser.Open(served.Address);
        await browser.Until("document.getElementById('picture')?.naturalWidth == 32 && document.getElementById('bone')?.options.length == 55");
        Assert.That(await browser.Evaluate("document.getElementById('state').textContent"), Is.EqualTo("32 x 24 pixels, connected"));

        // What the page shows is the stream: its colours, and they change.
        const string Pixel = """
            (() => { const c = document.createElement('canvas'), i = document.getElementById('picture'); c.width = 32; c.height = 24;
                     const g = c.getContext('2d'); g.drawImage(i, 0, 0); return g.getImageData(16, 12, 1, 1).data.join(' '); })()
            """;
        var seen = new HashSet<string>();
        for (var start = Stopwatch.StartNew(); seen.Count < 3 && start.Elapsed < HangGuard.Patience;)
            seen.Add(await browser.Evaluate(Pixel));
        Assert.That(seen, Has.Count.GreaterThanOrEqualTo(3), "a moving picture");
        foreach (var pixel in seen.Select(text => Array.ConvertAll(text.Split(' '), int.Parse)))
            Assert.That((pixel[1], pixel[2], pixel[3]), Is.EqualTo((100, 200, 255)).Using<(int G, int B, int A)>((a, b) =>
                Math.Abs(a.G - b.G) <= 6 && Math.Abs(a.B - b.B) <= 6 && a.A == b.A), "within JPEG's and the screen's colours");

        await browser.Evaluate("(() => { const z = document.getElementById('z'); z.value = -90; z.dispatchEvent(new Event('input')); return ''; })()");
        for (var start = Stopwatch.StartNew(); !served.Poses.IsActive && start.Elapsed < HangGuard.Patience;)
            await Task.Delay(5);
        var (pose, body) = (served.Poses.MakePose(), Rig.StandardHumanoid.Map);
        served.Poses.Sample(0, pose);
        var model = new Matrix4x4[body.Skeleton.Count];
        Rig.LocalToModel.Run(body.Skeleton, pose.Joints, model);
        var arm = model[body[Rig.HumanBodyBones.RightLowerArm]].Translation - model[body[Rig.HumanBodyBones.RightUpperArm]].Translation;
        Assert.That(Vector3.Distance(Vector3.Normalize(arm), Vector3.UnitY), Is.LessThan(1e-3f), "the right arm, up");
        await browser.Evaluate("(() => { document.getElementById('release').click(); return ''; })()");
        for (var start = Stopwatch.StartNew(); served.Poses.IsActive && start.Elapsed < HangGuard.Patience;)
            await Task.Delay(5);
        Assert.That(served.Poses.IsActive, Is.False);
        Assert.That(await browser.Evaluate("document.getElementById('said').textContent"), Is.Empty);
    }

    static RgbImage Picture(long number) => Served.Plain(number * 8);

    /// <summary>One page of a browser process.</summary>
    sealed class Browser : IDisposable
    {
        static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

        readonly Process _process;
        readonly TemporaryFolder _profile;
        readonly ClientWebSocket _socket = new();
        int _count;

        Browser(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

        public static async Task<Browser> Open(Uri page)
        {
            var program = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
            if (program is null)
                Assert.Ignore("No Chromium is installed (Debian: apt-get install chromium).");
            var profile = new TemporaryFolder();
            var process = Process.Start(new ProcessStartInfo(program!, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--remote-debugging-port=0", "--remote-allow-origins=*", $"--user-data-dir={profile.Path}", page.ToString()])
            {
                RedirectStandardError = true,
            })!;
            var browser = new Browser(process, profile);
            string? line;
            while ((line = await process.StandardError.ReadLineAsync()) is not null && !line.StartsWith("DevTools listening on ", StringComparison.Ordinal))
            {
            }
            Assert.That(line, Is.Not.Null, "the browser did not start");
            _ = process.StandardError.ReadToEndAsync();
            var port = new Uri(line!["DevTools listening on ".Length..]).Port;
            using var client = new HttpClient();
            for (var start = Stopwatch.StartNew(); start.Elapsed < HangGuard.Patience; await Task.Delay(50))
            {
                using var pages = JsonDocument.Parse(await client.GetStringAsync($"http://127.0.0.1:{port}/json/list"));
                if (pages.RootElement.EnumerateArray().FirstOrDefault(one => one.GetProperty("type").GetString() == "page") is not
                    { ValueKind: JsonValueKind.Object } found)
                    continue;
                await browser._socket.ConnectAsync(new Uri(found.GetProperty("webSocketDebuggerUrl").GetString()!), CancellationToken.None);
                return browser;
            }
            throw new TimeoutException("The browser has no page.");
        }

        /// <summary>The value of an expression of the page, as text.</summary>
        public async Task<string> Evaluate(string expression)
        {
            var answer = await Call("Runtime.evaluate", new { expression, returnByValue = true });
            Assert.That(answer.TryGetProperty("exceptionDetails", out var error), Is.False, error.ToString());
            return answer.GetProperty("result").TryGetProperty("value", out var value) ? value.ToString() : "";
        }

        public async Task Until(string condition)
        {
            for (var start = Stopwatch.StartNew(); start.Elapsed < HangGuard.Patience; await Task.Delay(50))
                if (await Evaluate(condition) == bool.TrueString)
                    return;
            Assert.Fail($"The page never reached: {condition}");
        }

        async Task<JsonElement> Call(string method, object parameters)
        {
            var id = ++_count;
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters }), WebSocketMessageType.Text, true, default);
            while (true)
            {
                using var message = new MemoryStream();
                var buffer = new byte[1 << 16];
                WebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                using var answer = JsonDocument.Parse(message.ToArray());
                if (answer.RootElement.TryGetProperty("id", out var of) && of.GetInt32() == id)
                    return answer.RootElement.GetProperty("result").Clone();
            }
        }

        public void Dispose()
        {
            _socket.Dispose();
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
            _profile.Dispose();
        }
    }
}
